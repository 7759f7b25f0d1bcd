"""Calls the native reading of tables of numbers: rows become columns, columns of few values become codes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp import _native

_READ = frozenset("dflqibB")  # the types of numbers that the kernels read as they are


def columns_of(table: NDArray[Any]) -> NDArray[np.float64]:
    """The columns of a table (rows, columns) one after another, as float64; a copy only where they are not so."""
    if table.dtype == np.float64 and table.T.flags.c_contiguous:
        return np.asarray(table.T)
    columns: NDArray[np.float64] = _native.columns_of(_readable(table))
    return columns


def empty_columns(columns: int, rows: int) -> NDArray[np.float64]:
    """Memory for so many columns of numbers, (columns, rows), without set values."""
    empty: NDArray[np.float64] = _native.empty_aligned([columns, rows], "float64")
    return empty


def code_columns(table: NDArray[Any], most: NDArray[np.int32]) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Codes (columns, rows) of columns of at most so many values, in their order and NaN last, and their levels.

    -1 levels where a column has more; its codes are then of no use.
    """
    codes, levels = _native.code_columns(_readable(table), most)
    return codes, levels


def _readable(table: NDArray[Any]) -> NDArray[Any]:
    native = table.dtype.isnative and table.flags.aligned and table.dtype.char in _READ
    return table if native else table.astype(np.float64)
