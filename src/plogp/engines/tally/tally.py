"""The tally: mergeable integer counts of columns and of their combinations, all that an estimator ever sees."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.tally.cells import NAN_CODE, NULL_CODE, Axis, Cells, IntArray, Key, summed, without_nan
from plogp.engines.tally.column_types import NUMBERS, Kind, in_one_type, narrow, plain_values
from plogp.engines.tally.infinite_bins import LOWEST, without_infinities
from plogp.engines.tally.plan import Column, Missing, Plan, one_policy
from plogp.theory.errors import InvalidParameter, SchemaMismatch, TooManyRows, UnusableColumn
from plogp.theory.parameters import names_in, shown
from plogp.theory.unknown_column import no_column


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts of a table: levels in canonical order, cells per tuple of columns, integers throughout.

    Attributes
    ----------
    rows : int
        How many rows were counted.
    axes : mapping of str to Axis
        The columns.
    cells : mapping of tuple of str to Cells
        The tables that were counted; every column has at least the table of itself.
    given_up : tuple of tuple of str
        Tables that were asked for and grew beyond the caps.
    missing : Missing
        What becomes of missing values when a table is cut out.

    Examples
    --------
    >>> import plogp
    >>> january = plogp.tally({"sky": ["clear", "rain", "rain"], "wind": [3.5, None, 4.0]}, tables=[("sky", "wind")])
    >>> february = plogp.tally({"sky": ["fog", "rain"], "wind": [3.5, 3.5]}, like=january)
    >>> january.merge(february).dense("sky", "wind")
    array([[1, 0, 0],
           [1, 0, 0],
           [1, 1, 1]])
    """

    rows: int
    axes: Mapping[str, Axis]
    cells: Mapping[Key, Cells]
    given_up: tuple[Key, ...] = ()
    missing: Missing = Missing.CATEGORY

    def dense(self, *names: str, present: Sequence[str] = ()) -> IntArray:
        """One table as an array with an axis per column; missing is the last place of an axis, where there is any.

        Where NaN and null are kept apart they are the last two, in this order.
        Rows that lack a value of a column in `present` are left out, or of any column if the policy is to drop.
        """
        cells = self.kept(names, present)
        places, shape = [], []
        for name, code in zip(names, cells.codes.T, strict=True):
            size, lacking = self.axes[name].size, np.unique(code[code < 0])
            places.append(np.where(code < 0, size + np.searchsorted(lacking, code), code))
            shape.append(size + len(lacking))
        table = np.zeros(shape, np.int64)
        table[tuple(places)] = cells.n
        return table

    def kept(self, names: Key, present: Sequence[str] = ()) -> Cells:
        """The cells of one table without those that lack what is needed."""
        cells, present = self._cells(names), names_in("present=", present)
        if not {*present} <= {*names}:
            raise UnusableColumn(f"present= names columns of the table {names}, but it is {list(present)}")
        needed = [names.index(name) for name in (names if self.missing is Missing.DROP else present)]
        keep = (cells.codes[:, needed] >= 0).all(axis=1)
        return Cells(cells.codes[keep], cells.n[keep])

    def missing_rows(self, name: str) -> int:
        """How many rows lack a value of this column."""
        cells = self._cells((name,))
        return int(cells.n[cells.codes[:, 0] < 0].sum())

    def rows_of(self, name: str) -> IntArray:
        """How many rows have each level or bin of a column."""
        cells = self._cells((name,))
        n = np.zeros(self.axes[name].size, np.int64)
        there = cells.codes[:, 0] >= 0
        n[cells.codes[there, 0]] = cells.n[there]
        return n

    def _cells(self, names: Key) -> Cells:
        if names_in("a table", names) in self.cells:
            return self.cells[names]
        for name in names:
            if name not in self.axes:
                raise no_column(name, list(self.axes), "the tally")
        turned = next((key for key in self.cells if len(key) == len(names) and {*key} == {*names}), None)
        if turned is not None:
            cells = self.cells[turned]
            return summed([Cells(cells.codes[:, [turned.index(name) for name in names]], cells.n)])
        why = "grew beyond the caps" if names in self.given_up else "was not counted: ask for it as one of tables="
        raise UnusableColumn(f"the table of {', '.join(map(repr, names))} {why}")

    @property
    def plan(self) -> Plan:
        """The plan that it was counted by; a table counted by it needs no pass for edges."""
        columns = (
            Column(axis.name, axis.kind, without_infinities(axis.edges), axis.distinct) for axis in self.axes.values()
        )
        return Plan(tuple(columns), self.missing)

    def merge(self, other: Tally) -> Tally:
        """The tally of both together: levels are united, integers added, in any order with the same result."""
        return merged([self, other])

    def over(self, axes: Mapping[str, Axis]) -> Tally:
        """The same counts in the codes of other axes that have all of its levels, such as those of a merged tally."""
        same = {name for name, axis in self.axes.items() if axis is axes[name] or axis.has_codes_of(axes[name])}
        cells = {
            key: cells if same.issuperset(key) else _recoded(cells, key, self.axes, axes)
            for key, cells in self.cells.items()
        }
        return replace(self, axes=axes, cells=cells)

    def part(self, names: Sequence[str], tables: Iterable[Key], optional: Iterable[Key] = ()) -> Tally:
        """Some of its columns with tables of them, which must be there, and optional ones, each in the order asked."""
        held = {frozenset(key): key for key in self.cells}
        tables = list(tables)
        for key in tables:
            if frozenset(key) not in held:
                a, *others = map(repr, key)
                raise UnusableColumn(
                    f"the tally does not hold {a} together with {', '.join(others)}: make it with --target {key[-1]}"
                )
        asked = [*((name,) for name in names), *tables, *(key for key in optional if frozenset(key) in held)]
        cells = {key: self._cells(key) for key in asked}
        return replace(self, axes={name: self.axes[name] for name in names}, cells=cells, given_up=())

    def check_asked(self, bins: int | None, missing: Missing | None) -> None:
        """Raise if bins or a policy of missing values are asked for that are not its own."""
        if bins is not None:
            raise InvalidParameter(f"{bins} bins cannot be had of a tally, which has its own: leave them out")
        one_policy([self.missing, missing or self.missing])

    def only(self, names: Sequence[str], tables: Iterable[tuple[str, ...]] = ()) -> Tally:
        """Some of its columns, and of its tables of several columns."""
        wanted = [*((name,) for name in names), *tables]
        return replace(
            self,
            axes={name: self.axes[name] for name in names},
            cells={key: self.cells[key] for key in wanted if key in self.cells},
            given_up=tuple(key for key in wanted if key not in self.cells),
        )

    def digest(self) -> str:
        """A fingerprint of all counts, equal for equal counts whichever way they were made."""
        seal = hashlib.sha256()
        for name, axis in sorted(self.axes.items()):
            kind = Kind.NUMBER if axis.kind is Kind.INTEGER else axis.kind
            seal.update(json.dumps([name, kind, axis.edges, plain_values(axis.levels)], default=repr).encode())
        for key, cells in sorted(self.cells.items()):
            order = sorted(range(len(key)), key=key.__getitem__)
            sorted_cells = summed([Cells(cells.codes[:, order], cells.n)])
            seal.update(json.dumps([key[i] for i in order]).encode())
            seal.update(sorted_cells.codes.astype("<i8").tobytes() + sorted_cells.n.astype("<i8").tobytes())
        return seal.hexdigest()[:16]


