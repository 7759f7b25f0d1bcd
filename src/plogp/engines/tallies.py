"""A table counted from scratch, or in the same way as another was: the columns, bins and tables of a kept tally."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.engines.arguments import bins_of, policy_of, tables_in
from plogp.engines.counting.count import count
from plogp.engines.counting.quantile_edges import BINS
from plogp.engines.counting.survey import survey
from plogp.engines.sources.open_source import open_source
from plogp.engines.sources.source import Source, check_columns, column_names, narrowed, no_rows
from plogp.engines.sources.text.leading_zeros import share_codes
from plogp.engines.tally.cells import Axis, Cells, Key
from plogp.engines.tally.column_types import NUMBERS, Kind, kind_of, levels_array
from plogp.engines.tally.file_format import is_tally, read_tally
from plogp.engines.tally.plan import Column, Missing, Plan, one_policy
from plogp.engines.tally.tally import Tally, merged
from plogp.theory.errors import InvalidParameter, SchemaMismatch, UnusableColumn
from plogp.theory.parameters import names_in, shown
from plogp.theory.progress import Progress, progress_of


def opened(data: Any) -> Source | Tally:
    """A tally, or those that some files hold as one, or else the source of a table."""
    parts = list(data) if isinstance(data, list | tuple) else [data]
    tallies = [isinstance(one, Tally) or (isinstance(one, str | Path) and is_tally(one)) for one in parts]
    if not any(tallies):
        return open_source(data)
    if not all(tallies):
        raise InvalidParameter(
            f"{shown(parts[tallies.index(False)])} is no tally, and {shown(parts[tallies.index(True)])} is one: count "
            "the tables like the tally (plogp tally TABLE --like TALLY), and give the tallies"
        )
    return merged([one if isinstance(one, Tally) else read_tally(one) for one in parts])


def label_of(data: Any, held: Source | Tally) -> str:
    """The title of what was opened."""
    if not isinstance(held, Tally):
        return held.label
    first, *others = data if isinstance(data, list | tuple) else [data]
    if others:
        return f"{1 + len(others)} tallies"
    return Path(first).name if isinstance(first, str | Path) else "tally"


def tally(
    data: Any,
    columns: Sequence[str] | None = None,
    tables: Iterable[Key] = (),
    *,
    like: Tally | None = None,
    missing: Missing | None = None,
    bins: int | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Count each of some columns of a table (of all that can be counted), and tables of several of them.

    Parameters
    ----------
    data : path, glob, list of paths, or table
        Anything that `plogp.Table` takes.
    columns : sequence of str, optional
        The columns to count; all that can be counted if not said.
    tables : iterable of tuple of str
        Columns that are counted together as well.
    like : Tally, optional
        Another tally, whose columns, tables, edges and missing policy are taken, so that both can be compared or
        merged.
    missing : Missing, optional
        What becomes of missing values: one more level if not said.
    bins : int, optional
        Bins of equal weight that a column of many different numbers or times is cut into; 16 if not said.
    progress : callable, optional
        Called with a stage, how many rows were done since the last call, and how many there are, if known.

    Raises
    ------
    UnknownColumn, UnusableColumn
        A column is not there, holds lists, or is needed by a table and not among the columns.
    SchemaMismatch
        A column of `like` is not there or holds something else.
    TooManyCells
        A column that had no values when `like` was planned has numbers now that need bins.

    Examples
    --------
    >>> import plogp
    >>> rows = {"sky": ["clear", "rain", "rain"], "late": [0, 1, 0]}
    >>> plogp.tally(rows, tables=[("sky", "late")]).dense("sky", "late")
    array([[1, 0],
           [1, 1]])
    """
    missing, report = policy_of(missing), progress_of(progress)
    source = open_source(data)
    if like is not None:
        if not isinstance(like, Tally):
            raise InvalidParameter(f"like= is a Tally, but it is {shown(like)}")
        if columns is not None or bins is not None or tables_in("tables", tables):
            raise InvalidParameter("columns=, tables= and bins= are those of the tally of like=: leave them out")
        one_policy([like.missing, missing or like.missing])
        source = narrowed(source, like.plan.names)
        share_codes([source], [column.name for column in like.plan.columns if column.kind is Kind.STRING])
        planned = _bounded(plan_like(like.plan, source), like.plan)
        try:
            found = count(source, planned, like.cells, like.given_up, progress=report)
        except pa.ArrowInvalid as error:
            raise SchemaMismatch(f"{source.name} holds {error}, as the table does that it is compared with") from error
    else:
        source, planned, keys = _planned(source, columns, tables, missing, report, bins)
        found = count(source, planned, keys, progress=report)
    if not found.rows:
        raise no_rows(source)
    return found


