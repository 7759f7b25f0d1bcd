"""Numbers, kinds and tags of columns as the tables on a terminal show them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from plogp.results.estimate import Estimate
from plogp.theory.typography import typeset
from plogp.translations.message import Message

if TYPE_CHECKING:
    from rich.text import Text

    from plogp.report.terminal import Page

KINDS = {
    "integer": Message("int"),
    "number": Message("num"),
    "string": Message("text"),
    "bool": Message("bool"),
    "date": Message("date"),
    "time": Message("time"),
    "timestamp": Message("time"),
    "duration": Message("span"),
    "binary": Message("bytes"),
    "nested": Message("nested"),
    "empty": Message("empty"),
}
TAGS = {
    tag.text: tag
    for tag in (
        Message("target"), Message("possible leak"), Message("duplicate"), Message("no signal"),
        Message("too few rows"), Message("identifier"), Message("text numbers"), Message("constant"), Message("empty"),
        Message("skipped"),
    )
}  # fmt: skip


def kind_of(kind: str, page: Page) -> Text:
    """A kind in a short word."""
    return page.say(KINDS[kind], "dim")


def tag_of(tag: str, page: Page, style: str = "dim") -> Text:
    """Why a column cannot be used like others."""
    return page.say(TAGS[tag], style)


def decimals_of(estimates: Iterable[Estimate]) -> int:
    """As many digits as the typical error has two of."""
    halves = sorted((e.high - e.low) / 2 for e in estimates)
    half = halves[len(halves) // 2] if halves else 0.0
    return 4 if half <= 0 else min(4, max(2, 1 - math.floor(math.log10(half))))


def with_error(estimate: Estimate | None, decimals: int) -> str:
    """An estimate with its error."""
    if estimate is None:
        return "–"
    return f"{typeset(f'{estimate.value:z.{decimals}f}')} ±{reach(estimate):.{decimals}f}"


def reach(estimate: Estimate) -> float:
    """From the value to the farther end, so that all of the interval is within it."""
    return max(estimate.high - estimate.value, estimate.value - estimate.low)
