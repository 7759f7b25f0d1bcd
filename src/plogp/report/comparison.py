"""The page of a comparison of two tables: what has moved, by how much, and where."""

from __future__ import annotations

from functools import partial
from typing import Any

from plogp.apps.drift import ColumnDrift, Drift
from plogp.draw.bars import draw_bars
from plogp.draw.ranking import draw_ranking
from plogp.report.page import Picture, four_digits, page
from plogp.results.estimate import unit_of
from plogp.translations.message import say

_RANKED, _SHOWN = 20, 12  # columns in the picture, and columns whose levels are drawn


def comparison_page(result: Drift, *, lang: str = "en") -> str:
    """The HTML of a comparison.

    Examples
    --------
    >>> import plogp
    >>> before, after = {"sky": ["clear", "rain"] * 50}, {"sky": ["rain"] * 90 + ["clear"] * 10}
    >>> comparison_page(plogp.compare(before, after)).startswith("<!doctype html>")
    True
    """
    moved = [column for column in result.columns if column.alarm]
    tested = sum(column.p_value is not None for column in result.columns)
    return page(
        "comparison.html", result, lang, unit=unit_of(result.base), moved=moved, tested=tested,
        numbers={column.name: i for i, column in enumerate(result.columns)}, ranking=_ranking(result),
        levels=[(column, _levels(column)) for column in moved[:_SHOWN] if column.moved],
    )  # fmt: skip


def _ranking(result: Drift) -> Picture | None:
    known = [(c, c.js) for c in result.columns if c.js is not None][:_RANKED]
    if not known:
        return None
    picture = partial(
        draw_ranking, [c.name for c, _ in known], [e.value for _, e in known], low=[e.low for _, e in known],
        high=[e.high for _, e in known], suspects=[i for i, (c, _) in enumerate(known) if c.alarm], form=four_digits,
    )  # fmt: skip

    def spoken(*, lang: str, **look: Any) -> str:
        unit = say(unit_of(result.base), lang)
        return picture(words=say("Jensen–Shannon divergence, in {unit}", lang, unit=unit), lang=lang, **look)

    return spoken


def _levels(column: ColumnDrift) -> Picture:
    """The levels that moved most, before and after."""

    def spoken(*, lang: str, **look: Any) -> str:
        names = [say("missing", lang) if level.level is None else level.level for level in column.moved]
        labels = say("reference", lang), say("current", lang)
        before, after = [level.reference for level in column.moved], [level.current for level in column.moved]
        return draw_bars(before, after, names, labels=labels, lang=lang, **look)

    return spoken
