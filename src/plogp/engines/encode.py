"""The values of one column turned into small codes, batch after batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.backend import counting
from plogp.engines.kinds import Kind, as_integers, canonical, hashable, levels_array, plain
from plogp.engines.plan import Column
from plogp.engines.tally import Axis, IntArray, canonical_order

# Codes have 16 bits. A column with more levels is counted by its values instead, in `sparse`.
MOST_LEVELS = 65_535

Codes = np.ndarray[Any, np.dtype[np.uint16]]


class BinEncoder:
    """Codes of a binned column: the number of edges below the value, and one more for missing."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._edges = np.asarray(column.edges, np.float64)
        self.size = len(self._edges) + 2

    def codes(self, array: pa.Array) -> Codes:
        """Codes of one batch."""
        array = plain(array)
        if not (pa.types.is_float64(array.type) or pa.types.is_float32(array.type)):
            values = canonical(array, self._column.kind)
            if pa.types.is_temporal(values.type):
                values = values.view(pa.int32() if values.type == pa.date32() else pa.int64())
            array = pc.cast(values, pa.float64(), safe=False)
        return counting.bin_codes(array.to_numpy(zero_copy_only=False), self._edges)  # null becomes NaN

    def axis(self, used: IntArray) -> tuple[Axis, IntArray]:
        """The axis, and the canonical code of each code."""
        place = np.append(np.arange(self.size - 1), -1)
        return Axis(self._column.name, self._column.kind, None, self._column.edges, self._column.distinct), place


class LevelEncoder:
    """Codes of a column counted by value: levels in the order in which they are met, missing among them."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._place: dict[Any, int] = {}

    @property
    def size(self) -> int:
        """How many codes there are."""
        return len(self._place)

    def codes(self, array: pa.Array) -> Codes | None:
        """Codes of one batch; None if there are too many levels for codes, then the values met so far are kept."""
        array = plain(array)
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        keys = hashable(array.dictionary, self._column.kind)
        if len(self._place) + len(keys) > MOST_LEVELS:
            fresh = len({*keys, None} - self._place.keys())
            if len(self._place) + fresh > MOST_LEVELS:
                return None
        place = self._place
        table = np.fromiter((place.setdefault(key, len(place)) for key in keys), np.uint16, len(keys))
        indices = array.indices
        if indices.null_count:
            table = np.append(table, np.uint16(place.setdefault(None, len(place))))
            indices = pc.fill_null(indices, pa.scalar(len(keys)).cast(indices.type, safe=False)) if len(keys) else None
        if indices is None:
            return np.full(len(array), table[-1])
        return counting.look_up_codes(indices.cast(pa.int32()).to_numpy(zero_copy_only=False), table)

    def values(self) -> pa.Array:
        """The level of each code, in the canonical type, missing as null."""
        keys = list(self._place)
        present = levels_array([key for key in keys if key is not None], self._column.kind)
        if None not in self._place:
            return present
        at = self._place[None]
        return pa.concat_arrays([present[:at], pa.nulls(1, present.type), present[at:]])

    def axis(self, used: IntArray) -> tuple[Axis, IntArray]:
        """The axis of the levels that occur, and the canonical code of each code; `used` is how often each was met."""
        keys = list(self._place)
        met = [i for i, key in enumerate(keys) if key is not None and i < len(used) and used[i]]
        return axis_of(
            self._column, levels_array([keys[i] for i in met], self._column.kind), np.array(met, np.int64), len(keys)
        )


def axis_of(column: Column, levels: pa.Array, at: IntArray, size: int) -> tuple[Axis, IntArray]:
    """An axis of levels in canonical order, and the place of each of `size` codes; those in `at` are the levels."""
    levels = as_integers(levels)
    rank = canonical_order(levels)
    place = np.full(size, -1)
    place[at] = rank
    kind = column.kind if len(levels) else Kind.EMPTY
    if kind in (Kind.INTEGER, Kind.NUMBER):
        kind = Kind.INTEGER if pa.types.is_integer(levels.type) else Kind.NUMBER
    return Axis(column.name, kind, levels.take(pc.array_sort_indices(levels)) if len(levels) else levels), place
