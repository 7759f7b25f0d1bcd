"""The sketch of a column sums to one, has its levels in order, and sees through bins of equal weight; noise is rare."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plogp


def shape(values):
    return plogp.profile({"a": values}).columns[0].shape


def test_levels_stand_in_their_order_and_names_by_frequency():
    assert shape([3, 1, 1, 2] * 5) == (0.5, 0.25, 0.25)
    assert shape([True, False, True, True] * 5) == (0.75, 0.25)
    assert shape(["b", "a", "b", "b"] * 5) == (0.75, 0.25)
    assert shape(["b", None, "b", "b"] * 5) == (1.0,)
    assert shape([None, None]) == ()
    assert shape([f"row {i}" for i in range(50)]) == ()  # an identifier


@pytest.mark.parametrize("power", [1, 2])
def test_bins_of_equal_weight_are_seen_through(power):
    x = np.random.default_rng(0).random(40_000) ** power
    found = np.array(shape(x))
    edges = np.quantile(x, [1 / 16, 15 / 16])
    expected = np.histogram(x, bins=12, range=edges)[0]
    assert len(found) == 12
    assert np.abs(found - expected / expected.sum()).max() < 0.03
    assert shape(x.repeat(2)) == shape(x)


@given(st.lists(st.floats(allow_nan=False, width=64), min_size=1, max_size=60))
def test_any_numbers_have_a_sketch_of_shares(values):
    found = shape(pa.array(values * 3))
    assert len(found) <= 12
    assert all(0 <= x <= 1 for x in found)
    assert not found or 0 < sum(found) <= 1 + 1e-3


def test_of_unrelated_columns_one_in_twenty_reaches_the_noise():
    rng = np.random.default_rng(1)
    rows = {f"x{i}": rng.integers(0, 2 + i % 9, 600) for i in range(600)}
    columns = plogp.profile({**rows, "y": rng.integers(0, 3, 600)}, "y", pairs=False).columns
    reached = [c.mutual_information.value > c.noise for c in columns if c.noise is not None]
    assert len(reached) == 600
    assert 0.03 < np.mean(reached) < 0.07
