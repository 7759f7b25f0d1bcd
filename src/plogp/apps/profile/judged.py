"""What the numbers of all columns together say of each: noise among many, a leak, and the place in the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from plogp.apps.profile.result import ColumnProfile
from plogp.estimators.many_tests import benjamini_hochberg

# Of the columns that are said to tell something, one in twenty is expected to be noise.
SURE = 0.05
# A column that explains so much of the target, or a third of it and several times more than any honest column, is to be
# looked at: numbers cannot know whether it was known in time.
LEAK_SHARE, LEAK_SHARE_ALONE, LEAK_GAP = 0.9, 1 / 3, 4
MOST_COMPARED = 100  # columns that are compared with each other
UNFIT = {"identifier", "text numbers", "constant", "empty", "skipped"}


def judged(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """The columns with p-values adjusted for their number, noise and possible leaks tagged."""
    told = iter(benjamini_hochberg([c.p_value for c in columns if c.p_value is not None]))
    gaps = iter(benjamini_hochberg([c.missing_adjusted for c in columns if c.missing_adjusted is not None]))
    adjusted = [
        replace(
            column,
            adjusted=None if column.p_value is None else next(told),
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
    shares = sorted((c.share_of_target for c in columns if c.share_of_target is not None and not c.tags), reverse=True)
    level = LEAK_SHARE
    for share, beneath in pairwise(shares):
        if share > LEAK_SHARE_ALONE and share > LEAK_GAP * beneath:
            level = min(level, share)
    return [
        replace(c, tags=("possible leak",)) if not c.tags and (c.share_of_target or 0.0) >= level else c
        for c in columns
    ]


def _rank(column: ColumnProfile) -> tuple[int, float]:
    tags = {*column.tags}
    groups = ({"constant", "empty", "skipped"}, {"identifier", "text numbers"}, {"too few rows"}, {"no signal"})
    place = next((len(groups) - i for i, group in enumerate(groups) if tags & group), 0)
    return place, -(column.share_of_target or 0.0)  # which is less what chance would show, so many levels do not help
