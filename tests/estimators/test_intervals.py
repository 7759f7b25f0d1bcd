"""Intervals about a centre that is not the estimate."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

import plogp
from plogp import Counts
from plogp.estimators import intervals
from plogp.estimators.intervals import above, containing, normal_interval

NORMAL = NormalDist()


@given(st.floats(-8, 8), st.floats(0.5, 0.999))
def test_the_interval_holds_the_value_and_errs_as_often_as_it_says(value, level):
    low, high = containing(value, 0.0, 1.0, level)
    assert low <= value <= high
    assert NORMAL.cdf(high) - NORMAL.cdf(low) == pytest.approx(level, abs=1e-6)


def test_it_is_the_normal_interval_where_that_holds_the_value():
    assert containing(1.1, 1.0, 0.1) == normal_interval(1.0, 0.1)


def test_without_an_error_it_reaches_from_the_centre_to_the_value():
    assert containing(1.0, 2.0, 0.0) == (1.0, 2.0)


@pytest.mark.parametrize("seed", range(5))
def test_tables_with_one_dominant_cell_have_an_interval(seed):
    """Where guessed outcomes cancel, less is left of the jackknife than they take away (was: math domain error)."""
    rng = np.random.default_rng(seed)
    for _ in range(20):
        shape = rng.integers(2, 6, size=rng.integers(2, 4))
        table = rng.integers(0, 2, shape)
        table.flat[rng.integers(table.size)] = rng.integers(20, 400)
        for quantity in (
            plogp.mutual_information,
            plogp.normalized_mutual_information,
            plogp.total_correlation,
            plogp.conditional_entropy,
        ):
            if quantity is plogp.normalized_mutual_information and table.ndim > 2:
                continue
            held = (
                Counts(table, given=(2,)) if table.ndim > 2 and quantity is plogp.mutual_information else Counts(table)
            )
            found = quantity(held)
            assert 0 <= found.low <= found.high < np.inf


@pytest.mark.parametrize(("below", "beyond"), [(0.025, 0.025), (0.0125, 0.0375)])
@pytest.mark.parametrize("truth", [0, 0.5, 1, 1.9, 2, 2.5, 3, 4, 6, 10])
def test_within_a_range_it_covers_as_often_wherever_the_truth_lies(truth, below, beyond):
    def interval(value):
        return above(0.0, value + NORMAL.inv_cdf(below), value, value - NORMAL.inv_cdf(beyond), below, beyond)

    assert all(0 <= low < high for low, high in map(interval, (-9, -1, 0, 1, 9)))
    starts_above = _crossing(lambda value: interval(value)[0] > truth)
    ends_below = _crossing(lambda value: interval(value)[1] >= truth)
    covered = NORMAL.cdf(starts_above - truth) - NORMAL.cdf(ends_below - truth)
    assert covered == pytest.approx(0.95, abs=1e-4)


def test_far_from_the_end_of_a_range_it_stays_what_it_was():
    assert above(0.0, 99.0, 100.0, 102.0) == pytest.approx((99.0, 102.0), abs=1e-3)
    assert above(0.0, 3.0, 3.0, 3.0) == pytest.approx((3.0, 3.0))
    assert above(0.0, -9.0, -8.0, -8.0) == pytest.approx((0.0, 1.0))  # an interval that ends at its centre


def _crossing(holds):
    """The least value from which on it holds."""
    low, high = -30.0, 30.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


@pytest.mark.parametrize("n", [1, 2, 5, 1000])
def test_flags_that_exclude_each_other_have_the_interval_of_a_copy(n):
    apart, copy = (plogp.mutual_information(plogp.Counts(table)) for table in ([[0, n], [n, 0]], [[n, 0], [0, n]]))
    assert (apart.low, apart.high) == pytest.approx((copy.low, copy.high))


def test_a_root_is_that_of_scipy():
    rng = np.random.default_rng(5)
    for _ in range(200):
        at, steep = 10 ** rng.uniform(-9, 3), 10 ** rng.uniform(-1, 2)
        n = 10 ** rng.uniform(-2, 6) / at

        def falling(x, at=at, steep=steep):
            return 0.95 / (1 + (x / at) ** steep) - 0.3 if x > 0 else 0.65

        high = at * 10 ** (3 / steep)
        found = intervals._root(falling, n)
        assert found == pytest.approx(optimize.brentq(falling, 0, high, xtol=1e-300, rtol=1e-14), rel=1e-9)
    assert intervals._root(lambda x: -x, 100) == 0
