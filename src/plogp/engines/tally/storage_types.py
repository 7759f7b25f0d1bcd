"""Arrow types that stand for others: identifiers, booleans in bytes, intervals, what only wraps its storage.

And those that Arrow computes little with (26.0): decimals of 32 and 64 bits, and views.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_HEX = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), "u1").reshape(256, 2)
_HYPHENS = (8, 13, 18, 23)
_MICROSECONDS_A_DAY = 86_400_000_000
_PANDAS_INTERVAL = "pandas.interval"


def stands_for(type_: pa.DataType) -> pa.DataType:
    """The type whose values a column of this one is counted as; itself for most."""
    if isinstance(type_, pa.UuidType) or getattr(type_, "extension_name", "") == _PANDAS_INTERVAL:
        return pa.string()
    if isinstance(type_, pa.Bool8Type):
        return pa.bool_()
    if isinstance(type_, pa.BaseExtensionType):
        return stands_for(type_.storage_type)
    if pa.types.is_interval(type_):
        return pa.duration("us")
    if pa.types.is_dictionary(type_) or pa.types.is_run_end_encoded(type_):
        return stands_for(type_.value_type)
    return _computable(type_)


def _computable(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_decimal(type_) and type_.bit_width < 128:
        return pa.decimal128(38, type_.scale)
    if pa.types.is_string_view(type_):
        return pa.large_string()
    return pa.large_binary() if pa.types.is_binary_view(type_) else type_


def unwrap(array: pa.Array) -> pa.Array:
    """The values in a type that stands for no other; a dictionary stays one."""
    type_ = array.type
    if pa.types.is_run_end_encoded(type_):
        return unwrap(pc.run_end_decode(array))
    if pa.types.is_dictionary(type_):
        if stands_for(type_.value_type) == type_.value_type:
            return array
        return pa.DictionaryArray.from_arrays(array.indices, unwrap(array.dictionary))
    if pa.types.is_interval(type_):
        return _durations(array)
    if not isinstance(type_, pa.BaseExtensionType):
        return array if _computable(type_) == type_ else pc.cast(array, _computable(type_))
    if isinstance(type_, pa.UuidType):
        return _uuid_texts(array.storage)
    if isinstance(type_, pa.Bool8Type):
        return pc.cast(array.storage, pa.bool_())
    if type_.extension_name == _PANDAS_INTERVAL:
        return _interval_texts(array.storage, type_.closed)
    return unwrap(array.storage)


def _durations(array: pa.Array) -> pa.Array:
    """Calendar intervals as the durations that SQL takes them for when it compares: a month is 30 days, a day 24 hours.

    They are in microseconds unless they are finer.
    """
    parts = np.frombuffer(array.buffers()[1], np.dtype([("months", "i4"), ("days", "i4"), ("ns", "i8")]))
    parts = parts[array.offset : array.offset + len(array)]
    null = array.is_null().to_numpy(zero_copy_only=False)
    days = parts["months"].astype(np.int64) * 30 + parts["days"]
    micros, finer = np.divmod(parts["ns"], 1000)
    micros = micros + days * _MICROSECONDS_A_DAY
    if finer[~null].any():
        return pa.array(micros * 1000 + finer, pa.int64(), mask=null).view(pa.duration("ns"))
    return pa.array(micros, pa.int64(), mask=null).view(pa.duration("us"))


def _uuid_texts(storage: pa.Array) -> pa.Array:
    """As RFC 9562 writes them, the form that CSV and JSON hold."""
    raw = np.frombuffer(storage.buffers()[1], np.uint8, 16 * len(storage), 16 * storage.offset)
    digits = _HEX[raw].reshape(len(storage), 32)
    text = np.full((len(storage), 36), ord("-"), np.uint8)
    text[:, [i for i in range(36) if i not in _HYPHENS]] = digits
    ends = pa.py_buffer(np.arange(len(storage) + 1, dtype=np.int64) * 36)
    texts = pa.LargeStringArray.from_buffers(len(storage), ends, pa.py_buffer(text.tobytes()))
    return pc.if_else(storage.is_valid(), texts, None)


def _interval_texts(storage: pa.Array, closed: str) -> pa.Array:
    """Intervals of pandas as it writes them, such as `(0.5, 1.0]`."""
    low, high = (_texts(pc.struct_field(storage, side)) for side in ("left", "right"))
    begin, end = "[" if closed in ("left", "both") else "(", "]" if closed in ("right", "both") else ")"
    return pc.binary_join_element_wise(begin, low, ", ", high, end, "")


def _texts(array: pa.Array) -> pa.Array:
    found = array.dictionary_encode()
    return pa.array([str(value) for value in found.dictionary.to_pylist()], pa.string()).take(found.indices)
