"""A comparison as tables and sentences on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from plogp.apps.drift.result import ColumnDrift, Drift, PairDrift
from plogp.report.formatting import decimals_of, kind_of, tag_of, with_error
from plogp.report.terminal import Page
from plogp.results.estimate import unit_of
from plogp.results.finding import unit_word
from plogp.results.percentage import percents
from plogp.theory.printable import shortened
from plogp.theory.typography import typeset
from plogp.translations.message import Message

_WITH_PSI = 72  # columns of a terminal; in fewer what moved, and where, matters more

_PAIR, _GIVEN = Message("{a} with {b}"), Message("{b} given {a}")


def drift_parts(result: Drift, page: Page) -> list[RenderableType]:
    """The verdict, the columns, what else was compared, and what stands out."""
    parts: list[RenderableType] = [_head(result, page), _columns(result, page)]
    if result.pairs or result.target:
        parts += [Text(), _relations(result, page)]
    return parts + page.findings(result.findings)


def _head(result: Drift, page: Page) -> RenderableType:
    names = page.text(f"{result.reference} → {result.current}", "bold")
    sizes = page.text(f" · {result.rows[0]:,} → {result.rows[1]:,}", "dim")
    alarms = [column.alarm for column in result.columns if column.p_value is not None]
    alarms += [pair.alarm for pair in (*result.pairs, *result.target)]
    verdict = (
        page.say("Drifted: {count} of {all}", "bold bright_red", count=sum(alarms), all=len(alarms))
        if result.drifted
        else page.say("Nothing has drifted", "bold bright_green")
    )
    alarm = f"{100 * result.alarm:g} %"
    rate = page.say("; a false alarm in {alarm} of comparisons", "dim", alarm=alarm)
    return Padding(Group(names + sizes, verdict + rate), (0, 0, 1, 0))


def _columns(result: Drift, page: Page) -> Table:
    table = page.table()
    table.add_column("", width=1)
    table.add_column(page.say("column"), overflow="fold", min_width=6)
    table.add_column(page.say("kind"))
    table.add_column(page.say("JS {unit}", unit=unit_word(unit_of(result.base))), justify="right", no_wrap=True)
    with_psi = page.console.width >= _WITH_PSI
    if with_psi:
        table.add_column("PSI", justify="right", no_wrap=True)
    table.add_column("p", justify="right", no_wrap=True)
    table.add_column(page.say("moved most"), overflow="fold")
    decimals = decimals_of([column.js for column in result.columns if column.js is not None])
    for column in result.columns:
        style = "bold bright_red" if column.alarm else "dim" if column.tags else ""
        table.add_row(
            page.text("!" if column.alarm else "", style),
            page.name(column.name, style),
            kind_of(column.kind, page),
            page.text(with_error(column.js, decimals), style),
            *[page.text("" if column.psi is None else typeset(f"{column.psi.value:z.3f}"))] * with_psi,
            page.text("" if column.p_value is None else _p(column.p_value)),
            tag_of(column.tags[0], page) if column.tags else _moved(column, result.alarm, page),
        )
    return table


def _moved(column: ColumnDrift, alarm: float, page: Page) -> Text:
    """The level that moved most, or the share that did where the levels as a whole show nothing."""
    if not column.alarm or not column.moved:
        return page.text("")
    shares = [(page.say("missing values"), column.missing), (page.text("0"), column.zeros)]
    alone = [(of, share) for of, share in shares if share is not None and share.alarm]
    if alone and (column.adjusted or 0.0) > alarm:
        level, most = alone[0]
        before, after = percents(most.reference, most.current)
    else:
        first = column.moved[0]
        level = page.say("missing values") if first.level is None else page.text(shortened(first.level, 40))
        before, after = percents(first.reference, first.current)
    return level + page.say(": {before} → {after}", before=before.replace(" %", "%"), after=after.replace(" %", "%"))


def _relations(result: Drift, page: Page) -> Table:
    table = page.table(header=False)
    table.add_column(width=1)
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for words, relations in ((_PAIR, result.pairs), (_GIVEN, result.target)):
        for pair in relations:
            table.add_row(*_relation(pair, words, page))
    return table


def _relation(pair: PairDrift, words: Message, page: Page) -> tuple[Text, Text, Text]:
    style = "bold bright_red" if pair.alarm else ""
    said = page.say(words, style, a=pair.a, b=pair.b)
    return page.text("!" if pair.alarm else "", style), said, page.text(f"p {_p(pair.p_value)}")


def _p(p: float) -> str:
    return "<1e-99" if p < 1e-99 else f"{p:.1e}" if p < 0.001 else f"{p:.3f}"