def tallied(
    rows: int, axes: Mapping[str, Axis], cells: Mapping[Key, Cells], given_up: Iterable[Key], missing: Missing
) -> Tally:
    """The tally of what an engine has counted, which tells NaN from null whatever is to become of them."""
    if missing is not Missing.SEPARATE:
        cells = {key: without_nan(table) for key, table in cells.items()}
    return Tally(rows, axes, cells, tuple(sorted(given_up)), missing)


def merged(tallies: Sequence[Tally]) -> Tally:
    """All of some tallies as one."""
    first, *others = tallies
    for other in others:
        if not isinstance(other, Tally):
            raise InvalidParameter(f"a tally is merged with a Tally, but this is {shown(other)}")
        one_policy([first.missing, other.missing])
        if {*first.axes} != {*other.axes} or {*first.cells, *first.given_up} != {*other.cells, *other.given_up}:
            raise SchemaMismatch("two tallies can be merged if they count the same tables of the same columns")
    rows = sum(tally.rows for tally in tallies)
    if rows >= 2**63:
        raise TooManyRows(f"{rows:,} rows are more than 64-bit counts hold: merge fewer tallies")
    given_up = tuple(sorted({key for tally in tallies for key in tally.given_up}))
    together = aligned(tallies)
    cells = {key: summed([tally.cells[key] for tally in together]) for key in first.cells if key not in given_up}
    return Tally(rows, together[0].axes, cells, given_up, first.missing)


def aligned(tallies: Sequence[Tally]) -> list[Tally]:
    """The same tallies, each over the levels that any of them has, so that their codes mean the same."""
    first, *others = tallies
    axes = {name: reduce(_united, [other.axes[name] for other in others], axis) for name, axis in first.axes.items()}
    return [tally.over(axes) for tally in tallies]


def _united(a: Axis, b: Axis) -> Axis:
    if without_infinities(a.edges) != without_infinities(b.edges):
        raise SchemaMismatch(f"column {a.name!r} was cut into other bins: merge tallies of one plan")
    if a.edges is not None or a.levels is None or b.levels is None:
        edges = None if a.edges is None or b.edges is None else tuple(sorted({*a.edges, *b.edges}))
        return replace(a, kind=Kind.NUMBER if b.kind is Kind.NUMBER else a.kind, edges=edges, distinct=None)
    if not (len(a.levels) and len(b.levels)):
        return a if len(a.levels) else b
    if a.kind is not b.kind and not {a.kind, b.kind} <= NUMBERS:
        raise SchemaMismatch(f"column {a.name!r} holds {a.kind} in one tally and {b.kind} in the other")
    if a.kind is b.kind and a.levels.equals(b.levels):
        return a
    levels = narrow(pa.concat_arrays(in_one_type([a.levels, b.levels])).unique())
    kind = a.kind if a.kind is b.kind else Kind.NUMBER
    return Axis(a.name, kind, levels.take(pc.array_sort_indices(levels)))


def _recoded(cells: Cells, key: Key, old: Mapping[str, Axis], new: Mapping[str, Axis]) -> Cells:
    """The same cells in the codes of the united levels, of which several may be one where some are doubles."""
    columns, shared = [], False
    for i, name in enumerate(key):
        before, after = old[name].levels, new[name].levels
        codes = cells.codes[:, i]
        if LOWEST in (new[name].edges or ()) and LOWEST not in (old[name].edges or ()):
            codes = codes + (codes >= 0)
        if before is not None and after is not None and len(before) and not before.equals(after):
            values, known = in_one_type([before, after])
            place = pc.index_in(values, value_set=known).to_numpy()
            codes = np.append(place, [NAN_CODE, NULL_CODE])[codes]
            shared = shared or len(np.unique(place)) < len(place)
        columns.append(codes)
    recoded = Cells(np.stack(columns, axis=1).astype(np.int64), cells.n)
    return summed([recoded]) if shared else recoded
