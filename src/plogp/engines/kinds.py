"""What a column holds, and its values in one canonical form, the same from every file format and table library."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NAN = float("nan")  # equal to nothing, not even itself; as a key it is this object


class Kind(StrEnum):
    """What a column holds. A column without any value is `EMPTY`, whatever its declared type.

    `NESTED` is what has parts, such as lists, structs and calendar intervals, and is never counted.
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


# Times are counted in whole microseconds (dates in days): a column is the same from every unit it may be stored in.
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


def kind_of(type_: pa.DataType) -> Kind:
    """The kind that an Arrow type declares; whole numbers stored as floats are told apart by their values, not here."""
    t = pa.types
    if t.is_dictionary(type_) or t.is_run_end_encoded(type_):
        return kind_of(type_.value_type)
    if isinstance(type_, pa.ExtensionType):
        return kind_of(type_.storage_type)
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
    """One chunk, without extension or run-end wrapping; a dictionary is kept, its codes are half of our work."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if pa.types.is_run_end_encoded(array.type):
        array = pc.run_end_decode(array)
    return array


def canonical(array: pa.Array, kind: Kind) -> pa.Array:
    """The values in the one type that this kind is counted in; text that writes times is read as times.

    Numbers become int64, uint64 or float64 with one NaN and 0 for −0; decimals are read as float64.
    """
    if kind in _CANONICAL_TIME and kind_of(array.type) is Kind.STRING:  # each text is read once
        array = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        return _times(_read_times(array.dictionary, kind), _CANONICAL_TIME[kind]).take(array.indices)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if kind in (Kind.INTEGER, Kind.NUMBER) or (kind is Kind.EMPTY and pa.types.is_floating(array.type)):
        return _numbers(array)
    if kind is Kind.EMPTY:
        return pa.nulls(len(array))
    if kind in _CANONICAL_TIME:
        return _times(array, _CANONICAL_TIME[kind])
    if kind in _CANONICAL_TEXT:
        return pc.cast(array, _CANONICAL_TEXT[kind])
    return array


def _numbers(array: pa.Array) -> pa.Array:
    type_ = array.type
    if pa.types.is_integer(type_):
        return array if type_ == pa.uint64() else pc.cast(array, pa.int64())
    values = pc.cast(array, pa.float64(), safe=False)
    values = pc.if_else(pc.is_nan(values), NAN, values)  # of its many bit patterns one
    return pc.add(values, 0.0)  # −0 + 0 = 0


def _times(array: pa.Array, type_: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(array.type) and array.type.tz:
        array = pc.cast(array, pa.timestamp(array.type.unit))  # the instant, counted in UTC
    return pc.cast(array, type_, safe=False)


def _read_times(array: pa.Array, kind: Kind) -> pa.Array:
    times = written_times(array)
    if times is None or (kind is Kind.DATE and pa.types.is_timestamp(times.type)):
        raise pa.ArrowInvalid(f"text that does not write a {kind}")
    return times


def written_times(array: pa.Array) -> pa.Array | None:
    """Text read as ISO 8601 dates or timestamps, if each of it is one; None otherwise."""
    text = pc.cast(array, pa.large_string())
    for type_ in _WRITTEN_TIMES:
        try:
            return pc.cast(text, type_)
        except pa.ArrowInvalid:
            continue
    return None


def hashable(array: pa.Array, kind: Kind) -> list[Any]:
    """The values as Python keys, null as None and NaN as `NAN`: 3 and 3.0 are one key, as are 0.0 and −0.0."""
    array = canonical(array, kind)
    if kind in _CANONICAL_TIME:
        array = array.view(pa.int32() if kind is Kind.DATE else pa.int64())
    keys = array.to_pylist()
    return [NAN if key != key else key for key in keys] if pa.types.is_floating(array.type) else keys


def levels_array(values: Sequence[Any], kind: Kind) -> pa.Array:
    """Python keys back in the canonical type of their kind; numbers that are all whole are integers."""
    if kind in (Kind.INTEGER, Kind.NUMBER):
        whole = all(isinstance(v, int) or (v.is_integer() and abs(v) < 2.0**63) for v in values)
        if not whole:
            return pa.array([float(v) for v in values], pa.float64())
        keys = [int(v) for v in values]
        return pa.array(keys, pa.uint64() if keys and max(keys) >= 2**63 else pa.int64())
    if kind in _CANONICAL_TIME:
        return pa.array(values, pa.int32() if kind is Kind.DATE else pa.int64()).view(_CANONICAL_TIME[kind])
    if kind in _CANONICAL_TEXT:
        return pa.array(values, _CANONICAL_TEXT[kind])
    return pa.array(values, pa.bool_() if kind is Kind.BOOL else pa.null())


def as_integers(levels: pa.Array) -> pa.Array:
    """Numbers that are all whole as integers, others as they are; what a column was stored as does not matter."""
    if not pa.types.is_floating(levels.type):
        return levels
    values = levels.to_numpy(zero_copy_only=False)
    whole = bool((np.abs(values) < 2.0**63).all() and (values == np.floor(values)).all())
    return pc.cast(levels, pa.int64()) if whole else levels
