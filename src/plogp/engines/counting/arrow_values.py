"""An Arrow array as the native kernels read it: its numbers where they lie, and a bit for each that is there."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.tally.column_types import NUMBERS, Kind, canonical, kind_of, plain, times_of
from plogp.engines.tally.exact_numbers import doubles


class Values(NamedTuple):
    """Numbers, the bits of those that are there (None: all of them), and the place of the first bit.

    `rest` tells values apart that are the same number: what rounding left of them. Of integers it is none, as the
    kernels find it themselves.
    """

    numbers: np.ndarray[Any, Any]
    valid: np.ndarray[Any, np.dtype[np.uint8]] | None
    offset: int
    rest: np.ndarray[Any, np.dtype[np.int64]] | None = None


def values_of(array: pa.Array, kind: Kind) -> Values:
    """The values of a column of numbers, times or booleans, which are copied only if they must be converted.

    Times are counted in the unit that their kind is counted in; text that writes times is read.
    """
    array = plain(array)
    type_ = array.type
    if kind.ordered and kind not in NUMBERS:
        times, finer = times_of(array, kind)
        return laid_out(times)._replace(rest=finer)
    if pa.types.is_boolean(type_):
        array = pc.cast(array, pa.uint8())
    elif kind_of(type_) in NUMBERS or kind in NUMBERS:
        if pa.types.is_dictionary(type_):
            array = array.dictionary_decode()
        if pa.types.is_float16(array.type):
            array = pc.cast(array, pa.float32())
        if not (pa.types.is_integer(array.type) or pa.types.is_floating(array.type) or pa.types.is_null(array.type)):
            numbers, rest = doubles(array)
            return Values(numbers, _bits(array), array.offset, rest)
    else:
        array = canonical(array, kind)
    return laid_out(array)


def _bits(array: pa.Array) -> np.ndarray[Any, np.dtype[np.uint8]] | None:
    return np.frombuffer(array.buffers()[0], np.uint8) if array.null_count else None


def laid_out(array: pa.Array) -> Values:
    """The buffers of an array of fixed width."""
    type_ = array.type
    if pa.types.is_temporal(type_):
        dtype = np.dtype(f"i{type_.bit_width // 8}")
    elif pa.types.is_null(type_):
        return Values(np.full(len(array), np.nan), None, 0)
    else:
        dtype = np.dtype(type_.to_pandas_dtype())
    numbers = array.buffers()[1]
    if numbers is None:
        return Values(np.empty(0, dtype), None, 0)
    return Values(
        np.frombuffer(numbers, dtype, len(array), array.offset * dtype.itemsize),
        _bits(array),
        array.offset,
    )
