"""Joint counts against bincount, and codes against searchsorted, for every integer type and awkward size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plogp import _native

TYPES = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]


def reference(x, y, kx, ky):
    flat = x.ravel().astype(np.int64) * ky + y.ravel().astype(np.int64)
    return np.bincount(flat, minlength=kx * ky).reshape(kx, ky)


@pytest.mark.parametrize("n", [0, 1, 3, 2047, 2048, 2049, 300_001])
@pytest.mark.parametrize(("kx", "ky"), [(1, 1), (2, 3), (10, 10), (100, 127), (1000, 1000)])
def test_counts_are_those_of_numpy(n, kx, ky):
    rng = np.random.default_rng(n)
    x, y = rng.integers(0, kx, n), rng.integers(0, ky, n)
    counts = _native.joint_counts(x, y, kx, ky)
    assert counts.dtype == np.int64
    np.testing.assert_array_equal(counts, reference(x, y, kx, ky))


@pytest.mark.parametrize("a", TYPES)
@pytest.mark.parametrize("b", TYPES)
def test_every_integer_type_beside_every_other(a, b):
    rng = np.random.default_rng(1)
    kx, ky = 100, 120
    x, y = rng.integers(0, kx, 5000).astype(a), rng.integers(0, ky, 5000).astype(b)
    x.flags.writeable = False
    np.testing.assert_array_equal(_native.joint_counts(x, y, kx, ky), reference(x, y, kx, ky))


@pytest.mark.parametrize("dtype", TYPES)
def test_a_value_out_of_range_is_a_fault_and_never_a_count(dtype):
    limits = np.iinfo(dtype)
    inside = np.zeros(3000, dtype)
    for wrong in {limits.max, limits.min} - {0}:
        for levels in {3, 127, 200, 256, 65_535, 65_536, 70_000}:
            outside = inside.copy()
            outside[2500] = wrong
            if 0 <= wrong < levels:
                assert _native.joint_counts(outside, inside, levels, 1)[wrong, 0] == 1
                assert _native.joint_counts(inside, outside, 1, levels)[0, wrong] == 1
                continue
            with pytest.raises(_native.Fault):
                _native.joint_counts(outside, inside, levels, 1)
            with pytest.raises(_native.Fault):
                _native.joint_counts(inside, outside, 1, levels)


def test_booleans_are_counted_and_floats_are_refused():
    x = np.array([True, False, True])
    np.testing.assert_array_equal(_native.joint_counts(x, x, 2, 2), [[1, 0], [0, 2]])
    with pytest.raises(TypeError):
        _native.joint_counts(x.astype(float), x, 2, 2)
    with pytest.raises(_native.Fault):
        _native.joint_counts(x, x[:2], 2, 2)
    with pytest.raises(_native.Fault):
        _native.joint_counts(x, x, 1 << 20, 1 << 20)


def test_the_number_of_threads_changes_nothing():
    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 50, 1_000_000), rng.integers(0, 50, 1_000_000)
    before = _native.get_num_threads()
    try:
        tables = []
        for threads in (1, 2, 5):
            _native.set_num_threads(threads)
            tables.append(_native.joint_counts(x, y, 50, 50))
    finally:
        _native.set_num_threads(before)
    np.testing.assert_array_equal(tables[0], tables[1])
    np.testing.assert_array_equal(tables[0], tables[2])


@pytest.mark.parametrize("rows", [1, 63, 1000, 70_001])
def test_many_tables_are_counted_at_once(rows):
    rng = np.random.default_rng(rows)
    levels = [1, 2, 3, 5, 17, 18, 33, 100, 700, 65_536]
    columns = [rng.integers(0, k, rows).astype(np.uint16) for k in levels]
    keys = [(i, j) for i in range(10) for j in range(10) if levels[i] * levels[j] < 1 << 21] + [
        (i, -1) for i in range(10)
    ]
    tables = [np.full((levels[i], levels[j]) if j >= 0 else (levels[i],), 5) for i, j in keys]
    _native.count_tables(columns, tables, np.array(keys, np.int32))
    for (i, j), table in zip(keys, tables, strict=True):
        if j < 0:
            expected = np.bincount(columns[i], minlength=levels[i])
        else:
            expected = reference(columns[i], columns[j], levels[i], levels[j])
        np.testing.assert_array_equal(table, 5 + expected)


def test_a_code_beyond_its_table_is_a_fault_and_nothing_is_counted():
    x = np.array([0, 3, 1], np.uint16)
    tables = [np.zeros((4, 4), np.int64), np.zeros((4, 3), np.int64)]
    keys = np.array([(0, 0), (0, 0)], np.int32)
    with pytest.raises(_native.Fault):
        _native.count_tables([x], tables, keys)
    assert tables[0].sum() == 0
    for wrong in ([(0, 1)], [(-1, 0)], [(0, -1)], [(0, 0), (0, 0)]):
        with pytest.raises(_native.Fault):
            _native.count_tables([x], tables[:1], np.array(wrong, np.int32))
    with pytest.raises(_native.Fault):
        _native.count_tables([x, x[:2]], tables[:1], np.array([(0, 1)], np.int32))


NUMBERS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64, np.float32, np.float64]


@pytest.mark.parametrize("dtype", NUMBERS)
@pytest.mark.parametrize("edges", [0, 1, 15, 40, 41, 255])
def test_bins_are_closed_on_the_right(dtype, edges):
    rng = np.random.default_rng(edges)
    x = np.abs(40 * rng.standard_normal(3001)).clip(0, 120).astype(dtype)
    cuts = np.unique(rng.choice(x, edges)).astype(np.float64)
    x = np.append(x, cuts.astype(dtype))
    expected = np.searchsorted(cuts, x.astype(np.float64), side="left")
    np.testing.assert_array_equal(_native.bin_codes(x, cuts), expected)


def test_bins_of_the_values_that_are_not_like_others():
    x = np.array([np.nan, -np.inf, np.inf, -0.0, 0.0])
    for edges in (np.array([-1.0, 0.0]), np.linspace(-1, 0, 99)):
        top = len(edges)
        np.testing.assert_array_equal(_native.bin_codes(x, edges), [top + 1, 0, top, top - 1, top - 1])


@given(st.lists(st.integers(-3, 4), max_size=600), st.lists(st.integers(0, 65_534), min_size=8, max_size=8))
def test_codes_are_looked_up(values, table):
    values, table = np.array(values, np.int32), np.array(table, np.uint16)
    for dtype in NUMBERS[:4]:
        np.testing.assert_array_equal(_native.look_up_codes(values.astype(dtype), table, -3), table[values + 3])


@pytest.mark.parametrize("offset", [0, 1, 13])
def test_what_is_not_valid_is_missing(offset):
    rng = np.random.default_rng(offset)
    there = rng.random(1000) < 0.7
    valid = np.packbits(np.concatenate([rng.random(offset) < 0.5, there]), bitorder="little")
    x = np.where(there, rng.integers(0, 9, 1000), 99)  # what lies beneath a missing value is anything
    table = np.arange(9, dtype=np.uint16)
    np.testing.assert_array_equal(_native.look_up_codes(x, table, 0, 77, valid, offset), np.where(there, x, 77))
    edges = np.array([1.0, 4.0])
    expected = np.where(there, np.searchsorted(edges, x), 4)
    np.testing.assert_array_equal(_native.bin_codes(x, edges, valid, offset), expected)
    with pytest.raises(_native.Fault):
        _native.bin_codes(x, edges, valid[:10], offset)


@pytest.mark.parametrize("wrong", [-1, 2, 2**40])
def test_a_value_without_a_code_is_told(wrong):
    assert _native.look_up_codes(np.array([0, wrong]), np.zeros(2, np.uint16)) is None
    assert _native.look_up_codes(np.array([0, 1]), np.array([0, 65_535], np.uint16)) is None
    with pytest.raises(TypeError):
        _native.look_up_codes(np.array([0.5]), np.zeros(2, np.uint16))
