"""Draws native random tables with given margins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plogp import _native
from plogp.typing import Integers


def sums(rows: Integers, columns: Integers, seed: int, begin: int, count: int) -> NDArray[np.float64]:
    """Sum of k·log k over the cells of the random tables with the numbers from `begin`, whoever draws the others."""
    return _native.random_tables(np.ascontiguousarray(rows), np.ascontiguousarray(columns), seed, begin, count)


def table(rows: Integers, columns: Integers, seed: int, number: int) -> Integers:
    """One random table."""
    drawn = _native.random_table(np.ascontiguousarray(rows), np.ascontiguousarray(columns), seed, number)
    return drawn.view(np.int64)
