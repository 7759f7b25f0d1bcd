"""Discretisers: cuts from the definition by brute force, ties, missing values, weights."""

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import KBinsDiscretizer

from plogp.apps.discretize import EntropyBinner, EqualFrequency, EqualWidth, MDLPDiscretizer


def entropy(y):
    p = np.unique(y, return_counts=True)[1] / len(y)
    return float(-(p * np.log2(p)).sum())


def mdlp(x, y):
    """Fayyad & Irani 1993, word by word; every place between two values is tried."""
    best = None
    for v in np.unique(x)[:-1]:
        low, high = y[x <= v], y[x > v]
        left = (len(low) * entropy(low) + len(high) * entropy(high)) / len(y)
        if best is None or left < best[0] - 1e-12:
            best = left, v, low, high
    if best is None:
        return []
    left, v, low, high = best
    gain = entropy(y) - left
    k, k1, k2 = (len(np.unique(part)) for part in (y, low, high))
    delta = log2(3**k - 2) - (k * entropy(y) - k1 * entropy(low) - k2 * entropy(high))
    if gain <= 1e-12 or gain <= (log2(len(y) - 1) + delta) / len(y):
        return []
    below, above = x <= v, x > v
    cut = (v + x[above].min()) / 2
    return [*mdlp(x[below], y[below]), cut, *mdlp(x[above], y[above])]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(3, 40))
def test_mdlp_is_its_definition(seed, classes, values):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, values, 150).astype(float)
    y = ((x * classes / values).astype(int) + (rng.random(150) < 0.2)) % classes
    if len(np.unique(y)) < 2:
        return
    np.testing.assert_allclose(MDLPDiscretizer().fit(x[:, None], y).cut_points_[0], mdlp(x, y))


def test_missing_values_do_not_count_and_have_a_bin_of_their_own():
    rng = np.random.default_rng(1)
    x = rng.random(200)
    y = x > 0.4
    holes = np.append(x, np.full(50, np.nan))[:, None]
    target = np.append(y, rng.random(50) > 0.5)
    for binner in (MDLPDiscretizer(), EntropyBinner(3), EqualFrequency(4), EqualWidth(4)):
        binner.fit(holes, target)
        np.testing.assert_array_equal(
            binner.cut_points_[0], type(binner)(**binner.get_params()).fit(x[:, None], y).cut_points_[0]
        )
        codes = binner.transform(holes)
        assert (codes[200:] == binner.n_bins_[0]).all()
        assert codes[:200].max() == binner.n_bins_[0] - 1


def test_columns_that_say_nothing_have_one_bin():
    X = np.column_stack([np.ones(40), np.full(40, np.nan), np.tile([1.0, 2.0], 20)])
    y = np.repeat([0, 1], 20)
    assert [len(cuts) for cuts in MDLPDiscretizer().fit(X, y).cut_points_] == [0, 0, 0]
    assert [len(cuts) for cuts in EntropyBinner(4).fit(X, y).cut_points_] == [0, 0, 0]
    assert [len(cuts) for cuts in EqualWidth(2).fit(X).cut_points_] == [0, 0, 1]


def test_entropy_binner_takes_the_most_telling_cut_first():
    rng = np.random.default_rng(2)
    x = rng.integers(0, 60, 500).astype(float)
    y = (x > 20).astype(int) + (x > 45) + (rng.random(500) < 0.1)
    told = []
    for bins in range(2, 8):
        codes = EntropyBinner(bins).fit_transform(x[:, None], y)[:, 0]
        assert codes.max() == bins - 1
        told.append(entropy(y) - sum((codes == b).mean() * entropy(y[codes == b]) for b in np.unique(codes)))
    assert np.diff(told).min() > 0
    assert EntropyBinner(2).fit(x[:, None], y).cut_points_[0] == pytest.approx(
        max(np.unique(x)[:-1], key=lambda v: -(x <= v).mean() * entropy(y[x <= v]) - (x > v).mean() * entropy(y[x > v]))
        + 0.5
    )


def test_a_weight_stands_for_so_many_rows():
    rng = np.random.default_rng(3)
    x = rng.integers(0, 30, 100).astype(float)
    y = (x > 12).astype(int) ^ (rng.random(100) < 0.1)
    weight = rng.integers(0, 4, 100)
    for binner in (MDLPDiscretizer(), EntropyBinner(4), EqualFrequency(4), EqualWidth(4)):
        weighted = binner.fit(x[:, None], y, sample_weight=weight).cut_points_[0].copy()
        np.testing.assert_allclose(
            weighted, binner.fit(np.repeat(x, weight)[:, None], np.repeat(y, weight)).cut_points_[0]
        )


def test_equal_width_is_that_of_scikit_learn():
    X = np.random.default_rng(4).normal(size=(300, 2))
    theirs = KBinsDiscretizer(7, encode="ordinal", strategy="uniform").fit_transform(X)
    np.testing.assert_array_equal(EqualWidth(7).fit_transform(X), theirs)


def test_equal_frequency_fills_bins_equally_where_no_values_tie():
    x = np.random.default_rng(5).normal(size=1000)
    counts = np.bincount(EqualFrequency(8).fit_transform(x[:, None])[:, 0])
    assert counts.tolist() == [125] * 8
    ties = np.repeat([1.0, 2.0, 3.0], [90, 5, 5])
    assert EqualFrequency(4).fit(ties[:, None]).cut_points_[0].tolist() == [1.0]


def test_neighbouring_numbers_are_told_apart():
    low = 1.0
    x = np.repeat([low, np.nextafter(low, 2)], 50)
    binner = MDLPDiscretizer().fit(x[:, None], x > low)
    np.testing.assert_array_equal(binner.transform(x[:, None])[:, 0], x > low)
