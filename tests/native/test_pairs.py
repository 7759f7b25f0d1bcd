"""Counts of many pairs of columns against bincount."""

import numpy as np
import pytest

from plogp import _native


@pytest.mark.parametrize("n", [1, 7, 63, 64, 65, 1000, 40_001])
@pytest.mark.parametrize(("levels", "z_levels"), [(1, 1), (2, 3), (16, 20), (100, 200), (256, 256)])
def test_cross_counts_are_those_of_bincount(n, levels, z_levels):
    rng = np.random.default_rng(n)
    x, z = rng.integers(0, levels, (3, n)).astype(np.uint8), rng.integers(0, z_levels, n).astype(np.uint16)
    expected = [
        np.bincount(z.astype(int) * levels + c, minlength=levels * z_levels).reshape(z_levels, levels) for c in x
    ]
    np.testing.assert_array_equal(_native.cross_counts(x, z, levels, z_levels), expected)


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
    z = np.array([0, 1, 5], dtype=np.uint16)
    for call in (
        lambda: _native.cross_counts(x, z, 2, 6),
        lambda: _native.cross_counts(x, z, 3, 5),
        lambda: _native.cross_counts(x, z[:2], 3, 6),
        lambda: _native.cross_counts(x, z, 256, 257),
        lambda: _native.pairwise_information(x, np.array([2], np.int32)),
        lambda: _native.pairwise_information(x, np.array([3, 3], np.int32)),
        lambda: _native.pairwise_information(x, np.array([257], np.int32)),
        lambda: _native.pairwise_information(x[:, :0], np.array([3], np.int32)),
    ):
        with pytest.raises(_native.Fault):
            call()
