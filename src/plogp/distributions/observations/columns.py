"""What a caller hands in as the values of a variable, checked, and the codes of its levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plogp.backend import counting
from plogp.distributions.observations.missing import is_missing, read_column
from plogp.theory.counts.code_arrays import combined, is_sparse, renumbered
from plogp.theory.errors import NotSamples, ShapeMismatch


class Column(NamedTuple):
    """One checked variable."""

    values: NDArray[Any]  # (n,) of anything that sorts if discrete, else (n, d) of float64
    discrete: bool


def group_of(column: Column) -> str:
    """Which values can be equal: numbers, or names."""
    return "names" if column.values.dtype.kind in "UST" else "numbers"


def column_of(held: Any, discrete: bool | None, place: int) -> tuple[Column, NDArray[np.bool_] | None]:
    """A column and which of its observations are missing; None where its type cannot say that one is."""
    x, absent = read_column(held)
    if x.ndim not in (1, 2) or (x.ndim == 2 and x.shape[1] == 0):
        raise ShapeMismatch(f"column {place} has the shape {x.shape}; a variable is (n,) or (n, d)")
    if len(x) == 0:
        raise NotSamples(f"column {place} is empty: there are no observations")
    gone = [] if absent is None else [absent]
    if x.dtype.kind == "O":
        x, none = _unpacked(x, place)
        gone.append(none)
    if x.dtype.kind in "Mm":
        raise NotSamples(
            f"column {place} holds times ({x.dtype}): x.astype(int) makes whole numbers of them, which are discrete, "
            "x.astype(float) measurements; a Table cuts a column of times into bins"
        )
    if x.dtype.kind not in "biufUST":
        raise NotSamples(f"column {place} holds {x.dtype}, which is neither a number nor a name")
    if x.dtype.kind == "f":
        gone.append(~np.isfinite(x))
    kind = x.dtype.kind != "f" if discrete is None else discrete
    if not kind:
        if x.dtype.kind not in "biuf":
            raise NotSamples(f"column {place} holds names, so it cannot be continuous")
        x = np.ascontiguousarray(x.reshape(len(x), -1), dtype=np.float64)
    lacking = [np.any(part.reshape(len(x), -1), axis=1) for part in gone]
    return Column(x, kind), np.logical_or.reduce(lacking) if lacking else None


def _unpacked(x: NDArray[Any], place: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """A column of Python objects as one of a single kind, and where a value is missing."""
    flat = [value.item() if isinstance(value, np.generic) else value for value in x.ravel().tolist()]
    absent = np.array([is_missing(value) for value in flat])
    kinds = {type(value) for value, gone in zip(flat, absent, strict=True) if not gone}
    for kind, filler in ((str, ""), (bool, False), (int, 0), (float, np.nan)):
        if kinds == {kind} or (kind is float and kinds == {int, float}):
            made = np.array([filler if gone else value for value, gone in zip(flat, absent, strict=True)])
            if made.dtype.kind == "O":
                raise NotSamples(f"column {place} has whole numbers beyond 64 bits: make names of them, str(x)")
            return made.reshape(x.shape), absent.reshape(x.shape)
    names = ", ".join(sorted(kind.__name__ for kind in kinds)) or "nothing but missing values"
    raise NotSamples(f"column {place} is of objects ({names}); make it numbers, strings or booleans")


def table_of_columns(columns: Sequence[Any]) -> NDArray[np.int64]:
    """The table of discrete columns in which what is missing is a level, the last of its column."""
    columns_ = [_coded_with_missing(*column_of(held, True, place)) for place, held in enumerate(columns)]
    lengths, levels = [len(codes) for codes, _ in columns_], tuple(count for _, count in columns_)
    if len(set(lengths)) != 1:
        raise ShapeMismatch(f"the columns have {' and '.join(map(str, lengths)) or 'no'} observations: they must agree")
    if is_sparse(levels, lengths[0]):
        raise ShapeMismatch(f"a table of {' × '.join(map(str, levels))} levels is too large to lay out")
    return counting.joint_counts([codes for codes, _ in columns_], levels)


def _coded_with_missing(column: Column, gone: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], int]:
    x = column.values
    if gone is not None and x.dtype.kind == "f":
        gone = gone & ~np.isinf(x).reshape(len(x), -1).any(axis=1)  # infinity is a level as any other
    if gone is None or not gone.any():
        return coded(x)
    present, levels = coded(x[~gone]) if not gone.all() else (np.empty(0, np.int64), 0)
    codes = np.full(len(x), levels)
    codes[~gone] = present
    return codes, levels + 1


def coded(values: NDArray[Any]) -> tuple[NDArray[np.int64], int]:
    """Numbers from zero for the levels that occur, in sorted order."""
    if values.ndim == 2:
        parts = [coded(column) for column in values.T]
        return renumbered(combined(tuple(codes for codes, _ in parts), tuple(levels for _, levels in parts))[0])
    if values.dtype.kind in "biu":
        low, high = int(values.min()), int(values.max())
        if high - low <= max(1 << 10, 4 * values.size):
            codes = (values - values.min() if values.dtype.kind == "u" else values.astype(np.int64) - low).astype(
                np.int64
            )
            seen = np.bincount(codes) > 0
            return (codes, seen.size) if seen.all() else ((np.cumsum(seen) - 1)[codes], int(seen.sum()))
    return renumbered(values)
