"""Intervals about a centre that is not the estimate."""

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plogp.estimators.intervals import containing, normal_interval

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
