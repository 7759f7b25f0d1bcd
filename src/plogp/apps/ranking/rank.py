"""Ranks the columns of a table of any size by what they tell of one of them, from counts alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log, nan
from typing import Any

import plogp
from plogp.apps._columns import names_rows
from plogp.estimators.testing.chance_test import shared_by_chance
from plogp.estimators.testing.multiple_testing import benjamini_hochberg
from plogp.theory.contingency import Contingency
from plogp.theory.errors import UnusableColumn
from plogp.theory.extras import require
from plogp.theory.parameters import name_of
from plogp.theory.units import base_of

# Of the columns that stand before what tells nothing, one in twenty is expected to be noise.
SURE = 0.05


@dataclass(frozen=True)
class Ranked:
    """One column, and what it tells of the target."""

    name: str
    information: plogp.Estimate
    identifier: bool  # names rows: what it tells is not to be trusted, and it stands after the others
    beyond_chance: float = nan  # the plug-in information less what unrelated columns of these levels show
    p_value: float = nan  # the probability that an unrelated column shows as much
    adjusted: float = nan  # the same for the number of columns (Benjamini & Hochberg)


def rank(table: Any, target: str, *, base: float = 2) -> list[Ranked]:
    """Columns by their mutual information with a target beyond chance, the most telling first.

    Of a column of many levels chance alone shows much: those that tell more than chance would come first, by how much
    more, then the others, at the end what names rows.

    Parameters
    ----------
    table : path, data frame, or Tally
        Anything that `plogp.Table` takes, counted in one pass and bounded memory; or a tally that holds the pairs of
        columns with the target, merged from parts if need be.
    target : str
        The column that the others are to predict; rows without it do not count.
    base : float
        Base of the logarithm.

    Examples
    --------
    >>> import plogp
    >>> rows = {"sky": ["clear", "rain"] * 50, "day": [1, 1, 2, 2] * 25, "umbrella": [False, True] * 50}
    >>> [column.name for column in plogp.rank(rows, "umbrella")]
    ['sky', 'day']
    """
    with require("tables"):
        from plogp.engines.tallies import opened
        from plogp.engines.tally.tally import Tally
    base = base_of(base)
    if name_of("target", target) is None:
        raise UnusableColumn("target is the name of the column to be predicted, but it is None")
    source = opened(table)
    tally = source if isinstance(source, Tally) else _counted(source, target)
    if target not in tally.axes:
        raise UnusableColumn(f"there is no column {target!r} in the tally; it has {', '.join(tally.axes)}")
    present = int((tally.dense(target, present=[target]) > 0).sum())
    if present < 2:
        raise UnusableColumn(f"target {target!r} has fewer than two values: there is nothing to be learnt of it")
    ranked = []
    for name in tally.axes:
        pair = next((key for key in ((name, target), (target, name)) if key in tally.cells), None)
        if pair is None:
            continue
        counts = tally.dense(*pair, present=[target])
        axis = tally.axes[name]
        identifier = names_rows(axis, tally.rows_of(name), axis.distinct)
        information = plogp.mutual_information(plogp.Counts(counts), base=base)
        found = shared_by_chance(Contingency.of_table(counts))
        beyond = (found.shared - found.expected) / log(base)
        ranked.append(Ranked(name, information, identifier, beyond, found.p_value))
    if not ranked:
        raise UnusableColumn(
            f"the tally holds no pair of a column with {target!r}: count it with tables=[(column, {target!r}), …]"
        )
    adjusted = benjamini_hochberg([column.p_value for column in ranked])
    ranked = [replace(column, adjusted=p) for column, p in zip(ranked, adjusted, strict=True)]
    return sorted(ranked, key=lambda column: (column.identifier, column.adjusted > SURE, -column.beyond_chance))


def _counted(source: Any, target: str) -> Any:
    from plogp.engines.sources.source import check_columns
    from plogp.engines.tally.column_types import Kind, kind_of

    check_columns(source, [target])
    names = [field.name for field in source.schema() if kind_of(field.type) is not Kind.NESTED]
    return plogp.tally(source, names, [(name, target) for name in names if name != target])
