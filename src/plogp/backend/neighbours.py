"""Calls the native searches of nearest neighbours, in the maximum norm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plogp import _native

Reals = NDArray[np.float64]


def nearest(points: Reals, k: int) -> tuple[Reals, NDArray[np.int64]]:
    """The distance of each row of (n, d) to its k-th nearest other row, and the k nearest, nearest first: (n, k)."""
    distances, rows = _native.neighbours(np.ascontiguousarray(points), k)
    return distances, rows


def nearest_across(points: Reals, queries: Reals, k: int) -> tuple[Reals, NDArray[np.int64]]:
    """The distance of each query to the k-th nearest of the points, and the rows of the k nearest."""
    distances, rows = _native.neighbours_across(np.ascontiguousarray(points), np.ascontiguousarray(queries), k)
    return distances, rows


def within(points: Reals, radii: Reals) -> NDArray[np.int64]:
    """How many other rows lie within the radius of each row, those at the radius included."""
    return _native.neighbours_within(np.ascontiguousarray(points), np.ascontiguousarray(radii))
