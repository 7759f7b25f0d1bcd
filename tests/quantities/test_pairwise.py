"""Matrices between rows: the same numbers as one call a pair."""

from __future__ import annotations

import numpy as np
import pytest

import plogp
from libraries import Library, read
from plogp import Labels, Logits, Probs

QUANTITIES = (
    plogp.kl_divergence,
    plogp.js_divergence,
    plogp.js_distance,
    plogp.cross_entropy,
    plogp.hellinger_distance,
    plogp.total_variation,
)


def rows(n: int, seed: int) -> np.ndarray:
    p = np.random.default_rng(seed).dirichlet(np.ones(5), n)
    p[0, 0] = 0
    return p / p.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_it_is_one_call_a_pair(lib: Library, quantity, dtype: str) -> None:
    p, q = lib(rows(4, 1), dtype), lib(rows(4, 2), dtype)  # four rows in all tests, for JAX compiles once a shape
    expected = np.array([[float(quantity(a, b)) for b in read(q)] for a in read(p)])
    tolerance = 1e-11 if dtype == "float64" else 1e-5
    answer = plogp.pairwise(quantity, p, q)
    assert read(answer) == pytest.approx(expected, rel=tolerance)
    assert answer.dtype == lib.dtype(dtype)


@pytest.mark.parametrize("quantity", QUANTITIES[:3])
def test_rows_against_themselves(lib: Library, quantity) -> None:
    p = rows(4, 3)
    p[3] = p[2] * (1 + 1e-9 * np.array([1, -1, 1, -1, 0]))
    p[3] /= p[3].sum()
    answer = read(plogp.pairwise(quantity, lib(p)))
    assert not np.diag(answer).any()
    assert answer[2, 3] > 0
    assert answer[2, 3] == pytest.approx(float(quantity(p[2], p[3])), rel=1e-11, abs=0)


def test_units() -> None:
    p = rows(3, 4)
    nats = plogp.pairwise(plogp.js_divergence, p)
    assert plogp.pairwise(plogp.js_divergence, p, base=2) == pytest.approx(nats / np.log(2))
    assert plogp.pairwise(plogp.js_distance, p, base=2) == pytest.approx(np.sqrt(nats / np.log(2)))
    with pytest.raises(plogp.PlogpError, match="base"):
        plogp.pairwise(plogp.total_variation, p, base=2)


def test_logits_other_quantities_and_parameters(lib: Library) -> None:
    p, q = rows(5, 1)[1:], rows(5, 2)[1:]
    expected = plogp.pairwise(plogp.kl_divergence, p, q)
    assert read(plogp.pairwise(plogp.kl_divergence, Logits(lib(np.log(p))), Logits(lib(np.log(q))))) == pytest.approx(
        expected
    )
    assert read(plogp.pairwise(plogp.kl_divergence, Probs(lib(p.T.copy()), axis=0), lib(q))) == pytest.approx(expected)
    renyi = plogp.pairwise(plogp.renyi_divergence, lib(p), lib(q), order=2)
    assert read(renyi)[1, 0] == pytest.approx(float(plogp.renyi_divergence(p[1], q[0], order=2)))


def test_many_rows_go_in_blocks() -> None:
    p, q = rows(40, 1), rows(30, 2)
    from plogp.quantities import pairwise

    whole = plogp.pairwise(plogp.total_variation, p, q)
    old, pairwise._BLOCK = pairwise._BLOCK, 1000
    try:
        assert (plogp.pairwise(plogp.total_variation, p, q) == whole).all()
    finally:
        pairwise._BLOCK = old


def test_what_is_no_set_of_rows_is_refused() -> None:
    with pytest.raises(plogp.PlogpError, match="two axes"):
        plogp.pairwise(plogp.kl_divergence, np.array([0.5, 0.5]))
    with pytest.raises(plogp.PlogpError, match="Labels holds none"):
        plogp.pairwise(plogp.kl_divergence, Labels([0, 1]), rows(2, 1))
    with pytest.raises(plogp.NotADistribution, match="row"):
        plogp.pairwise(plogp.kl_divergence, np.array([[0.5, 0.4]]))
    with pytest.raises(plogp.PlogpError, match="outcomes"):
        plogp.pairwise(plogp.kl_divergence, rows(2, 1), np.array([[0.5, 0.5]]))
