"""Calls the native counting of integer columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp import _native

Spectrum = _native.Spectrum  # how often each value of a column of numbers occurs; by narrow cells if there are many
UNKNOWN = 65_535  # in a table of codes: no code


def joint_counts(codes: Sequence[NDArray[Any]], levels: Sequence[int]) -> NDArray[np.int64]:
    """How often each combination of codes occurs; the codes of column i lie in [0, levels[i])."""
    *first, last = [np.ascontiguousarray(code).ravel() for code in codes]
    if not first:
        return np.bincount(last, minlength=levels[-1]).astype(np.int64, copy=False)
    cells = first[0] if len(first) == 1 else np.ravel_multi_index(tuple(first), tuple(levels[:-1]))
    rows = int(np.prod(levels[:-1]))
    table = _native.joint_counts(np.ascontiguousarray(cells), last, rows, levels[-1])
    return table.view(np.int64).reshape(tuple(levels))  # the same integers under the name that NumPy prefers


def table_sums(
    table: NDArray[np.int64], row: NDArray[np.float64], column: NDArray[np.float64], coefficients: NDArray[np.float64]
) -> list[float]:
    """Sums over the cells of a + b·s + c·s², s = row + column, with coefficients (sums, 3, counts) by the count."""
    return list(map(float, _native.table_sums(np.ascontiguousarray(table), row, column, coefficients)))


def table_of_small(x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.int64] | None:
    """How often each pair of two columns' values occurs, in sorted order; None unless they are small whole numbers.

    The numbers are counted as they are, in one pass: the first rows say how large they are, and the kernel checks. If a
    number is larger, it is hardly ever larger by much.
    """
    if x.dtype.kind not in "biu" or y.dtype.kind not in "biu" or x.ndim != 1 or y.ndim != 1:
        return None
    for looked_at, slack in ((4096, 0.0), (4096, 1 / 64), (None, 0.0)):
        kx, ky = (int(int(z[:looked_at].max()) * (1 + slack)) + 1 for z in (x, y))
        if kx <= 0 or ky <= 0 or kx * ky > max(1 << 10, x.size // 4):
            return None
        try:
            table = _native.joint_counts(np.ascontiguousarray(x), np.ascontiguousarray(y), kx, ky).view(np.int64)
        except _native.Fault:
            continue
        rows_met, columns_met = table.any(axis=1), table.any(axis=0)
        return table if rows_met.all() and columns_met.all() else table[rows_met][:, columns_met]
    return None  # some are negative


def bin_codes(
    x: NDArray[Any], edges: NDArray[np.float64], valid: NDArray[np.uint8] | None = None, offset: int = 0
) -> NDArray[np.uint16]:
    """How many ascending edges lie below each number; one more than all of them for NaN, two where no bit is set.

    Bit `offset + i` of `valid`, from the low end of each byte, says whether `x[i]` is there.
    """
    return _native.bin_codes(np.ascontiguousarray(x), edges, valid, offset)


def look_up_codes(
    x: NDArray[Any],
    table: NDArray[np.uint16],
    low: int = 0,
    missing: int = 0,
    valid: NDArray[np.uint8] | None = None,
    offset: int = 0,
) -> NDArray[np.uint16] | None:
    """The entry of a table at each `x - low`, `missing` where no bit is set; None if one has no entry, or `UNKNOWN`."""
    return _native.look_up_codes(x, table, low, missing, valid, offset)


def count_tables(
    columns: Sequence[NDArray[np.uint16]], keys: Sequence[tuple[int, ...]], tables: Sequence[NDArray[np.int64]]
) -> None:
    """Add columns of codes to tables; a key is the place of one column or of two, an axis of the table for each."""
    places = np.array([key if len(key) == 2 else (*key, -1) for key in keys], np.int32).reshape(len(keys), 2)
    _native.count_tables(list(columns), list(tables), places)


def add_joint_counts(x: NDArray[np.uint16], y: NDArray[np.uint16], table: NDArray[np.int64]) -> None:
    """Add how often each pair of codes occurs to a table."""
    count_tables([x, y], [(0, 1)], [table])


def add_within(
    spectra: Sequence[Spectrum],
    least: NDArray[np.float64],
    greatest: NDArray[np.float64],
    x: NDArray[Any],
    valid: NDArray[np.uint8] | None = None,
    offset: int = 0,
) -> None:
    """Add to the i-th spectrum by how much each number from `least[i]` to `greatest[i]` exceeds `least[i]`."""
    _native.add_within(list(spectra), x, least, greatest, valid, offset)
