"""Searches of neighbours against SciPy's k-d tree and against all pairs, for any number of coordinates and any ties."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from plogp import _native

SIZES = [2, 3, 8, 9, 16, 17, 31, 257, 2000]
SHAPES = {
    "normal": lambda rng, n, d: rng.standard_normal((n, d)),
    "few values": lambda rng, n, d: rng.integers(0, 4, (n, d)).astype(float),
    "heavy tails": lambda rng, n, d: rng.standard_cauchy((n, d)),
    "far from zero": lambda rng, n, d: 1e9 + rng.random((n, d)),
    "one line": lambda rng, n, d: np.repeat(rng.random((n, 1)), d, axis=1),
    "all equal": lambda rng, n, d: np.zeros((n, d)),
    "an outlier": lambda rng, n, d: np.concatenate([rng.random((n - 1, d)), np.full((1, d), 1e300)]),
}


def all_pairs(points):
    distance = np.abs(points[:, None] - points[None]).max(axis=2)
    np.fill_diagonal(distance, np.inf)
    return distance


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("shape", SHAPES)
def test_nearest_and_counts_are_those_of_all_pairs(shape, d):
    rng = np.random.default_rng(d)
    for n in SIZES[:-1]:
        points = SHAPES[shape](rng, n, d)
        distance = all_pairs(points)
        for k in {1, 3, n - 1} & set(range(1, n)):
            expected = np.sort(distance, axis=1)[:, k - 1]
            radii, rows = _native.neighbours(points, k)
            np.testing.assert_array_equal(radii, expected)
            found = np.take_along_axis(distance, rows, axis=1)
            np.testing.assert_array_equal(found, np.sort(distance, axis=1)[:, :k])
            assert all(len(set(row)) == k for row in rows.tolist())
            for radius in (radii, np.nextafter(radii, 0), np.zeros(n)):
                np.testing.assert_array_equal(
                    _native.neighbours_within(points, radius), (distance <= radius[:, None]).sum(axis=1)
                )


@pytest.mark.parametrize("d", [1, 2, 3, 6])
@pytest.mark.parametrize("shape", ["normal", "few values", "heavy tails"])
def test_large_samples_agree_with_scipy(shape, d):
    rng = np.random.default_rng(d)
    points, queries = SHAPES[shape](rng, 20_000, d), SHAPES[shape](rng, 3000, d)
    tree = cKDTree(points)
    radii, _ = _native.neighbours(points, 5)
    np.testing.assert_array_equal(radii, tree.query(points, [6], p=np.inf)[0][:, 0])
    across, rows = _native.neighbours_across(points, queries, 4)
    np.testing.assert_array_equal(across, tree.query(queries, [4], p=np.inf)[0][:, 0])
    np.testing.assert_array_equal(across, np.abs(points[rows] - queries[:, None]).max(axis=(1, 2)))


@pytest.mark.parametrize("d", [1, 3])
def test_the_number_of_threads_changes_nothing(d):
    points = np.round(np.random.default_rng(1).standard_normal((70_000, d)), 3)  # with ties, whose order could change
    before = _native.get_num_threads()
    answers = []
    try:
        for threads in (1, 2, 5):
            _native.set_num_threads(threads)
            radii, rows = _native.neighbours(points, 3)
            answers.append((radii, rows, _native.neighbours_within(points, radii)))
    finally:
        _native.set_num_threads(before)
    for other in answers[1:]:
        for a, b in zip(answers[0], other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_what_cannot_be_answered_is_refused():
    points = np.zeros((5, 2))
    for k in (0, 5, -1):
        with pytest.raises(_native.Fault):
            _native.neighbours(points, k)
    with pytest.raises(_native.Fault):
        _native.neighbours(np.zeros((0, 2)), 1)
    with pytest.raises(_native.Fault):
        _native.neighbours_across(points, np.zeros((3, 1)), 1)
    with pytest.raises(_native.Fault):
        _native.neighbours_within(points, np.zeros(4))
    with pytest.raises(TypeError):
        _native.neighbours(points.astype(np.float32), 1)
    assert _native.neighbours_within(np.zeros((1, 1)), np.zeros(1)).tolist() == [0]
    assert len(_native.neighbours_across(points, np.zeros((0, 2)), 5)[0]) == 0
