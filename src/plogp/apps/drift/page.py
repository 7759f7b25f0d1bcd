"""The page of a comparison of two tables: what has moved, by how much, and where."""

from __future__ import annotations

from typing import Any

from plogp.apps.drift.result import DRAWN, ColumnDrift, Drift
from plogp.draw.bars import draw_bars
from plogp.draw.ranking import draw_estimates
from plogp.report.page import Picture, fragment, page
from plogp.results.estimate import unit_of
from plogp.translations.message import Message, say

_SHOWN = 12  # columns whose levels are drawn


def drift_page(result: Drift, lang: str = "en", command: str = "") -> str:
    """The HTML of a comparison.

    Examples
    --------
    >>> import plogp
    >>> before, after = {"sky": ["clear", "rain"] * 50}, {"sky": ["rain"] * 90 + ["clear"] * 10}
    >>> drift_page(plogp.compare(before, after)).startswith("<!doctype html>")
    True
    """
    moved = [column for column in result.columns if column.alarm]
    tested = sum(column.p_value is not None for column in result.columns)
    return page(
        "comparison.html", result, lang, command, unit=Message(unit_of(result.base)), moved=moved, tested=tested,
        numbers={column.name: i for i, column in enumerate(result.columns)}, beside=False, **_pictures(result),
    )  # fmt: skip


def drift_section(result: Drift) -> Any:
    """What the page of a profile shows of a comparison: its findings, what has moved, and where."""
    return fragment("moved.html", result=result, beside=True, **_pictures(result))


def _pictures(result: Drift) -> dict[str, Any]:
    moved = [column for column in result.columns if column.alarm and column.moved]
    return {"ranking": _ranking(result), "levels": [(column, _levels(column)) for column in moved[:_SHOWN]]}


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
