"""What a column holds, and its values in one canonical form, the same from every file format and table library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.tally.exact_numbers import NAN, as_type, common_type, exact, narrowest, of_numbers
from plogp.engines.tally.storage_types import stands_for, unwrap


class Kind(StrEnum):
    """What a column holds. A column without any value is `EMPTY`, whatever its declared type.

    `NESTED` is what has parts, such as lists and structs, and is never counted.
    """

    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    BOOL = "bool"
    DATE = "date"
    TIMESTAMP = "timestamp"
    TIME = "time"
    DURATION = "duration"
    BINARY = "binary"
    NESTED = "nested"
    EMPTY = "empty"

    @property
    def ordered(self) -> bool:
        """Whether values can be put into bins: numbers and times."""
        return self in _CANONICAL_TIME or self in (Kind.INTEGER, Kind.NUMBER)


NUMBERS = {Kind.INTEGER, Kind.NUMBER}
# Times are counted in microseconds (dates in days), levels in nanoseconds if some are finer: a column is the same from
# every unit it may be stored in.
_CANONICAL_TIME = {
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us"),
    Kind.TIME: pa.time64("us"),
    Kind.DURATION: pa.duration("us"),
}
_CANONICAL_TEXT = {Kind.STRING: pa.large_string(), Kind.BINARY: pa.large_binary()}
_WRITTEN_TIMES = (
    pa.date32(),
    pa.timestamp("us"),
    pa.timestamp("us", "UTC"),
    pa.timestamp("ns"),
    pa.timestamp("ns", "UTC"),
)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?")


def kind_of(type_: pa.DataType) -> Kind:
    """The kind that an Arrow type declares; whole numbers stored as floats differ by their values, not here."""
    t, type_ = pa.types, stands_for(type_)
    tests = (
        (t.is_boolean, Kind.BOOL),
        (t.is_integer, Kind.INTEGER),
        (lambda x: t.is_floating(x) or t.is_decimal(x), Kind.NUMBER),
        (lambda x: t.is_string(x) or t.is_large_string(x) or t.is_string_view(x), Kind.STRING),
        (t.is_date, Kind.DATE),
        (t.is_timestamp, Kind.TIMESTAMP),
        (t.is_time, Kind.TIME),
        (t.is_duration, Kind.DURATION),
        (t.is_null, Kind.EMPTY),
        (_is_binary, Kind.BINARY),
    )
    return next((kind for test, kind in tests if test(type_)), Kind.NESTED)


def _is_binary(type_: pa.DataType) -> bool:
    t = pa.types
    return bool(
        t.is_binary(type_) or t.is_large_binary(type_) or t.is_fixed_size_binary(type_) or t.is_binary_view(type_)
    )


def plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """One chunk, of a type that stands for no other; a dictionary is kept, its codes are half of our work."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    return unwrap(array)


def canonical(array: pa.Array, kind: Kind) -> pa.Array:
    """The values in a type that this kind is counted in; text that writes times is read as times.

    Numbers become what `exact_numbers.exact` makes of them, times microseconds, or nanoseconds if some are finer.
    """
    if kind in _CANONICAL_TIME:
        times, finer = times_of(array, kind)
        if finer is None:
            return times
        both = np.asarray(times.view(pa.int64()).fill_null(0)) * 1000 + finer
        null = times.is_null().to_numpy(zero_copy_only=False)
        return pa.array(both, pa.int64(), mask=null).view(_in_nanoseconds(times.type))
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if kind in NUMBERS or (kind is Kind.EMPTY and pa.types.is_floating(array.type)):
        return exact(array)
    if kind is Kind.EMPTY:
        return pa.nulls(len(array))
    if kind in _CANONICAL_TEXT:
        return pc.cast(array, _CANONICAL_TEXT[kind])
    return array


def times_of(array: pa.Array, kind: Kind) -> tuple[pa.Array, np.ndarray[Any, np.dtype[np.int64]] | None]:
    """Times in the unit that their kind is counted in, and by how many nanoseconds each is later; None if none is."""
    if kind_of(array.type) is Kind.STRING:  # each text is read once
        array = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        times, finer = times_of(_read_times(array.dictionary, kind), kind)
        return times.take(array.indices), None if finer is None else finer[np.asarray(array.indices.fill_null(0))]
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_timestamp(array.type) and array.type.tz:
        array = pc.cast(array, pa.timestamp(array.type.unit))  # the instant, counted in UTC
    times = pc.cast(array, _CANONICAL_TIME[kind], safe=False)
    if kind is Kind.DATE or getattr(array.type, "unit", "") != "ns":
        return times, None
    whole, parts = (part.view(pa.int64()).fill_null(0).to_numpy() for part in (array, times))
    finer = whole - parts * 1000
    return times, finer if finer.any() else None


