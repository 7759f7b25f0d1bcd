"""The default engine: Arrow batches turned into codes, codes into joint counts, in bounded memory, on all threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from math import prod
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from plogp.backend import counting
from plogp.engines.counting.encoders import MOST_LEVELS, BinEncoder, Codes, LevelEncoder, axis_of, encoder
from plogp.engines.counting.sparse_table import SparseTable
from plogp.engines.counting.table_limits import check_levels, too_large
from plogp.engines.sources.prefetch import on_threads
from plogp.engines.sources.source import Source, batch_rows_of
from plogp.engines.tally.cells import Axis, Cells, IntArray, Key, summed
from plogp.engines.tally.column_types import canonical, plain
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally, tallied
from plogp.theory.progress import Progress, silent


def count(
    source: Source,
    plan: Plan,
    tables: Iterable[Key] = (),
    optional: Iterable[Key] = (),
    *,
    batch_rows: int | None = None,
    progress: Progress = silent,
) -> Tally:
    """Count every column of a plan, the tables of columns asked for, and optional ones as far as the caps allow."""
    part = BatchCounter(plan, tables, optional)
    for batch, map_ in on_threads(source.batches(plan.names, batch_rows or batch_rows_of(len(plan.columns)))):
        part.update(batch, map_)
        progress("counting", batch.num_rows, source.rows)
    return part.tally()


class BatchCounter:
    """Counts of a part of the rows; parts of one plan, wherever they were counted, merge as their tallies do."""

    def __init__(self, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = ()) -> None:
        self._plan = plan
        self._rows = 0
        self._encoders: dict[str, BinEncoder | LevelEncoder] = {c.name: encoder(c) for c in plan.columns}
        self._wide: set[str] = set()
        self._levels: dict[str, int] = {}  # of each column, when the tables last grew
        singles = [(column.name,) for column in plan.columns]
        wanted = dict.fromkeys([*singles, *tables])
        extra = [key for key in dict.fromkeys(optional) if key not in wanted]
        self._optional = set(extra)
        self._asked = [*wanted, *extra]
        self._dense: dict[Key, IntArray] = {}
        self._sparse: dict[Key, SparseTable] = {}
        for key in self._asked:
            if len(key) <= 3:
                self._dense[key] = np.zeros((0,) * len(key), np.int64)
            else:
                self._sparse[key] = SparseTable(key)
        self._given_up: set[Key] = set()
        # An optional table of two columns is summed up from one of three, as long as there is that.
        threes = [key for key in self._dense if len(key) == 3]
        self._within: dict[Key, Key] = {
            pair: key for key in threes for pair in combinations(key, 2) if pair in self._optional
        }
        for pair in self._within:
            del self._dense[pair]

    def update(self, batch: pa.RecordBatch, map_: Callable[..., Iterator[Any]] = map) -> None:
        """Count the rows of one batch."""
        names = self._plan.names
        encoded = map_(
            lambda name: None if name in self._wide else self._encoders[name].codes(batch.column(name)), names
        )
        codes: dict[str, Codes] = {}
        for name, column in zip(names, encoded, strict=True):
            if column is not None:
                codes[name] = column
            elif name not in self._wide:
                self._widen(name)
        values = {name: canonical(plain(batch.column(name)), self._plan[name].kind) for name in self._wide}
        self._fit()
        self._count(codes)
        for key, table in self._sparse.items():
            table.add([values[name] if name in values else codes[name] for name in key])
        self._rows += batch.num_rows

    def tally(self) -> Tally:
        """The counts so far, in canonical order."""
        axes: dict[str, Axis] = {}
        places: dict[str, Any] = {}
        for column in self._plan.columns:
            name = column.name
            if name in self._wide:
                levels = self._sparse[(name,)].values(0)
                axes[name], _ = axis_of(column, levels, np.arange(len(levels)), len(levels))
                places[name] = axes[name].levels
            else:
                axes[name], places[name] = self._encoders[name].axis(self._dense[(name,)])
        dense = self._dense | {pair: self._summed(pair) for pair in self._within}
        orders = {name: _Order.of(place) for name, place in places.items() if name not in self._wide}
        cells = {key: _cells(table, [orders[name] for name in key]) for key, table in dense.items()}
        cells |= {key: table.cells([places[name] for name in key]) for key, table in self._sparse.items()}
        return tallied(self._rows, axes, cells, self._given_up, self._plan.missing)

    def _count(self, codes: dict[str, Codes]) -> None:
        """Add a batch to the dense tables; the first two of three columns are counted as one."""
        columns = list(codes.values())
        place: dict[Any, int] = {(name,): i for i, name in enumerate(codes)}
        keys, tables = [], []
        for key, table in self._dense.items():
            first, last = (key[:-1], key[-1:]) if len(key) > 1 else (key, ())
            if first not in place:
                place[first] = len(columns)
                columns.append(codes[key[0]] * np.uint16(table.shape[1]) + codes[key[1]])
            keys.append((place[first], *(place[name,] for name in last)))
            tables.append(table.reshape(prod(table.shape[:-1]), table.shape[-1]) if len(key) == 3 else table)
        counting.count_tables(columns, keys, tables)

    def _widen(self, name: str) -> None:
        """Count a column by its values from now on: it has more levels than there are codes."""
        check_levels(self._plan[name], MOST_LEVELS + 1)
        coder = self._encoders[name]
        assert isinstance(coder, LevelEncoder)
        levels = coder.values(self._dense[(name,)])
        for key in self._three_first():
            if name in key:
                self._to_sparse(key)
        for key, table in self._sparse.items():
            if name in key:
                table.widen(key.index(name), levels)
        self._wide.add(name)

    def _three_first(self) -> list[Key]:
        return sorted((key for key in self._asked if key in self._dense or key in self._within), key=len, reverse=True)

    def _summed(self, pair: Key) -> IntArray:
        key = self._within[pair]
        (out,) = (i for i, name in enumerate(key) if name not in pair)
        return np.asarray(self._dense[key].sum(axis=out))

    def _to_sparse(self, key: Key) -> None:
        for pair in [pair for pair, three in self._within.items() if three == key]:
            self._dense[pair] = self._summed(pair)
            del self._within[pair]
        if key in self._optional:
            self._given_up.add(key)
            self._dense.pop(key, None)
            self._within.pop(key, None)
        else:
            self._sparse[key] = SparseTable(key)
            self._sparse[key].add_dense(self._dense.pop(key))

    def _fit(self) -> None:
        """Let the dense tables grow to the levels met by now, as far as the caps allow."""
        levels = {name: coder.levels for name, coder in self._encoders.items()}
        if levels == self._levels:
            return
        self._levels = levels
        for key in too_large(levels, self._three_first(), self._optional):
            self._to_sparse(key)
        for key, table in self._dense.items():
            shape = tuple(self._encoders[name].size for name in key)
            if shape != table.shape:
                self._dense[key] = _grown(table, shape)


def _grown(table: IntArray, shape: tuple[int, ...]) -> IntArray:
    larger = np.zeros(shape, np.int64)
    larger[tuple(slice(size) for size in table.shape)] = table
    return larger


class _Order(NamedTuple):
    """How the codes of a column are put in their canonical order."""

    order: IntArray
    place: IntArray  # the canonical codes, in order
    shared: bool  # whether several codes have one place

    @classmethod
    def of(cls, place: IntArray) -> _Order:
        order = np.argsort(place, kind="stable")
        place = place[order]
        return cls(order, place, bool((np.diff(place[place >= 0]) == 0).any()))


def _cells(table: IntArray, orders: Sequence[_Order]) -> Cells:
    """The cells of a dense table; its axes are put in canonical order first, then the cells are found in order."""
    if not table.size:
        return Cells(np.empty((0, table.ndim), np.int64), np.empty(0, np.int64))
    for axis, of in enumerate(orders):
        table = table.take(of.order, axis=axis)
    at = np.flatnonzero(table)
    codes = [of.place[i] for of, i in zip(orders, np.unravel_index(at, table.shape), strict=True)]
    cells = Cells(np.stack(codes, axis=1), table.ravel()[at])
    return summed([cells]) if any(of.shared for of in orders) else cells
