"""The page of a comparison of two tables: what has moved, by how much, and where."""

from __future__ import annotations

from typing import Any

from plogp.apps.drift import ColumnDrift, Drift
from plogp.apps.drift.result import DRAWN
from plogp.draw.bars import draw_bars
from plogp.draw.ranking import draw_estimates
from plogp.report.page import Picture, page
from plogp.results.estimate import unit_of
from plogp.translations.message import Message, say

_SHOWN = 12  # columns whose levels are drawn


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
        "comparison.html", result, lang, unit=Message(unit_of(result.base)), moved=moved, tested=tested,
        numbers={column.name: i for i, column in enumerate(result.columns)}, ranking=_ranking(result),
        levels=[(column, _levels(column)) for column in moved[:_SHOWN] if column.moved],
    )  # fmt: skip


def _ranking(result: Drift) -> Picture | None:
    def picture(*, lang: str, **look: Any) -> str:
        words = say("Jensen–Shannon divergence, in {unit}", lang, unit=say(unit_of(result.base), lang))
        return draw_estimates(result.ranking[:DRAWN], suspects=result.moved, words=words, lang=lang, **look)

    return picture if result.ranking else None


def _levels(column: ColumnDrift) -> Picture:
    """The levels that moved most, before and after."""

    def spoken(*, lang: str, **look: Any) -> str:
        names = [say("missing", lang) if level.level is None else level.level for level in column.moved]
        labels = say("reference", lang), say("current", lang)
        before, after = [level.reference for level in column.moved], [level.current for level in column.moved]
        return draw_bars(before, after, names, labels=labels, lang=lang, **look)

    return spoken
