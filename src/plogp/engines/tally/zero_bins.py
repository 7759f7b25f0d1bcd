"""Zeros of binned numbers: counted in a bin of their own, which then joins the bin of the plan that it was cut from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from plogp.engines.tally.cells import NAN_CODE, NULL_CODE, Cells, IntArray, Key, summed
from plogp.engines.tally.column_types import NUMBERS
from plogp.engines.tally.plan import Column, Plan
from plogp.engines.tally.tally import Tally

# The cuts around zero: nothing lies between them but zero, and of doubles what every float32 takes for it.
_BELOW, _ZERO = -(2.0**-149), 0.0


def with_zero_bins(plan: Plan) -> Plan:
    """A plan with a bin for the zeros of each binned column of numbers."""

    def column(c: Column) -> Column:
        if c.edges is None or c.kind not in NUMBERS:
            return c
        return replace(c, edges=tuple(sorted({*c.edges, _BELOW, _ZERO})))

    return replace(plan, columns=tuple(map(column, plan.columns)))


def zeros(tally: Tally, name: str) -> int:
    """How many values of a column that was counted by such a plan are zero."""
    edges = tally.axes[name].edges or ()
    return int(tally.rows_of(name)[edges.index(_ZERO)]) if {_BELOW, _ZERO} <= {*edges} else 0


def without_zero_bins(tally: Tally, plan: Plan) -> Tally:
    """The tally by the plan itself of what was counted with bins for zeros."""
    axes, places = dict(tally.axes), {}
    for column in plan.columns:
        axis = axes[column.name]
        if column.edges is None or axis.edges is None:
            continue
        edges = tuple(edge for edge in axis.edges if edge not in (_BELOW, _ZERO) or edge in column.edges)
        if edges != axis.edges:
            axes[column.name] = replace(axis, edges=edges)
            own = np.searchsorted(edges, [*axis.edges, np.inf])  # bins end at their cuts
            places[column.name] = np.append(own, [NAN_CODE, NULL_CODE])
    cells = {key: _joined(cells, key, places) for key, cells in tally.cells.items()}
    return replace(tally, axes=axes, cells=cells)


def _joined(cells: Cells, key: Key, places: Mapping[str, IntArray]) -> Cells:
    if places.keys().isdisjoint(key):
        return cells
    codes = [
        places[name][column] if name in places else column for name, column in zip(key, cells.codes.T, strict=True)
    ]
    return summed([Cells(np.stack(codes, axis=1), cells.n)])
