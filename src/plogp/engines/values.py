"""An Arrow array as the native kernels read it: its numbers where they lie, and a bit for each that is there."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.kinds import Kind, canonical, plain


class Values(NamedTuple):
    """Numbers, the bits of those that are there (None: all of them), and the place of the first bit."""

    numbers: np.ndarray[Any, Any]
    valid: np.ndarray[Any, np.dtype[np.uint8]] | None
    offset: int


def values_of(array: pa.Array, kind: Kind) -> Values:
    """The values of a column of numbers, times or booleans, which are copied only if they must be converted.

    Times are counted in the unit that their kind is counted in; text that writes times is read.
    """
    array = plain(array)
    type_ = array.type
    if pa.types.is_boolean(type_):
        array = pc.cast(array, pa.uint8())
    elif not (pa.types.is_integer(type_) or pa.types.is_float32(type_) or pa.types.is_float64(type_)):
        array = canonical(array, kind)
    return laid_out(array)


def laid_out(array: pa.Array) -> Values:
    """The buffers of an array of fixed width."""
    type_ = array.type
    if pa.types.is_temporal(type_):
        dtype = np.dtype(f"i{type_.bit_width // 8}")
    elif pa.types.is_null(type_):
        return Values(np.full(len(array), np.nan), None, 0)
    else:
        dtype = np.dtype(type_.to_pandas_dtype())
    bits, numbers = array.buffers()
    if numbers is None:
        return Values(np.empty(0, dtype), None, 0)
    return Values(
        np.frombuffer(numbers, dtype, len(array), array.offset * dtype.itemsize),
        np.frombuffer(bits, np.uint8) if bits is not None and array.null_count else None,
        array.offset,
    )
