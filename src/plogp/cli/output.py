"""What was found, in the form that was asked for: a table for people, or JSON, CSV or Markdown, printed and written."""

from __future__ import annotations

import csv
import io
import os
import shlex
import sys
from collections.abc import Callable, Iterable
from glob import glob
from pathlib import Path

import typer

from plogp.cli.language import spoken
from plogp.cli.options import OutputOptions
from plogp.report.report import Report
from plogp.report.views import Cell, Rows, rows_of, terminal_parts
from plogp.theory.errors import InvalidParameter
from plogp.theory.printable import printable

FORMS = ("json", "csv", "md")
PAGE = ".html"


def check(options: OutputOptions, inputs: Iterable[str], *, page: bool = True) -> None:
    """Raise, before any work is done, if what is asked for cannot be done; `page`: whether the result has one."""
    if options.json + options.csv + options.md > 1:
        raise InvalidParameter("--json, --csv and --md are three forms of the same: ask for one of them")
    if options.output is not None:
        suffix, asked = options.output.suffix.lower(), options.json or options.csv or options.md
        known = [*(f".{form}" for form in FORMS), *[PAGE] * page]
        if suffix not in ("", *known) and (suffix == PAGE or not asked):
            raise InvalidParameter(
                f"{str(options.output)!r}: no {suffix} is written, but {', '.join(known[:-1])} and {known[-1]}: name "
                "the file so, or say which form it has with --json, --csv or --md"
            )
        if suffix == PAGE and page:
            from plogp.theory.extras import require

            with require("report"):
                import jinja2  # noqa: F401
        check_output(options.output, inputs)


def check_output(output: Path, inputs: Iterable[str]) -> None:
    """Raise if no file can be written there, or if it is one of those that are read."""
    from plogp.files.atomic_write import check_writable

    check_writable(output)
    for name in inputs:
        for path in [name, *glob(name)]:
            if os.path.isfile(path) and os.path.isfile(output) and os.path.samefile(path, output):
                raise InvalidParameter(f"{str(output)!r} is read and would be overwritten: -o another file")


def write_output(result: Report, options: OutputOptions) -> None:
    """Write the file, if there is to be one, then print."""
    from plogp.files.atomic_write import write_whole

    forms: dict[str, Callable[[], str]] = {
        "json": lambda: result.to_json() + "\n",
        "csv": lambda: as_csv(rows_of(result)),
        "md": lambda: as_markdown(rows_of(result)),
    }
    asked = next((form for form in forms if getattr(options, form)), None)
    if options.output is not None:
        if options.output.suffix.lower() == PAGE:
            result.to_html(options.output, lang=spoken(), command=shlex.join(["plogp", *sys.argv[1:]]))
        else:
            write_whole(options.output, forms[asked or _form_of(options.output)]())
    if asked is None:
        _show(result, options.output)
    else:
        typer.echo(forms[asked](), nl=False)


def _show(result: Report, written: Path | None) -> None:
    """Print it for people, and where the file is."""
    from rich.text import Text

    from plogp.report.terminal import Page

    page = Page(spoken())
    parts = terminal_parts(result, page)
    if written is not None:
        parts += [Text(), page.say("The full result is in {path}", "dim", path=written)]
    page.print(parts)


def _form_of(path: Path) -> str:
    suffix = path.suffix.lower().removeprefix(".")
    return suffix if suffix in FORMS else FORMS[0]


def as_csv(rows: Rows) -> str:
    """Numbers in full, control characters written as escapes."""
    head, body = rows
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([printable(cell) if isinstance(cell, str) else cell for cell in row] for row in body)
    return text.getvalue()


def as_markdown(rows: Rows) -> str:
    """Numbers to four digits; nothing in a name is taken for markup."""
    head, body = rows
    lines = [list(head), ["---"] * len(head), *([_shown(cell) for cell in row] for row in body)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4g}"
    text = "" if cell is None else printable(str(cell))
    for sign in ("\\", "|", "*", "_", "`", "[", "]"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
