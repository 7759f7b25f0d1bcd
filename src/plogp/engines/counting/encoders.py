"""The values of one column turned into small codes, batch after batch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.backend import counting
from plogp.engines.counting.arrow_values import laid_out, values_of
from plogp.engines.tally.cells import NAN_CODE, NULL_CODE, Axis, IntArray
from plogp.engines.tally.column_types import NUMBERS, Kind, hashable, levels_array, narrow, plain
from plogp.engines.tally.exact_numbers import NAN, is_whole_type
from plogp.engines.tally.infinite_bins import HIGHEST, LOWEST
from plogp.engines.tally.plan import Column

# Codes have 16 bits, and null, NaN and `counting.UNKNOWN` have theirs. A column with more levels is counted by its
# values instead, in `sparse`.
MOST_LEVELS = 65_533
# Whole numbers that span no more are looked up in a table of all from the least to the greatest.
_NEAR = 1 << 20

Codes = np.ndarray[Any, np.dtype[np.uint16]]


class BinEncoder:
    """Codes of a binned column: the number of cuts below the value, then one for NaN and one for null.

    Of numbers the cuts are the edges and those that set infinities apart, which become edges of the axis if there are
    any.
    """

    def __init__(self, column: Column) -> None:
        self._column = column
        edges = column.edges or ()
        self._outer = column.kind in NUMBERS
        self.cuts = (LOWEST, *edges, HIGHEST) if self._outer else edges
        self._array = np.asarray(self.cuts, np.float64)
        self.levels = len(self.cuts) + 1
        self.size = self.levels + 2
        self.null, self.nan = self.size - 1, self.size - 2

    def codes(self, array: pa.Array) -> Codes:
        """Codes of one batch."""
        numbers, valid, offset, _ = values_of(array, self._column.kind)
        return counting.bin_codes(numbers, self._array, valid, offset)

    def axis(self, used: IntArray) -> tuple[Axis, IntArray]:
        """The axis, and the canonical code of each code; `used` is how often each was met."""
        used, edges = np.append(used, np.zeros(self.size, np.int64)), self.cuts
        low = high = 0
        if self._outer:
            low, high = int(not used[0]), int(not used[self.levels - 1])
            edges = edges[low : len(edges) - high]
        place = np.append(np.arange(-low, self.levels - low), [NAN_CODE, NULL_CODE])  # −1 if there is no −inf
        column = self._column
        kind = Kind.NUMBER if self._outer and len(edges) > len(column.edges or ()) else column.kind
        return Axis(column.name, kind, None, edges, column.distinct), place


class LevelEncoder:
    """Codes of a column counted by value: null, NaN, then levels in the order in which they are met."""

    null, nan = 0, 1

    def __init__(self, column: Column) -> None:
        self._column = column
        self._place: dict[Any, int] = {None: self.null, NAN: self.nan}
        self._near = True  # whole numbers met so far span a short range: the least one, and the codes from there on
        self._range: tuple[int, Codes] = (0, np.empty(0, np.uint16))
        self._dictionary: pa.Array = pa.nulls(0)  # the last one, and its codes
        self._table: Codes = np.empty(0, np.uint16)

    @property
    def size(self) -> int:
        """How many codes there are."""
        return len(self._place)

    @property
    def levels(self) -> int:
        """How many of them are of values."""
        return len(self._place) - 2

    def codes(self, array: pa.Array) -> Codes | None:
        """Codes of one batch; None if there are too many levels for codes, then the values met so far are kept."""
        array = plain(array)
        if self._near and _is_whole(array.type):
            codes = self._codes_of_whole(array)
            if codes is not None:
                return codes
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        if not array.dictionary.equals(self._dictionary):
            table = self._learn(array.dictionary)
            if table is None:
                return None
            self._dictionary, self._table = array.dictionary, table
        if not len(array.dictionary):
            return np.full(len(array), self.null, np.uint16)
        indices, valid, offset, _ = laid_out(array.indices)
        return counting.look_up_codes(indices, self._table, 0, self.null, valid, offset)

    def _codes_of_whole(self, array: pa.Array) -> Codes | None:
        """Whole numbers near to each other need no hashing; None if they are far apart, or too many."""
        numbers, valid, offset, rest = values_of(array, self._column.kind)
        if rest is not None:  # finer than the numbers say
            return None
        for learned in (False, True):
            if learned and not self._learn_range(array.unique()):
                return None
            low, table = self._range
            codes = counting.look_up_codes(numbers, table, low, self.null, valid, offset)
            if codes is not None:
                return codes
        return None

    def _learn_range(self, values: pa.Array) -> bool:
        if self._learn(values) is None:
            return False
        keys = [key for key in list(self._place)[2:] if isinstance(key, int) or key % 1 == 0]
        low, high = (int(min(keys)), int(max(keys))) if keys else (0, 0)
        self._near = high - low < _NEAR and -1 << 63 <= low <= high < 1 << 63
        if self._near:
            table = np.full(high - low + 1, counting.UNKNOWN, np.uint16)
            table[np.array(keys, np.int64) - low] = [self._place[key] for key in keys]
            self._range = low, table
        return self._near

    def _learn(self, values: pa.Array) -> Codes | None:
        """The codes of some values, new ones if need be; None if there are too many."""
        keys = hashable(values, self._column.kind)
        place = self._place
        if self.levels + len(keys) > MOST_LEVELS and self.levels + len({*keys} - place.keys()) > MOST_LEVELS:
            return None
        return np.fromiter((place.setdefault(key, len(place)) for key in keys), np.uint16, len(keys))

    def values(self, used: IntArray) -> pa.Array:
        """The value of each code, in the canonical type; `used` is how often each was met."""
        nan = [NAN] if used[self.nan : self.nan + 1].any() else []
        some = levels_array([*nan, *list(self._place)[2:]], self._column.kind)
        return pa.concat_arrays([pa.nulls(2 - len(nan), some.type), some])

    def axis(self, used: IntArray) -> tuple[Axis, IntArray]:
        """The axis of the levels that occur, and the canonical code of each code; `used` is how often each was met."""
        keys = list(self._place)
        met = 2 + np.flatnonzero(used[2:])
        axis, place = axis_of(self._column, levels_array([keys[i] for i in met], self._column.kind), met, len(keys))
        place[self.nan] = NAN_CODE
        return axis, place


def encoder(column: Column) -> BinEncoder | LevelEncoder:
    """What makes codes of the values of a column."""
    return LevelEncoder(column) if column.edges is None else BinEncoder(column)


def _is_whole(type_: pa.DataType) -> bool:
    return bool(pa.types.is_integer(type_) or pa.types.is_boolean(type_) or pa.types.is_temporal(type_))


def axis_of(column: Column, levels: pa.Array, at: IntArray, size: int) -> tuple[Axis, IntArray]:
    """An axis of levels in canonical order, and the place of each of `size` codes; those in `at` are the levels.

    Whole numbers that are counted beside fractions are doubles: several may have one place.
    """
    levels = narrow(levels)
    place = np.full(size, NULL_CODE)
    if not len(levels):
        return Axis(column.name, Kind.EMPTY, levels), place
    order = pc.array_sort_indices(levels).to_numpy()
    levels = levels.take(pa.array(order))
    first = np.ones(len(levels), np.bool_)
    if pa.types.is_floating(levels.type):
        first[1:] = np.diff(levels.to_numpy()) != 0
    place[np.asarray(at)[order]] = np.cumsum(first) - 1
    kind = column.kind
    if kind in NUMBERS:
        kind = Kind.INTEGER if is_whole_type(levels.type) else Kind.NUMBER
    return Axis(column.name, kind, levels if first.all() else levels.filter(pa.array(first))), place
