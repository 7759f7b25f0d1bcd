"""A table in a file or a frame: some of its columns, counted together when a quantity asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from plogp.distributions.observations.counts import Counts
from plogp.distributions.observations.observed import Observed
from plogp.theory.counts.code_arrays import combined, is_sparse, renumbered
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import InvalidParameter, ShapeMismatch, TooManyCells, UnusableColumn
from plogp.theory.extras import require
from plogp.theory.parameters import shown

if TYPE_CHECKING:
    from plogp.engines.sources.source import Source
    from plogp.engines.tally.cells import IntArray
    from plogp.engines.tally.plan import Missing, Plan
    from plogp.engines.tally.tally import Tally


@dataclass(frozen=True, eq=False, init=False)
class Table(Observed):
    """Some columns of a table: the joint distribution of their values, known through its rows.

    Text, booleans, whole numbers and times with few values are counted by value, other numbers and times in 16 bins of
    equal weight.

    Parameters
    ----------
    data : path, glob, list of paths, or table
        Parquet, CSV, TSV, JSON lines, Arrow or Feather files, a folder of them, `-` for standard input, or a URL;
        pandas, Polars, PyArrow or any other table that hands out an Arrow stream; a lazy table of Polars, DuckDB, Ibis,
        Dask or Spark, which counts itself; a dict of columns; `Delimited`, which says how a text file is written. Or a
        tally that holds these columns together, the file it was saved to, or a list of such, which are merged.
    *columns : str
        The variables, in the order in which a quantity speaks of them.
    given : str or sequence of str, optional
        Columns that are known beforehand: mutual information becomes I(X;Y|Z).
    missing : Missing, optional
        What becomes of missing values; left out, null and NaN alike are one more value.

    Raises
    ------
    FileMissing, UnreadableData, EmptyData, UnknownColumn
        There is no such data.
    UnusableColumn
        A column has no values at all, or holds lists.

    Examples
    --------
    >>> import plogp
    >>> rows = {"sky": ["clear", "rain", "rain", "clear"] * 50, "umbrella": [False, True, True, False] * 50}
    >>> print(plogp.mutual_information(plogp.Table(rows, "sky", "umbrella"), base=2))
    1.004 bit (0.860 to 1.004, 95 %)
    """

    data: Any
    columns: tuple[str, ...]
    given: tuple[str, ...]
    missing: Missing | None

    def __init__(
        self, data: Any, *columns: str, given: str | Sequence[str] | None = None, missing: Missing | None = None
    ) -> None:
        named = () if given is None else (given,) if isinstance(given, str) else given
        if not isinstance(named, tuple | list) or not all(isinstance(name, str) for name in (*columns, *named)):
            raise UnusableColumn(f"columns are named by strings, but these are {shown(columns)}, given {shown(given)}")
        if missing is not None and type(missing).__name__ != "Missing":
            raise InvalidParameter(f"missing= is a plogp.Missing, such as Missing.DROP, but it is {shown(missing)}")
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "given", tuple(named))
        object.__setattr__(self, "missing", missing)

    def counts(self) -> Counts:
        """How often each combination of values occurs, the given columns on the last axes."""
        return Counts(self.table(), tuple(range(len(self.columns), len(self.columns) + len(self.given))))

    @property
    def conditions(self) -> int:
        """How many of the columns are given beforehand."""
        return len(self.given)

    def table(self) -> IntArray:
        """How often each combination of values occurs, the given columns on the last axes."""
        names = (*self.columns, *self.given)
        (tally,) = _tallies(*_planned([self]), names)
        sizes = [tally.axes[name].size + 1 for name in names]
        if is_sparse(tuple(sizes), tally.rows):
            said = ", ".join(f"{name!r} {size - 1:,}" for name, size in zip(names, sizes, strict=True))
            raise TooManyCells(f"the columns have too many combinations of values to lay out as a table: {said}")
        return tally.dense(*names)

    def contingency(self) -> Contingency:
        """The combinations that occur, whatever the number of values."""
        names = (*self.columns, *self.given)
        opened, plan = _planned([self])
        n = _sizes(opened[0], plan)
        if n is not None:
            return Contingency.of_cells(n, (np.arange(n.size),), (n.size,), len(self.given))
        codes, n, levels = _codes(_tallies(opened, plan, names)[0], names)
        return Contingency.of_cells(n, codes, levels, len(self.given))

    def beside(self, *others: Observed) -> list[IntArray]:
        """The counts of several tables over the combinations that any of them has, numbers cut at edges of all rows."""
        together = [d for d in (self, *others) if isinstance(d, Table)]
        if len(together) <= len(others):
            return super().beside(*others)
        names = (*self.columns, *self.given)
        for d in together:
            if (*d.columns, *d.given) != names:
                raise ShapeMismatch(f"tables of the columns {names} and {(*d.columns, *d.given)} cannot be compared")
        coded = [_codes(tally, names) for tally in _tallies(*_planned(together), names)]
        columns = tuple(np.concatenate(parts) for parts in zip(*(codes for codes, _, _ in coded), strict=True))
        index, cells = renumbered(combined(columns, coded[0][2])[0])
        ends = np.cumsum([len(n) for _, n, _ in coded])[:-1]
        counted = []
        for part, (_, n, _) in zip(np.split(index, ends), coded, strict=True):
            counts = np.zeros(cells, np.int64)
            counts[part] = n
            counted.append(counts)
        return counted


def _codes(tally: Tally, names: tuple[str, ...]) -> tuple[tuple[IntArray, ...], IntArray, tuple[int, ...]]:
    """The codes of the cells with missing as the last, how often each occurs, and what lies above the codes."""
    cells = tally.kept(names)
    levels = [tally.axes[name].size + 2 for name in names]  # the last two: NaN, null
    codes = tuple(np.where(code < 0, above + code, code) for code, above in zip(cells.codes.T, levels, strict=True))
    return codes, cells.n, tuple(levels)


def _planned(tables: Sequence[Table]) -> tuple[list[Source | Tally], Plan]:
    """Tables of the same columns, opened, and one plan for all of them."""
    with require("tables"):
        from plogp.engines.counting import survey
        from plogp.engines.sources import concatenated, source
        from plogp.engines.tallies import opened as open_or_read
        from plogp.engines.tally.column_types import Kind
        from plogp.engines.tally.plan import Missing, one_policy
        from plogp.engines.tally.tally import Tally
        from plogp.theory.unknown_column import no_column
    names = (*tables[0].columns, *tables[0].given)
    if not names:
        raise UnusableColumn("a Table needs the names of its columns, as in Table(data, 'a', 'b')")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnusableColumn(f"column {twice[0]!r} is named more than once")
    held = [open_or_read(table.data) for table in tables]
    tallies = [each for each in held if isinstance(each, Tally)]
    default = tallies[0].missing if tallies else Missing.CATEGORY
    missing = one_policy([*(tally.missing for tally in tallies), *(table.missing or default for table in tables)])
    sources = [each for each in held if not isinstance(each, Tally)]
    for each in sources:
        source.check_columns(each, names)
    for tally in tallies:
        for name in names:
            if name not in tally.axes:
                raise no_column(name, list(tally.axes), "the tally")
    if tallies:
        return held, tallies[0].only(names).plan
    sources = [source.narrowed(each, names) for each in sources]
    whole = sources[0] if len(sources) == 1 else concatenated.Concatenated(sources, names)
    plan = survey.survey(whole, names, missing=missing)
    nested = [column.name for column in plan.columns if column.kind is Kind.NESTED]
    if nested:
        raise UnusableColumn(f"column {nested[0]!r} holds lists, structs or the like, which have no levels to count")
    return [*sources], plan


def _sizes(opened: Source | Tally, plan: Plan) -> IntArray | None:
    """How often each value of a single column occurs, in no order, if its values can stay where they are."""
    from plogp.engines.counting import count
    from plogp.engines.tally.tally import Tally

    if isinstance(opened, Tally) or len(plan.columns) > 1:
        return None
    n = count.sizes(opened, plan)
    return None if n is None or n.size < 2 else n  # one value: it may be a column of nothing but missing ones


def _tallies(opened: Sequence[Source | Tally], plan: Plan, names: tuple[str, ...]) -> list[Tally]:
    """The counts of tables in the same bins and over the same levels."""
    from plogp.engines.counting import count
    from plogp.engines.sources import source
    from plogp.engines.tallies import plan_like
    from plogp.engines.tally.column_types import Kind
    from plogp.engines.tally.tally import Tally, aligned

    def counted(one: Source | Tally) -> Tally:
        if isinstance(one, Tally):
            return one.part(names, [names])
        return count.count(one, plan_like(plan, one), [names])

    tallies = aligned([counted(each) for each in opened])
    for each, tally in zip(opened, tallies, strict=True):
        if not tally.rows:
            raise source.no_rows(each)
    empty = [name for name in names if tallies[0].axes[name].kind is Kind.EMPTY]
    if empty:
        rows = sum(tally.rows for tally in tallies)
        raise UnusableColumn(f"column {empty[0]!r} has no values: all {rows:,} rows are missing")
    if not all(len(tally.kept(names).n) for tally in tallies):
        raise UnusableColumn(f"no row has a value of each of {', '.join(map(repr, names))}")
    return tallies
