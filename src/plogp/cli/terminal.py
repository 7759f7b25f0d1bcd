"""A profile as a table for people: coloured on a terminal, plain in a pipe, at home in 80 columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from plogp.apps.profile import ColumnProfile, Profile
from plogp.apps.profile.findings import percent
from plogp.cli.plain import encodable, printable
from plogp.theory.estimate import Estimate

_PLAIN_WIDTH, _WIDEST = 80, 110
_FINDINGS, _PAIRS, _PAIR_SHARE = 8, 5, 0.1  # what is told here; all of it is in the JSON
_KINDS = {
    "integer": "int",
    "number": "num",
    "string": "text",
    "timestamp": "time",
    "duration": "span",
    "binary": "bytes",
}
_LOUD = {"possible leak": "bold bright_red", "identifier": "bright_yellow", "target": "bright_cyan"}


def show(result: Profile, written: Path | None = None) -> None:
    """Print a profile on standard output."""
    console = Console(highlight=False)
    console.width = min(console.width, _WIDEST) if console.is_terminal else _PLAIN_WIDTH

    def text(content: str, style: str = "") -> Text:
        return Text(encodable(printable(content), console), style)

    parts: list[RenderableType] = [
        _head(result, text),
        _columns(result, text, console.width, console.options.ascii_only),
    ]
    if any(pair.share >= _PAIR_SHARE for pair in result.pairs):
        parts += [_heading("What repeats what", text), _pairs(result, text)]
    if result.findings:
        parts += [_heading("What stands out", text), _findings(result, text)]
    if written is not None:
        parts += [Text(), text(f"The full profile is in {written}", "dim")]
    if console.is_terminal:
        console.print(Group(*parts))
        return
    with console.capture() as captured:
        console.print(Group(*parts))
    for line in captured.get().splitlines():  # a pipe needs no padding
        console.file.write(f"{line.rstrip()}\n")


Say = Callable[..., Text]


def _head(result: Profile, text: Say) -> RenderableType:
    shape = f"{result.rows:,} rows, {len(result.columns)} column{'s' * (len(result.columns) > 1)}"
    lines = [text(result.source, "bold") + text(f" · {shape}", "dim")]
    if result.target is not None and result.target_entropy is not None:
        entropy = f"{result.target_entropy.value:.3f} {result.target_entropy.unit}"
        lines.append(
            text(result.target, "bold bright_cyan") + text(f" is the target, with {entropy} to be told", "dim")
        )
    return Padding(Group(*lines), (0, 0, 1, 0))


def _heading(words: str, text: Say) -> RenderableType:
    return Padding(text(words, "bold"), (1, 0, 0, 0))


def _columns(result: Profile, text: Say, width: int, ascii_only: bool) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    wide = width >= 100
    aimed = result.target is not None
    unit = (
        "bit" if result.base == 2 else "nat" if result.base == math.e else "hartley" if result.base == 10 else "units"
    )
    told = [c.mutual_information for c in result.columns if c.mutual_information is not None]
    decimals = _decimals(told or [c.entropy for c in result.columns if c.entropy is not None])
    table.add_column("column", overflow="fold", min_width=6)
    table.add_column("kind")
    for heading in ("missing", "distinct") if wide else ("miss", "values"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(f"H {unit}" if aimed else f"entropy {unit}", justify="right", no_wrap=True)
    table.add_column("of max" if wide or not aimed or not ascii_only else "max", justify="right", no_wrap=True)
    if aimed:
        table.add_column(f"tells {unit}", justify="right", no_wrap=True)
        table.add_column(
            f"of {result.target}" if wide and len(str(result.target)) < 8 else "share", justify="right", no_wrap=True
        )
    bar_width = 20 if wide else 13
    table.add_column("", no_wrap=True, width=bar_width)
    # With a target, bars are drawn to the best column that is above suspicion: the leaks would flatten all others.
    full = max([c.share_of_target or 0.0 for c in result.columns if aimed and not c.tags], default=0.0) or 1.0
    for column in result.columns:
        quiet = "dim" if {*column.tags} & {"constant", "empty", "skipped", "no signal"} else ""
        cells = [
            text(column.name, next((_LOUD[tag] for tag in column.tags if tag in _LOUD), quiet)),
            text(_KINDS.get(column.kind, column.kind), "dim"),
            text(_part(column.missing / result.rows) if column.missing else "", "dim"),
            text("" if column.distinct is None else f"{column.distinct:,}"),
            text("0" if "constant" in column.tags else _entropy(column.entropy, None if aimed else decimals)),
            text(_part(column.share_of_maximum), "dim"),
        ]
        if aimed:
            cells += [
                text(_told(column.mutual_information, decimals), quiet),
                text(_part(column.share_of_target), quiet),
            ]
        cells.append(
            _mark(column, (column.share_of_target if aimed else column.share_of_maximum), full, bar_width, text)
        )
        table.add_row(*cells)
    return table


def _decimals(estimates: Iterable[Estimate]) -> int:
    """As many digits as the typical error has two of."""
    halves = sorted((e.high - e.low) / 2 for e in estimates)
    half = halves[len(halves) // 2] if halves else 0.0
    return 4 if half <= 0 else min(4, max(2, 1 - math.floor(math.log10(half))))


def _entropy(entropy: Estimate | None, decimals: int | None) -> str:
    if entropy is None:
        return "–"
    return f"{entropy.value:.2f}" if decimals is None else _told(entropy, decimals)


def _told(estimate: Estimate | None, decimals: int) -> str:
    if estimate is None:
        return "–"
    return f"{estimate.value:.{decimals}f} ±{(estimate.high - estimate.low) / 2:.{decimals}f}"


def _part(share: float | None) -> str:
    return "" if share is None else percent(share).replace(" ", "")


def _mark(column: ColumnProfile, share: float | None, full: float, width: int, text: Say) -> Text:
    """The tag that matters most, or else a bar."""
    if column.tags:
        return text(column.tags[0], _LOUD.get(column.tags[0], "dim"))
    halves = round(2 * width * min(1.0, max(0.0, share or 0.0) / full))
    return text("█" * (halves // 2) + "▌" * (halves % 2), "bright_blue")


def _pairs(result: Profile, text: Say) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    for right in (False, False, True, False, True):
        table.add_column(justify="right" if right else "left", overflow="fold")
    shown = [pair for pair in result.pairs if pair.share >= _PAIR_SHARE][:_PAIRS]
    decimals = _decimals([pair.mutual_information for pair in shown])
    for pair in shown:
        shared = f"  {_told(pair.mutual_information, min(3, decimals))} {pair.mutual_information.unit}"
        share = text(_part(pair.share), "bright_blue")
        table.add_row(text(pair.a), text("tells", "dim"), share, text(f"of {pair.b}"), text(shared, "dim"))
    return table


def _findings(result: Profile, text: Say) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    table.add_column(width=1)
    table.add_column(overflow="fold")
    for finding in result.findings[:_FINDINGS]:
        loud = finding.severity == "warning"
        table.add_row(text("!" if loud else "·", "bold bright_red" if loud else "dim"), text(finding.text))
    left = len(result.findings) - _FINDINGS
    if left > 0:
        table.add_row(text("·", "dim"), text(f"and {left} more, with --json", "dim"))
    return table
