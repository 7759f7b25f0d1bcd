"""How a comparison is shown; what that takes is imported when it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plogp.apps.drift.result import ColumnDrift, Drift, ShareDrift
from plogp.report.views import Cell, Rows, html_page, html_section, rows_of, terminal_parts
from plogp.results.estimate import unit_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from plogp.report.terminal import Page


@rows_of.register
def _rows(result: Drift) -> Rows:
    head = [
        "name", "kind", "tags", f"js_{unit_of(result.base)}", "js_low", "js_high", "psi_nat", "psi_low", "psi_high",
        "p_value", "adjusted", "alarm", "smallest", "moved", "reference", "current",
        *(f"{what}_{of}" for what in ("missing", "zeros") for of in ("reference", "current", "p_value", "adjusted")),
    ]  # fmt: skip
    return head, [_row(column) for column in result.columns]


def _row(column: ColumnDrift) -> Sequence[Cell]:
    ends = [
        value for e in (column.js, column.psi) for value in ((None,) * 3 if e is None else (e.value, e.low, e.high))
    ]
    most = column.moved[0] if column.moved else None
    moved = (
        (None, None, None)
        if most is None
        else ("missing values" if most.level is None else most.level, most.reference, most.current)
    )
    return [
        column.name, column.kind, " ".join(column.tags), *ends, column.p_value, column.adjusted, column.alarm,
        column.smallest, *moved, *_share(column.missing), *_share(column.zeros),
    ]  # fmt: skip


def _share(share: ShareDrift | None) -> Sequence[float | None]:
    return (None,) * 4 if share is None else (share.reference, share.current, share.p_value, share.adjusted)


@terminal_parts.register(Drift)
def _parts(result: Drift, page: Page) -> list[RenderableType]:
    from plogp.apps.drift.terminal import drift_parts

    return drift_parts(result, page)


@html_section.register
def _section(result: Drift) -> object:
    from plogp.apps.drift.page import drift_section

    return drift_section(result)


@html_page.register
def _page(result: Drift, lang: str, command: str) -> str:
    from plogp.apps.drift.page import drift_page

    return drift_page(result, lang, command)
