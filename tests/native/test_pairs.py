"""Counts of many pairs of columns against bincount."""

import numpy as np
import pytest

from plogp import _native


def entropy(cells, weight):
    p = np.bincount(np.unique(cells, return_inverse=True)[1], weight)
    p = p[p > 0] / p.sum()
    return -(p * np.log(p)).sum()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n", [1, 7, 63, 64, 65, 1000, 40_001])
@pytest.mark.parametrize(("inner", "z_levels"), [(1, 1), (1, 3), (2, 20), (5, 200), (4, 256), (3, 3000)])
def test_columns_beside_another_are_counted_as_by_bincount(n, inner, z_levels, weighted):
    rng = np.random.default_rng(n)
    levels = np.array([1, 2, 3, 9, 16, 24, 25, 200], dtype=np.int32)
    x = np.array([rng.integers(0, k, n) for k in levels], dtype=np.uint8)
    z = rng.integers(0, z_levels, n).astype(np.int32)
    weight = rng.random(n) + 0.1 if weighted else None
    columns = _native.CountedColumns(x, levels, weight)
    whole = z_levels // inner * inner
    z = np.minimum(z, whole - 1).astype(np.int32)
    found = columns.beside(z, whole, inner)
    joint = z.astype(np.int64) * 256
    expected = [[entropy(joint + c, weight), entropy(z // inner * 256 + c, weight)] for c in x]
    np.testing.assert_allclose(found, expected, atol=1e-12)
    table = np.bincount(z.astype(int) * levels[3] + x[3], weight, minlength=whole * levels[3])
    np.testing.assert_allclose(columns.table(3, z, whole), table.reshape(whole, -1), rtol=1e-12)
    cells, rows = rng.random((whole, levels[4])), np.ones(n)
    columns.add_cells(4, z, cells, rows)
    np.testing.assert_array_equal(rows, 1 + cells[z, x[4]])


def information(a, b):
    n = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(n, (a, b), 1)
    p = n / n.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nansum(p * np.log(p / (p.sum(1, keepdims=True) * p.sum(0))))


@pytest.mark.parametrize("n", [1, 63, 512, 513, 33_000])
def test_information_of_all_pairs(n):
    rng = np.random.default_rng(n)
    levels = np.array([1, 2, 2, 3, 4, 7, 9, 10, 13, 14, 16, 17, 24, 25, 60, 256], dtype=np.int32)
    x = np.array([rng.integers(0, k, n) for k in levels], dtype=np.uint8)
    x[2] = x[1]
    expected = [[information(a, b) for a in x] for b in x]
    np.testing.assert_allclose(_native.pairwise_information(x, levels), expected, atol=1e-12)


def test_more_planes_than_one_block_holds():
    rng = np.random.default_rng(1)
    levels = np.full(30, 9, dtype=np.int32)
    x = rng.integers(0, 9, (30, 2000)).astype(np.uint8)
    found = _native.pairwise_information(x, levels)
    np.testing.assert_allclose(found, [[information(a, b) for a in x] for b in x], atol=1e-12)
    np.testing.assert_array_equal(found, found.T)


def test_the_number_of_threads_changes_nothing():
    rng = np.random.default_rng(2)
    levels = rng.integers(2, 40, 60).astype(np.int32)
    x = np.array([rng.integers(0, k, 20_000) for k in levels], dtype=np.uint8)
    before = _native.get_num_threads()
    try:
        found = []
        for threads in (1, 3):
            _native.set_num_threads(threads)
            found.append(_native.pairwise_information(x, levels))
    finally:
        _native.set_num_threads(before)
    np.testing.assert_array_equal(*found)


def test_codes_out_of_range_are_a_fault():
    x = np.array([[0, 1, 2]], dtype=np.uint8)
    levels = np.array([3], np.int32)
    z = np.array([0, 1, 5], dtype=np.int32)
    columns = _native.CountedColumns(x, levels, None)
    for call in (
        lambda: columns.beside(z, 5, 1),
        lambda: columns.beside(-z, 6, 1),
        lambda: columns.beside(z, 6, 4),
        lambda: columns.beside(z[:2], 6, 1),
        lambda: columns.beside(z, 1 << 20, 1),
        lambda: columns.table(1, z, 6),
        lambda: columns.table(0, z, 5),
        lambda: columns.add_cells(0, z, np.ones((6, 2)), np.ones(3)),
        lambda: columns.add_cells(0, z, np.ones((5, 3)), np.ones(3)),
        lambda: columns.add_cells(0, z, np.ones((6, 3)), np.ones(2)),
        lambda: _native.CountedColumns(x, np.array([2], np.int32), None),
        lambda: _native.CountedColumns(x, levels, np.ones(2)),
        lambda: _native.pairwise_information(x, np.array([2], np.int32)),
        lambda: _native.pairwise_information(x, np.array([3, 3], np.int32)),
        lambda: _native.pairwise_information(x, np.array([257], np.int32)),
        lambda: _native.pairwise_information(x[:, :0], np.array([3], np.int32)),
    ):
        with pytest.raises(_native.Fault):
            call()
