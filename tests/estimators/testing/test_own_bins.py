"""Bins that were cut in one of two samples: no false alarms of few rows, and the far tail against all tables."""

from itertools import product
from math import comb

import numpy as np
import pytest

from plogp.engines.counting.quantile_edges import quantile_edges
from plogp.estimators.testing import own_bins
from plogp.estimators.testing.two_sample_test import TwoSamples, _statistics


def binned(x, y):
    edges = np.array(quantile_edges(np.sort(x), np.arange(x.size), 16))
    return [np.bincount(np.searchsorted(edges, z), minlength=edges.size + 1) for z in (x, y)]


@pytest.mark.parametrize("n", [17, 20, 50, 333])
def test_bins_of_a_sample_are_known_by_their_counts(n):
    rng = np.random.default_rng(n)
    own, other = binned(rng.standard_normal(n), rng.standard_normal(n))
    assert own_bins.are_own(own)
    assert not own_bins.are_own(other)


def test_counts_between_observations_are_those_of_samples():
    rng = np.random.default_rng(1)
    own, found = binned(rng.random(20), rng.random(3))[0], []
    for _ in range(2000):
        counts, other = binned(rng.standard_normal(20), rng.standard_normal(100))
        assert (counts == own).all()
        found.append(other)
    drawn = own_bins.drawn(own, 100, rng, 20_000)
    np.testing.assert_allclose(np.mean(found, axis=0), drawn.mean(axis=0), rtol=0.1)
    np.testing.assert_allclose(np.std(found, axis=0), drawn.std(axis=0), rtol=0.1)


@pytest.mark.parametrize(("n", "m"), [(20, 500), (40, 3000)])
def test_few_rows_with_bins_of_their_own_alarm_as_seldom_as_asked(n, m):
    """Against random tables of the same margins 14 % did."""
    rng = np.random.default_rng(n)
    p = [TwoSamples(*(c := binned(rng.random(n), rng.random(m))), c[0].size, cut=1).p_value(rng) for _ in range(150)]
    assert np.mean(np.array(p) <= 0.05) <= 0.1  # of 150 at 5 %, more are a chance of 1 in 200
    assert np.mean(np.array(p) <= 0.5) <= 0.62


@pytest.mark.parametrize(
    ("a", "b"), [((30, 9, 5, 1), (5, 2, 20, 8)), ((60, 3, 2, 0), (20, 10, 3, 9)), ((60, 1, 2, 0), (0, 50, 3, 9))]
)
def test_the_far_tail_is_right_within_a_factor_of_ten_and_seldom_too_small(a, b):
    a, b = np.array(a), np.array(b)
    both = a + b
    tables = np.array([k for k in product(*(range(t + 1) for t in both[:3])) if 0 <= b.sum() - sum(k) <= both[3]])
    tables = np.column_stack([tables, b.sum() - tables.sum(axis=1)])
    ways = [np.array([float(comb(t, i)) for i in range(t + 1)]) for t in both]
    chance = np.prod([way[column] for way, column in zip(ways, tables.T, strict=True)], axis=0)
    samples = TwoSamples(a, b)
    g = _statistics(samples, tables)[0]
    exact = chance[g >= float(_statistics(samples, b)[0]) - 1e-9].sum() / chance.sum()
    assert exact < 1e-6
    assert exact / 2 < samples.p_value(np.random.default_rng(0)) < 10 * exact
