"""Numbers as they are counted: whole ones exactly, however wide, and others as the nearest double."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NAN = float("nan")  # equal to nothing, not even itself; as a key it is this object
# Whole numbers of more than 64 bits. Levels are stored in the narrowest of four types that holds them all.
WIDE = pa.decimal256(76, 0)
_LADDER = (pa.int64(), pa.uint64(), pa.decimal128(38, 0), WIDE)
_EXACT = 1 << 53  # doubles hold every whole number up to this one
_LARGEST_POWER = 22  # the last power of ten that is a double

Array = np.ndarray[Any, Any]


def is_whole_type(type_: pa.DataType) -> bool:
    """Whether a canonical type of numbers is one of whole numbers."""
    return type_ in _LADDER


def exact(array: pa.Array) -> pa.Array:
    """Numbers of a type that stands for no other, or text that writes whole ones, as int64, uint64, `WIDE` or float64.

    Doubles have one NaN, and 0 for −0. Decimals are whole numbers if all of them are, and otherwise rounded to doubles
    correctly, which Arrow's cast does not do (26.0).
    """
    type_ = array.type
    if pa.types.is_integer(type_):
        return array if type_ == pa.uint64() else pc.cast(array, pa.int64())
    if pa.types.is_null(type_):
        return pc.cast(array, pa.int64())
    if pa.types.is_decimal(type_):
        return _exact_decimals(array)
    if not pa.types.is_floating(type_):
        return pc.cast(array, WIDE)
    values = pc.cast(array, pa.float64())
    values = pc.if_else(pc.is_nan(values), NAN, values)  # of its many bit patterns one
    return pc.add(values, 0.0)  # −0 + 0 = 0


def doubles(array: pa.Array) -> tuple[Array, Array | None]:
    """The nearest double of each decimal or wide whole number, whatever stands where it is null.

    And what tells apart whole numbers of the same double, as the last 64 bits of their difference; None if nothing
    must.
    """
    array = array if pa.types.is_decimal(array.type) else pc.cast(array, WIDE)
    limbs, scale = _limbs(array), array.type.scale
    if 0 <= scale <= _LARGEST_POWER:
        # Two doubles without error, so that their quotient is rounded once (Clinger 1990, doi:10.1145/93542.93557).
        last = np.ascontiguousarray(limbs[:, 0])
        values = last / 10.0**scale
        at = np.flatnonzero(((last + _EXACT).view(np.uint64) > 2 * _EXACT) | ~_is_narrow(limbs))
    else:
        values, at = np.empty(len(array)), np.arange(len(array))
    if not len(at):
        return values, None
    wide = array.take(pa.array(at))
    values[at] = pc.cast(pc.cast(_of_76_digits(wide), pa.string()), pa.float64()).fill_null(0.0).to_numpy()
    if scale:
        return values, None
    rest = np.zeros(len(array), np.int64)
    rest[at] = limbs[at, 0] - _last_64_bits(values[at])
    return values, rest


def narrowest(levels: pa.Array) -> pa.Array:
    """Numbers in the first of int64, uint64, decimals of 38 and of 76 digits that holds them if all are whole.

    Others are doubles: what a column was stored as does not matter.
    """
    if pa.types.is_floating(levels.type):
        values = levels.to_numpy(zero_copy_only=False)
        if not (values == np.floor(values)).all() or not (np.abs(values) < 1e38).all():
            return levels
        if (np.abs(values) < 2.0**63).all():
            return pc.cast(levels, pa.int64())
        return of_numbers([int(value) for value in values.tolist()])
    if levels.type in (pa.uint64(), *_LADDER[2:]):
        for type_ in _LADDER:
            try:
                return pc.cast(levels, type_)
            except pa.ArrowInvalid:
                continue
    return levels


def of_numbers(values: Sequence[int | float]) -> pa.Array:
    """Python numbers as levels."""
    if not all(isinstance(v, int) or (v.is_integer() and abs(v) < 1e38) for v in values):
        return pa.array([float(v) for v in values], pa.float64())
    whole = [int(v) for v in values]
    largest = max(map(abs, whole), default=0)
    if largest < 2**63:
        return pa.array(whole, pa.int64())
    return narrowest(pc.cast(pa.array(list(map(str, whole)), pa.string()), WIDE))


def as_type(levels: pa.Array, type_: pa.DataType) -> pa.Array:
    """Canonical numbers in a canonical type that holds whatever they hold, or in doubles."""
    if levels.type == type_:
        return levels
    if pa.types.is_floating(type_) and pa.types.is_decimal(levels.type):
        return pa.array(doubles(levels)[0], mask=levels.is_null().to_numpy(zero_copy_only=False), from_pandas=False)
    return pc.cast(levels, type_, safe=not pa.types.is_floating(type_))


def common_type(types: Sequence[pa.DataType]) -> pa.DataType:
    """The canonical type for numbers of several: doubles if some are, else whole numbers of that many bits."""
    found = set(types)
    if len(found) == 1:
        return types[0]
    return pa.float64() if pa.float64() in found else WIDE


def _exact_decimals(array: pa.Array) -> pa.Array:
    limbs, scale = _limbs(array), array.type.scale
    null = array.is_null().to_numpy(zero_copy_only=False)
    if 0 <= scale <= 18 and _is_narrow(limbs).all():
        whole, fraction = np.divmod(limbs[:, 0], 10**scale)
        if not fraction.any():
            return pa.array(whole, mask=null)
    else:
        with suppress(pa.ArrowInvalid):  # some have a fraction
            return pc.cast(_of_76_digits(array), WIDE)
    return pa.array(doubles(array)[0] + 0.0, mask=null, from_pandas=False)


def _of_76_digits(array: pa.Array) -> pa.Array:
    """Decimals without a bound of digits that their type only claims, as that of HUGEINT does."""
    return pc.cast(array, pa.decimal256(76, array.type.scale))


def _limbs(array: pa.Array) -> Array:
    """The unscaled values in pieces of 64 bits, the last ones first; 0 where they are null."""
    words = array.type.bit_width // 64
    buffer = array.buffers()[1]
    limbs = np.frombuffer(buffer, np.int64, len(array) * words, 8 * words * array.offset).reshape(-1, words)
    if array.null_count:
        limbs = np.where(array.is_valid().to_numpy(zero_copy_only=False)[:, None], limbs, 0)
    return limbs


def _is_narrow(limbs: Array) -> Array:
    """Which of them fit into 64 bits."""
    narrow = limbs[:, 1] == limbs[:, 0] >> 63
    for i in range(2, limbs.shape[1]):
        narrow &= limbs[:, i] == limbs[:, 1]
    return np.asarray(narrow)


def _last_64_bits(whole: Array) -> Array:
    """Of whole doubles from 2^53 on, in two's complement."""
    mantissa, exponent = np.frexp(whole)
    shift = exponent - 53
    digits = (mantissa * 2.0**53).astype(np.int64)
    return np.asarray(np.where(shift < 64, digits << np.clip(shift, 0, 63), 0))