def _in_nanoseconds(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(type_):
        return pa.timestamp("ns")
    return pa.time64("ns") if pa.types.is_time(type_) else pa.duration("ns")


def _read_times(array: pa.Array, kind: Kind) -> pa.Array:
    if not len(array):  # nothing but missing values
        return pa.array([], _CANONICAL_TIME[kind])
    times = written_times(array)
    if times is None or (
        kind_of(times.type) is not kind and not (kind is Kind.TIMESTAMP and times.type == pa.date32())
    ):
        raise pa.ArrowInvalid(f"text that does not write a {kind}")
    return times


def written_times(array: pa.Array) -> pa.Array | None:
    """Text read as ISO 8601 dates, timestamps or times of the day, if each of it is one; None otherwise."""
    text = pc.cast(array, pa.large_string())
    for type_ in _WRITTEN_TIMES:
        try:
            return pc.cast(text, type_)
        except pa.ArrowInvalid:
            continue
    return _clock_times(text)


def _clock_times(text: pa.Array) -> pa.Array | None:
    """As `12:30` or `12:30:59.25`, which Arrow reads in CSV and casts from no text (26.0)."""
    found: list[int | None] = []
    for value in text.to_pylist():
        clock = None if value is None else _CLOCK.fullmatch(value)
        if value is not None and clock is None:
            return None
        if clock is not None:
            hours, minutes, seconds, fraction = clock.groups("")
            second = (int(hours) * 60 + int(minutes)) * 60 + int(seconds or 0)
            found.append(second * 10**9 + int(fraction.ljust(9, "0")))
        else:
            found.append(None)
    return pa.array(found, pa.int64()).view(pa.time64("ns"))


def hashable(array: pa.Array, kind: Kind) -> list[Any]:
    """The values as Python keys, null as None and NaN as `NAN`: 3 and 3.0 are one key, as are 0.0 and −0.0."""
    array = canonical(array, kind)
    if kind in _CANONICAL_TIME:
        if kind is not Kind.DATE and array.type.unit == "ns":
            keys = array.view(pa.int64()).to_pylist()
            return [key if key is None else Fraction(key, 1000) for key in keys]  # of a microsecond
        return list(array.view(pa.int32() if kind is Kind.DATE else pa.int64()).to_pylist())
    keys = array.to_pylist()
    if pa.types.is_decimal(array.type):
        return [key if key is None else int(key) for key in keys]
    return [NAN if key != key else key for key in keys] if pa.types.is_floating(array.type) else keys


def levels_array(values: Sequence[Any], kind: Kind) -> pa.Array:
    """Python keys back in the canonical type of their kind."""
    if kind in NUMBERS:
        return of_numbers(values)
    if kind in _CANONICAL_TIME:
        type_ = _CANONICAL_TIME[kind]
        if any(isinstance(value, Fraction) and value.denominator > 1 for value in values):
            with suppress(pa.ArrowInvalid, OverflowError):  # unless some are too far away
                whole = [int(value * 1000) for value in values]
                return pa.array(whole, pa.int64()).view(_in_nanoseconds(type_))
        return pa.array([int(v) for v in values], pa.int32() if kind is Kind.DATE else pa.int64()).view(type_)
    if kind in _CANONICAL_TEXT:
        return pa.array(values, _CANONICAL_TEXT[kind])
    return pa.array(values, pa.bool_() if kind is Kind.BOOL else pa.null())


def narrow(levels: pa.Array) -> pa.Array:
    """Levels in the narrowest type of their kind: what a column was stored as does not matter."""
    if pa.types.is_temporal(levels.type):
        with suppress(pa.ArrowInvalid):  # some are finer
            return pc.cast(levels, _CANONICAL_TIME[kind_of(levels.type)])
        return levels
    return narrowest(levels)


def in_one_type(arrays: Sequence[pa.Array]) -> list[pa.Array]:
    """Values of one kind in a type that holds them all: numbers as doubles if some are, times finely if they reach."""
    types = [array.type for array in arrays]
    if len(set(types)) == 1 or not all(kind_of(type_).ordered for type_ in types):
        return list(arrays)
    if kind_of(types[0]) in NUMBERS:
        return [as_type(array, common_type(types)) for array in arrays]
    try:
        return [pc.cast(array, _in_nanoseconds(array.type)) for array in arrays]
    except pa.ArrowInvalid:
        return [pc.cast(array, _CANONICAL_TIME[kind_of(array.type)], safe=False) for array in arrays]


def plain_values(levels: pa.Array | None) -> list[Any]:
    """Levels for the digest; times as their number of units, since Python has none beyond the year 9999."""
    if levels is None:
        return []
    if pa.types.is_temporal(levels.type):
        return [str(levels.type), *levels.view(pa.int32() if levels.type.bit_width == 32 else pa.int64()).to_pylist()]
    return [int(v) if isinstance(v, Decimal) else v for v in levels.to_pylist()]
