"""Counts are whole, not negative, 2^63 - 1 in total at most, and matched by name where they have names."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plogp
from libraries import Library
from plogp import Counts, PlugIn, Samples
from plogp.theory.errors import NotAnArray, NotCounts, ShapeMismatch, Unanswerable

MOST = 2**63 - 1


@given(st.lists(st.integers(0, 2**64) | st.integers(MOST - 9, MOST) | st.integers(0, 9), min_size=1, max_size=6))
def test_a_total_is_right_or_refused(n: list[int]) -> None:
    if 0 < sum(n) <= MOST:
        assert plogp.entropy(Counts(n), estimator=PlugIn()).n == sum(n)
    else:
        with pytest.raises(NotCounts):
            plogp.entropy(Counts(n), estimator=PlugIn())


@pytest.mark.parametrize("dtype", ["int64", "uint64", "float64"])
def test_large_counts_of_every_type(dtype: str) -> None:
    n = np.array([2**62, 2**61], dtype=dtype)
    estimate = plogp.entropy(Counts(n), estimator=PlugIn())
    assert estimate.value == pytest.approx(np.log(3) - np.log(2) * 2 / 3, rel=1e-14)
    for beyond in (n + n // 2, np.array([[2**62, 0], [0, 2**62]], dtype=dtype)):
        with pytest.raises(NotCounts, match=r"2\^63 - 1"):
            plogp.entropy(Counts(beyond))
    with pytest.raises(NotCounts, match=r"2\^63 - 1"):
        plogp.equality_test(Counts(n), Counts(n))


def test_a_counter_holds_counts_by_outcome() -> None:
    p, q = Counter("abracadabra"), Counter("cabriolet")
    assert plogp.entropy(Counts(p)) == pytest.approx(float(plogp.entropy(Samples(list("abracadabra")))))
    for f in (plogp.js_divergence, plogp.jeffreys_divergence, plogp.kl_divergence):
        expected = f(Samples(list("abracadabra")), Samples(list("cabriolet")))
        for a, b in ((Counts(p), Counts(q)), (Counts(pd.Series(p)), Counts(dict(q)))):
            assert f(a, b) == pytest.approx(float(expected), nan_ok=True)
    counted = [pd.Series(list(text)).value_counts() for text in ("abracadabra", "cabriolet")]
    expected = plogp.js_divergence(Counts(p), Counts(q))
    assert plogp.js_divergence(*map(Counts, counted)) == pytest.approx(float(expected))
    with pytest.raises(Unanswerable, match="by outcome and counts by position"):
        plogp.js_divergence(Counts(p), Counts([1, 2, 3]))
    with pytest.raises(NotCounts, match="more than once"):
        plogp.entropy(Counts(pd.Series([1, 2], index=["a", "a"])))


def test_counts_of_columns_are_those_of_samples() -> None:
    x, y = ["a", "b", "a", "a"], [0.5, 1.5, 0.5, 1.5]
    assert Counts.of(x, y).table().tolist() == [[2, 1], [0, 1]]
    with pytest.raises(ShapeMismatch, match="2 and 3"):
        Counts.of([1, 2], [1, 2, 3])
    for held in (["a", None, "b"], [1.5, np.nan, 2.5], pd.Series([1, None, 2], dtype="Int64"), [False, None, True]):
        assert Counts.of(held, [0, 0, 1]).table().tolist() == [[1, 0], [0, 1], [1, 0]]
    with pytest.raises(ShapeMismatch, match="too large"):
        Counts.of(np.arange(100_000), np.arange(100_000))


def test_a_sum_counts_nothing_that_is_masked(lib: Library) -> None:
    for n in (np.ma.array([5, 5, 999], mask=[0, 0, 1]), [np.ma.array([5, 5], mask=[0, 1])] * 2):
        with pytest.raises(NotAnArray, match="compressed"):
            plogp.entropy(Counts(n))
    assert plogp.entropy(Counts(lib(np.array([5, 5])))).n == 10


@pytest.mark.parametrize("given", ["x", 1.5, ("x",), None, [0.0]])
def test_given_is_an_axis(given: object) -> None:
    with pytest.raises(ShapeMismatch, match="given="):
        Counts([[1, 2], [3, 4]], given=given)
