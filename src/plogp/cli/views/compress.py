"""What is shown of compressed files: what is in them, whether they are whole, and how fast they came to be."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from plogp.apps import coding
from plogp.apps.coding.container import KINDS
from plogp.apps.coding.reader import read_table
from plogp.cli.language import say
from plogp.cli.streams import opened
from plogp.theory.errors import InvalidParameter
from plogp.theory.printable import printable

_PIECE = 1 << 22


@contextmanager
def shown_pace(name: str, size: int | None) -> Iterator[Callable[[int], None]]:
    """A function that takes how far one is; people see a bar with MB/s, pipes see nothing."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(printable(name), total=size)
        yield lambda done: bars.update(task, completed=done)


def report_outcome(name: str, content: int, written: int, seconds: float, *, restored: bool) -> None:
    """One line for people, on standard error."""
    if not sys.stderr.isatty():
        return
    pace = f"{content / max(seconds, 1e-9) / 1e6:,.0f} MB/s"
    bits = 8 * written / max(content, 1)
    if restored:
        line = say("{content:,} bytes restored, {pace}", content=content, pace=pace)
    else:
        line = say(
            "{content:,} -> {written:,} bytes ({bits:.3f} bit/byte), {pace}",
            content=content, written=written, bits=bits, pace=pace,
        )  # fmt: skip
    typer.echo(f"{printable(name)}: {line}", err=True)


def test_file(name: str, threads: int | None) -> None:
    """Read a compressed file to its end; `CorruptFile` if it is not whole."""
    size = 0
    with opened(name) as file, coding.open(file, threads=threads) as content:
        while piece := content.read(_PIECE):
            size += len(piece)
    line = say("whole, {size:,} bytes", size=size)
    typer.echo(f"{printable(name)}: {line}")


def list_files(names: list[str]) -> None:
    """A line for each file: its length, that of its content, bits a byte, and how its blocks are coded."""
    head = _right(say("compressed"), 15), _right(say("content"), 15), "bit/byte", "", say("blocks")
    typer.echo(" ".join(head))
    for name in names:
        with opened(name) as file:
            if not file.seekable():
                raise InvalidParameter("a list needs a file that can be sought in, not a pipe")
            table = read_table(file)
            size = file.seek(0, io.SEEK_END)
        kinds = Counter(KINDS[kind] for kind in table.headers[:, 0])
        blocks = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or say("none")
        bits = 8 * size / max(table.content_length, 1)
        typer.echo(f"{size:>15,} {table.content_length:>15,} {bits:>8.3f}  {blocks}  {printable(name)}")


def _right(text: str, cells: int) -> str:
    return " " * (cells - cell_len(text)) + text
