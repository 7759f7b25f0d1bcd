"""The parts of a tally: the columns with their levels or bins, and the cells of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.engines.tally.column_types import NUMBERS, Kind
from plogp.engines.tally.infinite_bins import without_infinities

Key = tuple[str, ...]
# The codes of missing values, which are NaN only where the policy keeps it apart; those of values begin at 0.
NULL_CODE, NAN_CODE = -1, -2
IntArray = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Axis:
    """One column of a tally: its levels in their canonical order, or the edges of its bins."""

    name: str
    kind: Kind
    levels: pa.Array | None
    edges: tuple[float, ...] | None = None
    distinct: int | None = None  # of a binned column: how many values it had, None once that is not known

    @property
    def size(self) -> int:
        """How many codes there are beside those of missing values."""
        if self.edges is not None:
            return len(self.edges) + 1
        return 0 if self.levels is None else len(self.levels)

    def has_codes_of(self, other: Axis) -> bool:
        """Whether a code stands for the same here and there."""
        if self.levels is None or other.levels is None:
            return self.edges == other.edges and self.levels is other.levels
        return bool(self.levels.equals(other.levels))

    @property
    def most(self) -> int:
        """How many there can be while it is counted, when bins of infinities have a place whether there are any."""
        if self.edges is None or self.kind not in NUMBERS:
            return self.size
        return len(without_infinities(self.edges) or ()) + 3


@dataclass(frozen=True, eq=False)
class Cells:
    """The non-empty cells of one table, in lexicographic order of their codes."""

    codes: IntArray  # (m, d)
    n: IntArray  # (m,)


def cells_of(codes: Sequence[IntArray], n: IntArray) -> Cells:
    """Cells from one array of codes per column."""
    return summed([Cells(np.stack(codes, axis=1).astype(np.int64), n.astype(np.int64))])


def summed(parts: Sequence[Cells]) -> Cells:
    """Cells put together, sorted, equal codes added."""
    codes = np.concatenate([part.codes for part in parts])
    n = np.concatenate([part.n for part in parts])
    if not len(codes):
        return Cells(codes, n)
    order = np.lexsort(codes.T[::-1])
    codes, n = codes[order], n[order]
    first = np.flatnonzero(np.append(True, (codes[1:] != codes[:-1]).any(axis=1)))
    return Cells(codes[first], np.add.reduceat(n, first))


def without_nan(cells: Cells) -> Cells:
    """Cells in which NaN is null."""
    apart = (cells.codes == NAN_CODE).any()
    return summed([Cells(np.maximum(cells.codes, NULL_CODE), cells.n)]) if apart else cells
