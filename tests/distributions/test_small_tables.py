"""Two columns of small whole numbers are counted as they are, with the same result as by their levels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from plogp import Samples
from plogp.backend import counting

PAIRS = st.integers(1, 40).flatmap(
    lambda n: st.tuples(*[hnp.arrays(st.sampled_from(["i1", "u2", "i4", "i8", "u8", "?"]), n) for _ in range(2)])
)


@given(PAIRS)
def test_the_table_is_that_of_the_levels(columns):
    x, y = (np.unique(column, return_inverse=True)[1] for column in columns)
    expected = counting.joint_counts([x, y], [x.max() + 1, y.max() + 1])
    np.testing.assert_array_equal(Samples(*columns).counts().n, expected)


@pytest.mark.parametrize("late", [3, 12, 5000, -1])
def test_a_later_value_beyond_what_the_first_rows_hold_is_counted_too(late):
    x = np.tile(np.arange(10), 1000)
    y = x % 3
    x[-1] = late
    levels = np.unique(x)
    counts = Samples(x, y).counts().n
    assert counts.shape == (len(levels), 3)
    assert counts.sum() == len(x)
    assert counts[levels.searchsorted(late)].sum() == (x == late).sum()