def plan(
    data: Any,
    columns: Sequence[str] | None = None,
    tables: Iterable[Key] = (),
    *,
    missing: Missing | None = None,
    bins: int | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Plan the count of a table: a tally of none of its rows, that its parts are counted `like`, wherever they lie.

    The arguments, and the errors, are those of `tally`.

    Examples
    --------
    >>> import plogp
    >>> both = {"late": [0, 1, 0, 1]}
    >>> plan = plogp.plan(both)
    >>> parts = [plogp.tally({"late": part}, like=plan) for part in ([0, 1], [0, 1])]
    >>> plogp.merge(*parts).digest() == plogp.tally(both).digest()
    True
    """
    _, planned, keys = _planned(open_source(data), columns, tables, policy_of(missing), progress_of(progress), bins)
    axes = {
        c.name: Axis(c.name, c.kind, levels_array([], c.kind) if c.edges is None else None, c.edges, c.distinct)
        for c in planned.columns
    }
    none = np.empty(0, np.int64)
    cells = {
        key: Cells(np.empty((0, len(key)), np.int64), none) for key in [*((name,) for name in planned.names), *keys]
    }
    return Tally(0, axes, cells, (), planned.missing)


def merge(*tallies: Tally) -> Tally:
    """Merge tallies of one plan: levels are united, integers added, in any order with the same result.

    Parameters
    ----------
    *tallies : Tally
        At least one.

    Raises
    ------
    SchemaMismatch
        They count other columns or tables, or in other bins.
    TooManyRows
        Their rows are more than 64-bit counts hold.

    Examples
    --------
    >>> import plogp
    >>> january = plogp.tally({"sky": ["clear", "rain"]})
    >>> plogp.merge(january, plogp.tally({"sky": ["rain"]}, like=january)).dense("sky")
    array([1, 2])
    """
    if not tallies or not isinstance(tallies[0], Tally):
        raise InvalidParameter(f"tallies are merged, but these are {shown(tallies)}")
    return merged(tallies)


def _planned(
    source: Source,
    columns: Sequence[str] | None,
    tables: Iterable[Key],
    missing: Missing | None,
    progress: Progress,
    bins: int | None,
) -> tuple[Source, Plan, list[Key]]:
    """The plan for some columns of a source, and the tables that are asked for, if they can be counted."""
    chosen = names_in("columns=", columns)
    check_columns(source, chosen)
    keys = tables_in("tables", tables)
    check_columns(source, [name for key in keys for name in key])
    names = list(dict.fromkeys(column_names(source) if columns is None else chosen))
    source = narrowed(source, names)
    plan = survey(source, names, bins=bins_of(bins) or BINS, missing=missing or Missing.CATEGORY, progress=progress)
    counted = Plan(tuple(column for column in plan.columns if column.kind is not Kind.NESTED), plan.missing)
    if names and not counted.columns:
        raise UnusableColumn(f"no column of {source.name} can be counted: all hold lists, structs or the like")
    for key in keys:
        for name in key:
            if name not in names:
                raise UnusableColumn(f"the table of {key} needs column {name!r}, which columns= leaves out: add it")
            if name not in counted.names:
                raise UnusableColumn(f"column {name!r} holds lists, structs or the like, which have no levels to count")
    return source, counted, keys


def plan_like(reference: Plan, source: Source) -> Plan:
    """The plan of another table for this one, whose columns must be there and hold the same kind of values."""
    kinds = {field.name: kind_of(field.type) for field in source.schema()}
    columns, faults = [], []
    for column in reference.columns:
        if column.name not in kinds:
            faults.append(f"{column.name!r} is not there")
            continue
        here = kinds[column.name]
        if not _alike(column.kind, here):
            faults.append(f"{column.name!r} holds {here} here and {column.kind} there")
        columns.append(_here(column, here))
    if faults:
        raise SchemaMismatch(
            f"{source.name} does not have the columns of the table it is compared with: {'; '.join(faults)}"
        )
    return Plan(tuple(columns), reference.missing)


def _alike(there: Kind, here: Kind) -> bool:
    written = here is Kind.STRING and there in (Kind.DATE, Kind.TIMESTAMP, Kind.TIME)  # read when it is counted
    return here is there or Kind.EMPTY in (here, there) or {here, there} <= NUMBERS or written


def _bounded(plan: Plan, reference: Plan) -> Plan:
    """With no different values known of columns that were empty, so that they cannot become as long as the table."""
    empty = {column.name for column in reference.columns if column.kind is Kind.EMPTY}
    return replace(plan, columns=tuple(replace(c, distinct=0) if c.name in empty else c for c in plan.columns))


def _here(column: Column, here: Kind) -> Column:
    """A column that had no values there takes the kind that it has here, so that they are counted."""
    return replace(column, kind=here) if column.kind is Kind.EMPTY and here is not Kind.NESTED else column
