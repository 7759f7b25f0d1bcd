"""The distribution of a truncated sampler: which outcomes it keeps, and that it is a distribution like any other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plogp
from libraries import Library, read
from plogp import Labels, Logits
from plogp.theory.errors import InvalidParameter, NotLogits

RNG = np.random.default_rng(0)


def kept(z: np.ndarray, top_k: int | None, top_p: float | None, min_p: float | None) -> set[int]:
    """The same by a loop over one row, from the most probable down; equal ones are one group."""
    p = np.exp(z - z.max())
    order = sorted(np.flatnonzero(np.isfinite(z)), key=lambda i: -z[i])
    if top_k is not None:
        order = [i for i in order if z[i] >= z[order[min(top_k, len(order)) - 1]]]
    if top_p is not None and top_p < 1:
        whole = p[order].sum()
        order = [i for i in order if sum(p[j] for j in order if z[j] > z[i]) / whole < top_p]
    return {i for i in order if min_p is None or p[i] >= min_p}


@given(
    st.lists(st.integers(-8, 8), min_size=1, max_size=9),
    st.none() | st.integers(1, 10),
    st.none() | st.sampled_from([1e-9, 0.123, 0.5001, 0.8999, 0.999, 1.0]),
    st.none() | st.sampled_from([0.0, 1e-6, 0.0999, 0.7, 1.0]),
)
def test_it_keeps_what_the_rule_says(whole: list[int], top_k: int | None, top_p: float, min_p: float) -> None:
    z = np.array(whole) / 2.0
    found = Logits(z).truncated(top_k=top_k, top_p=top_p, min_p=min_p).z
    assert set(np.flatnonzero(np.isfinite(found))) == kept(z, top_k, top_p, min_p)
    assert (found[np.isfinite(found)] == z[np.isfinite(found)]).all()


def by_sorting(z: np.ndarray, top_p: float) -> np.ndarray:
    """The rule as transformers and vLLM state it: sorted upwards, all goes whose sum up to it is no more than 1 - p."""
    order = np.argsort(z, kind="stable")
    p = np.exp(z[order] - z.max())
    goes = np.cumsum(p / p.sum()) <= 1 - top_p
    goes[-1] = False
    return np.isin(np.arange(z.size), order[~goes])


def test_without_ties_it_is_the_rule_of_the_samplers() -> None:
    z = RNG.normal(size=(200, 50)) * RNG.uniform(0.1, 5, size=(200, 1))
    for top_p in (0.05, 0.5, 0.9, 0.99):
        expected = np.stack([by_sorting(row, top_p) for row in z])
        assert (np.isfinite(Logits(z).truncated(top_p=top_p).z) == expected).all()
        warm = np.isfinite(Logits(2 * z, temperature=2.0).truncated(top_p=top_p).z)
        assert (warm == expected).all()


def test_every_array_library_and_precision(lib: Library) -> None:
    z = np.array([[3.0, 2.0, 2.0, -np.inf], [0.0, 5.0, 1.0, 1.0]])
    for dtype in ("float64", "float32"):
        for limits in ({"top_k": 2}, {"top_p": 0.6}, {"min_p": 0.3}, {"top_k": 3, "top_p": 0.95, "min_p": 0.01}, {}):
            made = Logits(lib(z, dtype), temperature=1.5).truncated(**limits)
            assert made.z.dtype == lib(z, dtype).dtype
            assert read(made.z).tolist() == Logits(z, temperature=1.5).truncated(**limits).z.tolist()
        turned = Logits(lib(z.T.copy(), dtype), axis=0).truncated(top_p=0.6).z
        assert read(turned).T.tolist() == Logits(z).truncated(top_p=0.6).z.tolist()


def test_half_precision() -> None:
    assert Logits(np.array([3.0, 2.0, 1.0], dtype=np.float16)).truncated(top_k=1).z.tolist() == [3.0, -np.inf, -np.inf]


def test_the_surprise_is_that_of_what_is_left() -> None:
    """-log(p / S): the share S that the sampler keeps, without which a ratio of two samplers is wrong."""
    z, y = RNG.normal(size=(20, 30)), np.zeros(20, dtype=int)
    z[:, 0] = 4.0
    sampler = Logits(z).truncated(top_p=0.9)
    share = np.where(np.isfinite(sampler.z), plogp.softmax(z), 0).sum(axis=1)
    surprise = plogp.cross_entropy(Labels(y), Logits(z)) + np.log(share)
    assert plogp.cross_entropy(Labels(y), sampler) == pytest.approx(surprise, rel=1e-12, abs=1e-14)
    assert plogp.kl_divergence(sampler, Logits(z)) == pytest.approx(-np.log(share), rel=1e-12)
    assert (plogp.kl_divergence(Logits(z), sampler) == np.inf).all()


def test_gradients_by_what_is_left(autodiff: Library) -> None:
    z = np.array([[2.0, 1.0, 0.5, -1.0, -2.0], [0.1, 0.2, 3.0, 0.3, 0.0]])
    expected = plogp.value_and_gradient(plogp.entropy, Logits(z).truncated(top_k=3))[1]
    assert (expected == 0).sum() == 4
    if autodiff.name == "torch":
        held = autodiff(z).requires_grad_()
        plogp.entropy(Logits(held).truncated(top_k=3)).sum().backward()
        assert read(held.grad) == pytest.approx(expected, rel=1e-12)
    else:
        from jax import grad, jit

        slope = jit(grad(lambda z: plogp.entropy(Logits(z).truncated(top_k=3)).sum()))
        assert read(slope(autodiff(z))) == pytest.approx(expected, rel=1e-12)


def test_it_is_refused_by_name() -> None:
    z = Logits([1.0, 2.0])
    for limits in ({"top_k": 0}, {"top_k": 1.5}, {"top_p": 0}, {"top_p": 1.1}, {"min_p": -0.1}, {"min_p": "x"}):
        with pytest.raises(InvalidParameter, match=next(iter(limits))):
            z.truncated(**limits)
    with pytest.raises(NotLogits):
        Logits([np.nan, 1.0]).truncated(top_k=1)
