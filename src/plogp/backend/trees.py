"""Calls the native trees: grown from columns, and walked through by rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp import _native
from plogp.typing import Floats

Ints = NDArray[np.int32]

DEEPEST = 4000  # growing is recursive: deeper trees could exhaust the stack


def grow_c45(x: Floats, levels: Ints, y: Ints, weight: Floats, **options: Any) -> tuple[NDArray[Any], ...]:
    """The nodes of a C4.5 tree as arrays.

    x is (columns, rows); a nominal column holds the numbers of its levels, of which there are `levels`; a column of
    numbers has no levels.
    """
    grown: tuple[NDArray[Any], ...] = _native.grow_c45(x, levels, y, weight, **options)
    return grown


BinnedColumns = _native.BinnedColumns
"""The bins of x, (columns, rows), by the 255 ascending edges of each column, (columns, 255): one more than how many of
them lie below a number, 0 for NaN. Held twice: row by row, where a row lies in one line of the cache, and by column."""


def grow_histogram(
    x: BinnedColumns, bins: Ints, nominal: NDArray[np.uint8], y: Ints, **options: Any
) -> tuple[NDArray[Any], ...]:
    """The nodes of a tree of binary splits over binned columns.

    Its thresholds are bins; bin 0 is that of missing values.
    """
    grown: tuple[NDArray[Any], ...] = _native.grow_histogram(x, bins, nominal, y, **options)
    return grown


def predict_tree(*arrays: NDArray[Any]) -> Floats:
    """The answers of the leaves that each row reaches."""
    return _native.predict_tree(*arrays)
