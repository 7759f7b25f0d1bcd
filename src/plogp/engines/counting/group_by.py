"""Counting by the engine that holds the table: one grouped count for each table asked for, only counts come back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.engines.counting import batches
from plogp.engines.counting.encoders import BinEncoder, axis_of
from plogp.engines.counting.sparse_table import SparseTable
from plogp.engines.counting.table_limits import check_levels, too_large, within_caps
from plogp.engines.progress import Progress, silent
from plogp.engines.sources.lazy_frame import Query
from plogp.engines.tally.cells import Axis, Key
from plogp.engines.tally.column_types import canonical, plain
from plogp.engines.tally.plan import Column, Plan
from plogp.engines.tally.tally import Tally, tallied


def count(
    query: Query, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = (), *, progress: Progress = silent
) -> Tally:
    """The same tally that `batches.count` makes of the same rows."""
    wanted = list(dict.fromkeys(tables))
    extra = [key for key in dict.fromkeys(optional) if key not in wanted]
    streamed = {c.name for c in plan.columns if c.edges is not None and not query.can_code(c)}
    keys = [key for key in dict.fromkeys([*wanted, *extra]) if len(key) > 1 and not streamed & {*key}]
    covered = streamed.union(*keys)
    keys += [(name,) for name in plan.names if name not in covered]
    counted: dict[Key, SparseTable] = {}
    for key in sorted(keys, key=lambda key: (key in extra, -len(key))):
        whole = next((of for of in counted if key in extra and {*key} < {*of}), None)
        met = {name: len(counted[name,].values(0)) - 2 for name in key if (name,) in counted}
        if whole is not None:  # what other tables hold is summed up
            counted[key] = counted[whole].summed([whole.index(name) for name in key])
        elif key not in extra or len(met) < len(key) or not too_large(met, [key], extra):
            columns = [plan[name] for name in key]
            grouped = query.grouped(columns)
            values = [_values(grouped.column(i), column) for i, column in enumerate(columns)]
            counted[key] = SparseTable(key)
            counted[key].add(values, grouped.column("n").to_numpy().astype(np.int64))
            for i, name in enumerate(key):
                if (name,) not in counted:
                    counted[name,] = counted[key].summed([i])
        progress("grouping", 1, len(keys))
    tally = _tally(plan, counted, [key for key in extra if key in keys and key not in counted])
    if not streamed:
        return within_caps(tally, extra)
    rest = [[key for key in some if streamed & {*key}] for some in (wanted, extra)]
    names = streamed.union(*rest[0], *rest[1])
    part = Plan(tuple(column for column in plan.columns if column.name in names), plan.missing)
    return within_caps(_beside(tally, batches.count(query, part, *rest, progress=progress), plan), extra)


def _values(array: pa.ChunkedArray, column: Column) -> Any:
    """Codes of bins as they come, other values in their canonical form."""
    if column.edges is None:
        return canonical(plain(array), column.kind)
    return array.to_numpy().astype(np.uint16)


def _tally(plan: Plan, counted: dict[Key, SparseTable], given_up: Iterable[Key]) -> Tally:
    axes: dict[str, Axis] = {}
    places: dict[str, Any] = {}
    for column in plan.columns:
        if (column.name,) not in counted:
            continue
        if column.edges is None:
            levels = counted[(column.name,)].values(0)
            check_levels(column, len(levels))
            axes[column.name], _ = axis_of(column, levels, np.arange(len(levels)), len(levels))
            places[column.name] = axes[column.name].levels
        else:
            used = np.bincount(np.asarray(counted[(column.name,)].values(0)))
            axes[column.name], places[column.name] = BinEncoder(column).axis(used)
    cells = {key: table.cells([places[name] for name in key]) for key, table in counted.items()}
    rows = int(next(iter(cells.values())).n.sum()) if cells else 0
    return tallied(rows, axes, cells, given_up, plan.missing)


def _beside(a: Tally, b: Tally, plan: Plan) -> Tally:
    """Two tallies of different tables of the same rows as one."""
    axes = {name: a.axes.get(name) or b.axes[name] for name in plan.names}
    return Tally(b.rows, axes, {**b.cells, **a.cells}, a.given_up + b.given_up, plan.missing)
