"""The formulas against fifty digits, and the kernels against the formulas."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import exact_rows
import plogp
from adversarial_rows import ADVERSARIAL
from libraries import Library, load, read
from plogp import Logits

FORMULA = load("array-api-strict")  # knows no kernel
KERNEL = load("numpy")
QUANTITIES = {
    "cross_entropy": plogp.cross_entropy,
    "kl": plogp.kl_divergence,
    "js": plogp.js_divergence,
}


def error(lib: Library, name: str, p: np.ndarray, q: np.ndarray) -> float:
    """Relative error of a value that must be neither NaN nor negative."""
    value = float(read(QUANTITIES[name](lib(p), lib(q))))
    assert value >= 0
    return exact_rows.relative_error(value, getattr(exact_rows, name)(p, q))


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize("rows", ADVERSARIAL)
def test_adversarial_rows(name: str, rows: str) -> None:
    p, q = (np.array(row) for row in ADVERSARIAL[rows])
    limit = 1e-13 if "subnormal" in rows else 1e-14  # numbers of 5e-324 have no more than one digit to give
    assert error(FORMULA, name, p, q) <= limit
    assert exact_rows.relative_error(float(read(plogp.entropy(FORMULA(p)))), exact_rows.entropy(p)) <= 1e-14


@pytest.mark.parametrize("k", [2, 10, 100, 1000])
@pytest.mark.parametrize("distance", [1.0, 1e-1, 1e-3, 1e-9, 1e-15])
def test_random_rows_at_every_distance(k: int, distance: float) -> None:
    rng = np.random.default_rng(k)
    p = rng.dirichlet(np.full(k, 0.5))
    q = p * (1 + distance * rng.uniform(-1, 1, k))
    q = q / q.sum()
    for name in QUANTITIES:
        assert error(FORMULA, name, p, q) <= 1e-14
    for lib in (FORMULA, KERNEL):
        assert exact_rows.relative_error(float(read(plogp.entropy(lib(p)))), exact_rows.entropy(p)) <= 1e-14


def test_no_nan_where_scipy_has_it() -> None:
    # scipy.spatial.distance.jensenshannon takes the root of a difference that rounds below zero.
    from scipy.spatial.distance import jensenshannon

    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(10), 400)
    q = p * (1 + 1e-9 * rng.standard_normal(p.shape))
    q = q / q.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        peer = jensenshannon(p, q, axis=1)
    assert np.isnan(peer).mean() > 0.2  # else this test shows nothing
    ours = plogp.js_distance(p, q)
    assert np.isfinite(ours).all()
    assert (ours > 0).all()
    exact = [float(exact_rows.js(a, b)) ** 0.5 for a, b in zip(p[:20], q[:20], strict=True)]
    assert ours[:20] == pytest.approx(exact, rel=1e-13, abs=0)


@pytest.mark.parametrize("as_logits", [False, True])
def test_small_divergence_of_long_float32_rows(lib: Library, as_logits: bool) -> None:
    rng = np.random.default_rng(3)
    z = rng.normal(size=50_000).astype(np.float32)
    w = (z + 1e-4 * rng.standard_normal(50_000)).astype(np.float32)
    if not as_logits:
        z, w = (np.asarray(plogp.softmax(x.astype(np.float64)), dtype=np.float32) for x in (z, w))
    zp, wp = ((np.exp(x.astype(np.longdouble)) if as_logits else x.astype(np.longdouble)) for x in (z, w))
    zp, wp = zp / zp.sum(), wp / wp.sum()
    d = np.log1p((wp - zp) / zp)
    exact = float((zp * (np.expm1(d) - d)).sum())
    assert 4e-9 < exact < 6e-9
    p, q = lib(z, "float32"), lib(w, "float32")
    value = plogp.kl_divergence(Logits(p), Logits(q)) if as_logits else plogp.kl_divergence(p, q)
    assert float(read(value)) == pytest.approx(exact, rel=1e-3)
    assert value.dtype == lib.dtype("float32")


def test_equal_arguments_are_exactly_zero_apart(lib: Library) -> None:
    rng = np.random.default_rng(1)
    z = rng.normal(size=(20, 7)) * 100
    p = np.asarray(plogp.softmax(z))
    for a in (lib(p), Logits(lib(z)), Logits(lib(z), temperature=0.3)):
        for quantity in (
            plogp.kl_divergence,
            plogp.js_divergence,
            plogp.js_distance,
            plogp.jeffreys_divergence,
            plogp.total_variation,
            plogp.hellinger_distance,
            plogp.chi_square_divergence,
        ):
            assert not read(quantity(a, a)).any()


weights = arrays.arrays(
    np.float64,
    st.tuples(st.just(2), st.integers(1, 40)),
    elements=st.floats(0, 1) | st.sampled_from([0.0, 5e-324, 1e-310, 1e-16, 1.0]),
)


@given(weights)
def test_the_kernels_agree_with_the_formulas(rows: np.ndarray) -> None:
    rows = rows[(rows.sum(axis=1) > 1e-9)]
    if len(rows) < 2:
        return
    p, q = rows / rows.sum(axis=1, keepdims=True)
    for quantity in (*QUANTITIES.values(), plogp.js_distance):
        formula = float(read(quantity(FORMULA(p), FORMULA(q))))
        least = sqrt(5e-324) if quantity is plogp.js_distance else 5e-324  # one number of the smallest
        assert float(quantity(p, q)) == pytest.approx(formula, rel=1e-13, abs=least)
    assert float(plogp.entropy(p)) == pytest.approx(float(read(plogp.entropy(FORMULA(p)))), rel=1e-13, abs=5e-324)
