"""Tables of numbers turned into columns and codes, against NumPy."""

import numpy as np
import pytest

from plogp import _native
from plogp.backend.columns import code_columns, columns_of


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u1", ">f8"])
def test_columns_are_the_table_turned(dtype):
    table = np.random.default_rng(0).integers(0, 100, (1001, 13)).astype(dtype)
    for held in (table, table[::-1, ::2], np.asfortranarray(table), table[:0], table[:, :0], table.T):
        turned = columns_of(held)
        assert turned.dtype == np.float64
        assert turned.flags.c_contiguous
        np.testing.assert_array_equal(turned, held.T)
    columns = np.ones((3, 50))
    assert np.shares_memory(columns_of(columns.T), columns)


@pytest.mark.parametrize("n", [1, 700, 9001])
def test_codes_are_ranks_among_the_values(n):
    rng = np.random.default_rng(n)
    whole = rng.integers(-200, 50, n).astype(float)
    table = np.column_stack([whole, whole / 4, 1e9 * whole, np.where(whole == 0, -0.0, whole), whole, 0 * whole])
    table[::3, 4] = np.nan
    codes, levels = code_columns(table, np.full(6, 256, dtype=np.int32))
    for column, code, size in zip(table.T, codes, levels, strict=True):
        seen, expected = np.unique(column, return_inverse=True)
        assert size == len(seen)
        np.testing.assert_array_equal(code, expected)
    for j, size in enumerate(levels):
        distinct = len(np.unique(table[~np.isnan(table[:, j]), j]))
        for most in {max(1, distinct - 1), max(1, distinct)}:
            found = code_columns(table[:, [j]], np.array([most], dtype=np.int32))[1]
            assert found == (size if distinct <= most else -1)


def test_what_is_not_read():
    with pytest.raises(_native.Fault, match="type"):
        _native.columns_of(np.ones((2, 2), dtype=np.float16))
    with pytest.raises(_native.Fault, match="1 to 256"):
        _native.code_columns(np.ones((2, 2)), np.array([1, 257], dtype=np.int32))
    with pytest.raises(_native.Fault, match="each column"):
        _native.code_columns(np.ones((2, 2)), np.array([1], dtype=np.int32))
