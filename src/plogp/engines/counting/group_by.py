"""Counting by the engine that holds the table: one grouped count for each table asked for, only counts come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from plogp.engines.counting import batches
from plogp.engines.counting.encoders import BinEncoder, axis_of
from plogp.engines.counting.sparse_table import SparseTable
from plogp.engines.counting.table_limits import check_levels, too_large, within_caps
from plogp.engines.sources.lazy_frame import LazyFrame
from plogp.engines.tally.cells import Axis, IntArray, Key
from plogp.engines.tally.column_types import Kind, canonical, plain
from plogp.engines.tally.plan import Column, Plan
from plogp.engines.tally.tally import Tally, tallied
from plogp.theory.progress import Progress, silent

_SQL_THAT_FOLDS_NAN = {nw.Implementation.DUCKDB, nw.Implementation.IBIS}


def count(
    frame: LazyFrame,
    plan: Plan,
    tables: Iterable[Key] = (),
    optional: Iterable[Key] = (),
    *,
    progress: Progress = silent,
) -> Tally:
    """The same tally that `batches.count` makes of the same rows."""
    wanted = list(dict.fromkeys(tables))
    extra = [key for key in dict.fromkeys(optional) if key not in wanted]
    streamed = {c.name for c in plan.columns if c.edges is not None and not _can_code(frame, c)}
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
            found = grouped(frame, columns)
            values = [_values(found.column(i), column) for i, column in enumerate(columns)]
            counted[key] = SparseTable(key)
            counted[key].add(values, found.column("n").to_numpy().astype(np.int64))
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
    return within_caps(_beside(tally, batches.count(frame, part, *rest, progress=progress), plan), extra)


def _can_code(frame: LazyFrame, column: Column) -> bool:
    """Whether the engine itself can put the values of a binned column into its bins, exactly as we do."""
    type_ = frame.schema().field(column.name).type
    return column.kind in (Kind.INTEGER, Kind.NUMBER) and not pa.types.is_decimal(type_)


def keeps_apart(frame: LazyFrame, column: Column) -> bool:
    """Whether values that differ for the engine differ for us: not so where NaN, −0 or finer times are at hand."""
    type_ = frame.schema().field(column.name).type
    return column.kind in (Kind.STRING, Kind.BOOL) or (column.kind is Kind.INTEGER and pa.types.is_integer(type_))


def grouped(frame: LazyFrame, columns: Sequence[Column]) -> pa.Table:
    """How often each combination of values occurs, as `n`; columns are called `k0`, `k1`, …

    A column that has edges comes as the codes of `BinEncoder`.
    """
    keys = [f"k{i}" for i in range(len(columns))]
    values = [_key(frame, column).alias(key) for column, key in zip(columns, keys, strict=True)]
    counts = frame.select(values).group_by(*keys).agg(nw.len().alias("n")).select(*keys, "n")
    return frame.collect(counts)


def fingerprint(frame: LazyFrame, names: Sequence[str]) -> tuple[IntArray, IntArray]:
    """Which counts the combinations of values have, and how many have each: small whatever the cardinality.

    The values are grouped as they are, so the columns must keep apart what we do.
    """
    counts = frame.select([nw.col(name) for name in names]).group_by(*names).agg(nw.len().alias("_n"))
    times = frame.collect(counts.group_by("_n").agg(nw.len().alias("_k")).select("_n", "_k").sort("_n"))
    return times.column("_n").to_numpy().astype(np.int64), times.column("_k").to_numpy().astype(np.int64)


def _key(frame: LazyFrame, column: Column) -> nw.Expr:
    value = nw.col(column.name)
    if column.edges is None:
        return value
    bins = BinEncoder(column)
    null, nan = nw.lit(bins.null), nw.lit(bins.nan)
    if not pa.types.is_floating(frame.schema().field(column.name).type):
        return nw.when(value.is_null()).then(null).otherwise(_above(value, bins.cuts))
    # Null first, then NaN, then size: engines differ in what NaN or null is greater than. DuckDB folds `isnan(x)`
    # to false over Parquet whose statistics know no NaN, but never what the text of a number is.
    folds = frame.implementation in _SQL_THAT_FOLDS_NAN
    is_nan = value.cast(nw.String).str.to_lowercase().is_in(["nan", "-nan"]) if folds else value.is_nan()
    present = nw.when(is_nan).then(nan).otherwise(_above(value, bins.cuts))
    return nw.when(value.is_null()).then(null).otherwise(present)


def _above(value: nw.Expr, edges: Sequence[float]) -> nw.Expr:
    """How many edges lie below a number."""
    value = value.cast(nw.Float64)
    first, *others = [(value > edge).cast(nw.Int32) for edge in edges] or [nw.lit(0)]
    return sum(others, first)


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
