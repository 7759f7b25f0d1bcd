"""The levels and bins of a column in words that mean the same in every language."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from plogp.engines.cells import Axis
from plogp.engines.kinds import Kind

_UNITS = {Kind.DATE: "datetime64[D]", Kind.TIMESTAMP: "datetime64[us]", Kind.DURATION: "timedelta64[us]"}


def level_names(axis: Axis) -> list[str | None]:
    """Of each code of a column, in order, at the end NaN where it is kept apart, and None for missing values."""
    if axis.edges is None:
        values = [] if axis.levels is None else axis.levels.to_pylist()
        return [*map(_written, values), "NaN", None]
    cuts = [_cut(edge, axis.kind) for edge in axis.edges]
    if not cuts:
        return ["all", "NaN", None]
    between = [f"({low}, {high}]" for low, high in pairwise(cuts)]
    return [f"≤ {cuts[0]}", *between, f"> {cuts[-1]}", "NaN", None]


def _written(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else f"{value:.6g}" if isinstance(value, float) else str(value)


def _cut(edge: float, kind: Kind) -> str:
    if kind in _UNITS:
        return str(np.int64(edge).astype(_UNITS[kind])).replace("T", " ").removesuffix(".000000")
    if kind is Kind.TIME:
        return str(np.datetime64(int(edge), "us"))[11:]
    return f"{int(edge)}" if kind is Kind.INTEGER else f"{edge:.6g}"
