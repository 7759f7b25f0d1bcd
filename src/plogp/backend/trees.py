"""The gate to the native trees: grown from columns, and walked through by rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp import _native

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]

DEEPEST = 4000  # growing is recursive: deeper trees could exhaust the stack


def grow_c45(x: Floats, levels: Ints, y: Ints, weight: Floats, **options: Any) -> tuple[NDArray[Any], ...]:
    """The nodes of a C4.5 tree as arrays.

    x is (columns, rows); a nominal column holds the numbers of its levels, of which there are `levels`; a column of
    numbers has no levels.
    """
    grown: tuple[NDArray[Any], ...] = _native.grow_c45(x, levels, y, weight, **options)
    return grown


def bin_columns(x: Floats, edges: Floats) -> tuple[Bytes, Bytes]:
    """One more than how many of a column's 255 ascending edges lie below each number; 0 for NaN.

    x is (columns, rows), edges is (columns, 255). The bins come twice: as (rows, columns and some zeros), where a row
    lies in one line of the cache, or in whole ones; and as (columns, rows).
    """
    bins: tuple[Bytes, Bytes] = _native.bin_columns(x, edges)
    return bins


def grow_histogram(
    by_row: Bytes, by_column: Bytes, bins: Ints, nominal: Bytes, y: Ints, **options: Any
) -> tuple[NDArray[Any], ...]:
    """The nodes of a tree of binary splits over the two arrays that `bin_columns` makes.

    Its thresholds are bins; bin 0 is that of missing values.
    """
    grown: tuple[NDArray[Any], ...] = _native.grow_histogram(by_row, by_column, bins, nominal, y, **options)
    return grown


def predict_tree(*arrays: NDArray[Any]) -> Floats:
    """The answers of the leaves that each row reaches."""
    return _native.predict_tree(*arrays)
