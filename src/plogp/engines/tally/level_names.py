"""The levels and bins of a column in words that mean the same in every language."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.engines.tally.cells import Axis
from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.infinite_bins import HIGHEST, LOWEST
from plogp.theory.typography import typeset


def level_names(axis: Axis) -> list[str | None]:
    """Of each code of a column, in order, at the end NaN where it is kept apart, and None for missing values."""
    if axis.edges is None:
        return [*_level_texts(axis), "NaN", None]
    cuts = [_cut(edge, axis.kind) for edge in axis.edges]
    if not cuts:
        return ["all", "NaN", None]
    between = [f"({low}, {high}]" for low, high in pairwise(cuts)]
    names = [f"≤ {cuts[0]}", *between, f"> {cuts[-1]}"]
    # Infinities have bins of their own: the number next to one has no bound on that side.
    if axis.edges[0] == LOWEST:
        names[:2] = ["-inf", f"≤ {cuts[1]}" if len(cuts) > 1 else "finite"]
    if axis.edges[-1] == HIGHEST:
        names[-2:] = [f"> {cuts[-2]}" if len(cuts) > 1 and axis.edges[-2] != LOWEST else names[-2], "inf"]
        if len(cuts) == 1:
            names[-2] = "finite"
    return [*names, "NaN", None]


def _level_texts(axis: Axis) -> list[str]:
    levels = axis.levels
    if levels is None:
        return []
    if not pa.types.is_temporal(levels.type):
        return [_written(value) for value in levels.to_pylist()]
    if axis.kind is Kind.DATE:
        return [_time_text(value, axis.kind) for value in levels.view(pa.int32()).to_pylist()]
    values = levels.view(pa.int64()).to_pylist()
    if levels.type.unit == "us":
        return [_time_text(value, axis.kind) for value in values]
    return [_time_text(value // 1000, axis.kind, value % 1000) for value in values]


def _written(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else f"{value:.6g}" if isinstance(value, float) else str(value)


def _cut(edge: float, kind: Kind) -> str:
    if kind.ordered and kind not in (Kind.INTEGER, Kind.NUMBER):
        return _time_text(int(edge), kind)
    return typeset(f"{int(edge)}" if kind is Kind.INTEGER and abs(edge) < HIGHEST else f"{edge:.6g}")


def _time_text(value: int, kind: Kind, nanoseconds: int = 0) -> str:
    """A time in the unit that its kind is counted in; NumPy writes years of any number of digits."""
    if kind is Kind.DATE:
        return str(np.int64(value).astype("datetime64[D]"))
    if kind is Kind.DURATION:
        text = str(timedelta(microseconds=value))
    else:
        text = str(np.int64(value).astype("datetime64[us]")).replace("T", " ").removesuffix(".000000")
        text = text[11:] if kind is Kind.TIME else text
    if not nanoseconds:
        return text
    return f"{text if '.' in text else f'{text}.000000'}{nanoseconds:03}"
