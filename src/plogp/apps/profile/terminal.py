"""A profile, or the ranking of its columns, as tables and sentences on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from plogp.apps.profile.result import ColumnProfile, PairProfile, Profile, Ranking
from plogp.report.formatting import decimals_of, kind_of, reach, tag_of, with_error
from plogp.report.terminal import Page
from plogp.report.views import terminal_parts
from plogp.report.word_wrap import Breaking
from plogp.results.estimate import Estimate, unit_of
from plogp.results.finding import unit_word
from plogp.results.percentage import percent
from plogp.theory.printable import shortened
from plogp.translations.message import Message, say

_NAME, _LEAST_BAR = 16, 6  # cells that a name has beside a bar of full width; of a bar
_PAIRS, _PAIR_SHARE = 5, 0.1  # what is shown here; all of it is in the JSON
_SHAPE = Message("{rows:,} rows, {count} column", "{rows:,} rows, {count} columns")
_LOUD = {"possible leak": "bold bright_red", "identifier": "bright_yellow", "target": "bright_cyan"}


def profile_parts(result: Profile, page: Page) -> list[RenderableType]:
    """The columns, what repeats what, what stands out, and what a comparison with a reference found."""
    parts: list[RenderableType] = [_head(result, page), _columns(result, page)]
    # An error as large as what is shared would be read as nothing in common.
    sure = [pair for pair in result.pairs if reach(pair.mutual_information) < pair.mutual_information.value]
    if pairs := [pair for pair in sure if pair.share >= _PAIR_SHARE][:_PAIRS]:
        parts += [page.heading("What repeats what"), _repetitions(pairs, page)]
    parts += page.findings(result.findings)
    if result.drift is not None:
        parts += [page.heading("Has the data moved?"), *terminal_parts(result.drift, page)]
    return parts


def ranking_parts(result: Ranking, page: Page) -> list[RenderableType]:
    """The columns alone, with their p-values."""
    return [_head(result, page), _columns(result, page, p_values=True)]


def _head(result: Ranking, page: Page) -> RenderableType:
    shape = page.say(_SHAPE, "dim", rows=result.rows, count=len(result.columns))
    lines = [page.text(result.source, "bold") + page.text(" · ", "dim") + shape]
    if result.target is not None and result.target_entropy is not None:
        rest = page.say(
            " is the target, with {entropy:.3f} {unit} to be learnt; share: of it, less chance", "dim",
            entropy=result.target_entropy.value, unit=unit_word(result.target_entropy.unit),
        )  # fmt: skip
        lines.append(page.text(shortened(result.target), "bold bright_cyan") + rest)
    return Padding(Group(*lines), (0, 0, 1, 0))


def _columns(result: Ranking, page: Page, *, p_values: bool = False) -> Table:
    table, wide, aimed = page.table(), page.wide, result.target is not None
    unit = unit_word(unit_of(result.base)) if unit_of(result.base) in ("bit", "nat", "hartley") else Message("units")
    shown = [c.mutual_information for c in result.columns if c.mutual_information is not None]
    decimals = decimals_of(shown or [c.entropy for c in result.columns if c.entropy is not None])

    def right(words: Message, **values: object) -> None:
        table.add_column(page.say(words, **values), justify="right", no_wrap=True)

    table.add_column(page.say("column"), overflow="fold", min_width=6)
    table.add_column(page.say("kind"))
    right(Message("missing") if wide else Message("miss"))
    right(Message("distinct") if wide else Message("values"))
    right(Message("H {unit}") if aimed else Message("entropy {unit}"), unit=unit)
    right(Message("of max") if wide or not aimed or not page.ascii_only else Message("max"))
    if aimed:
        right(Message("MI {unit}"), unit=unit)
        named = wide and len(str(result.target)) < 8
        right(Message("of {target}") if named else Message("share"), target=result.target)
        if p_values:
            table.add_column("p", justify="right", no_wrap=True)
    marks = [tag_of(column.tags[0], page).cell_len for column in result.columns if column.tags]
    full_width, least = 20 if wide else 13, max([_LEAST_BAR, *marks])
    names = max(cell_len(shortened(column.name)) for column in result.columns)
    bar_width = min(full_width, max(least, full_width + _NAME - names))  # long names take of it
    table.add_column("", no_wrap=True, width=bar_width)
    # With a target, bars are drawn to the best column that is above suspicion: the leaks would flatten all others.
    full = max([c.share_of_target or 0.0 for c in result.columns if aimed and not c.tags], default=0.0) or 1.0
    for column in result.columns:
        quiet = "dim" if {*column.tags} & {"constant", "empty", "skipped", "no signal"} else ""
        cells: list[RenderableType] = [
            page.name(column.name, next((_LOUD[tag] for tag in column.tags if tag in _LOUD), quiet)),
            kind_of(column.kind, page),
            page.text(_part(column.missing / result.rows) if column.missing else "", "dim"),
            page.text(column.distinct_text),
            page.text("0" if "constant" in column.tags else _entropy(column.entropy, None if aimed else decimals)),
            page.text(_part(column.share_of_maximum), "dim"),
        ]
        if aimed:
            cells += [
                page.text(with_error(column.mutual_information, decimals), quiet),
                page.text(_part(column.share_of_target), quiet),
            ]
            cells += [page.text("" if column.p_value is None else f"{column.p_value:.2g}", quiet)] * p_values
        share = column.share_of_target if aimed else column.share_of_maximum
        table.add_row(*cells, _mark(column, share, full, bar_width, page))
    return table


def _entropy(entropy: Estimate | None, decimals: int | None) -> str:
    if entropy is None:
        return "–"
    return f"{entropy.value:.2f}" if decimals is None else with_error(entropy, decimals)


def _part(share: float | None) -> str:
    return "" if share is None else percent(share).replace(" ", "")


def _mark(column: ColumnProfile, share: float | None, full: float, width: int, page: Page) -> Text:
    """The tag that matters most, or else a bar."""
    if column.tags:
        return tag_of(column.tags[0], page, _LOUD.get(column.tags[0], "dim"))
    halves = round(2 * width * min(1.0, max(0.0, share or 0.0) / full))
    return page.text("█" * (halves // 2) + "▌" * (halves % 2), "bright_blue")


def _repetitions(pairs: Sequence[PairProfile], page: Page) -> Table:
    table = page.table(header=False)
    for right in (False, False, True, False, True):
        table.add_column(justify="right" if right else "left", overflow="fold")
    decimals = decimals_of([pair.mutual_information for pair in pairs])
    for pair in pairs:
        unit = say(unit_word(pair.mutual_information.unit), page.lang)
        shared = f"  {with_error(pair.mutual_information, min(3, decimals))} {unit}"
        share, of = page.text(_part(min(1.0, pair.share)), "bright_blue"), Breaking(page.say("of {name}", name=pair.b))
        order = (share, of) if page.lang == "en" else (of, share)
        gaps = page.say(" by gaps") if pair.through_gaps else page.text("")
        table.add_row(page.name(pair.a), page.say("tells", "dim"), *order, page.text(shared, "dim") + gaps)
    return table
