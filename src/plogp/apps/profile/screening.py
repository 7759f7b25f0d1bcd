"""What the numbers of all columns together say of each: noise among many, a leak, and the place in the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plogp.apps.profile.result import ColumnProfile
from plogp.estimators.testing.multiple_testing import benjamini_hochberg

# Of the columns that are said to tell something, one in twenty is expected to be noise.
SURE = 0.05
# A column that alone explains so much of the target, less what chance would show, is to be looked at: of a balanced yes
# or no it leaves 0.2 bit, so that 3 in 100 guesses are wrong (Fano), which what is known beforehand seldom allows. How
# far it stands above other columns says nothing: one real predictor among noise does too.
LEAK_SHARE = 0.8
MOST_COMPARED = 100  # columns that are compared with each other
UNFIT = {"identifier", "text numbers", "constant", "empty", "skipped"}


def judged(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """The columns with p-values adjusted for their number, noise and possible leaks tagged."""
    adjusted_values = iter(benjamini_hochberg([c.p_value for c in columns if c.p_value is not None]))
    gaps = iter(benjamini_hochberg([c.missing_adjusted for c in columns if c.missing_adjusted is not None]))
    adjusted = [
        replace(
            column,
            adjusted=None if column.p_value is None else next(adjusted_values),
            missing_adjusted=None if column.missing_adjusted is None else next(gaps),
        )
        for column in columns
    ]
    return _suspected([replace(c, tags=("no signal",)) if _silent(c) else c for c in adjusted])


def ranked(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """What tells more than chance would first, by how much; then the others; at the end what cannot be trusted."""
    return sorted(columns, key=_rank)


def _silent(column: ColumnProfile) -> bool:
    return not column.tags and column.adjusted is not None and column.adjusted > SURE


def _suspected(columns: list[ColumnProfile]) -> list[ColumnProfile]:
    return [
        replace(c, tags=("possible leak",)) if not c.tags and (c.share_of_target or 0.0) >= LEAK_SHARE else c
        for c in columns
    ]


def _rank(column: ColumnProfile) -> tuple[int, float]:
    tags = {*column.tags}
    groups = ({"constant", "empty", "skipped"}, {"identifier", "text numbers"}, {"too few rows"}, {"no signal"})
    place = next((len(groups) - i for i, group in enumerate(groups) if tags & group), 0)
    return place, -(column.share_of_target or 0.0)  # which is less what chance would show, so many levels do not help
