"""The options that the commands of tables share: defined once, and handed to each command as one object."""

from __future__ import annotations

import functools
import inspect
import math
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Language(StrEnum):
    """What people are spoken to in."""

    EN = "en"
    ZH_TW = "zh-TW"

    @classmethod
    def of_locale(cls) -> Language:
        """The language of the messages by POSIX's order of precedence; English unless it is traditional Chinese."""
        chosen = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
        return cls.ZH_TW if chosen.startswith(("zh_TW", "zh_HK", "zh_MO", "zh_Hant")) else cls.EN


class MissingPolicy(StrEnum):
    """What becomes of missing values."""

    CATEGORY = "category"
    DROP = "drop"
    SEPARATE = "separate"


def _base(text: str) -> str:
    try:
        base = math.e if text == "e" else float(text)
    except ValueError:
        base = math.nan
    if not (0 < base < math.inf and base != 1):
        raise typer.BadParameter(f"{text!r} is no base of logarithms: 2 for bits, e for nats, 10 for hartleys")
    return str(base)


MOST_THREADS = 65_536
SPOKEN = Language.of_locale()
Globs = list[str] | None


@dataclass(frozen=True)
class Reading:
    """How a table is read and counted."""

    columns: Annotated[Globs, typer.Option(metavar="GLOB", help="Look at these columns only. May be repeated.")] = None
    exclude: Annotated[Globs, typer.Option(metavar="GLOB", help="Leave these columns out. May be repeated.")] = None
    bins: Annotated[
        int | None, typer.Option(min=2, max=65_000, metavar="N", help="For numbers with many values; 16 if not said.")
    ] = None
    missing: Annotated[
        MissingPolicy | None,
        typer.Option(help="Missing values: one more level if not said, left out, or null and NaN apart."),
    ] = None
    delimiter: Annotated[
        str | None, typer.Option(metavar="MARK", help="Of CSV and its like, if the first lines do not show it.")
    ] = None
    decimal: Annotated[str | None, typer.Option(metavar="MARK", help="Of the numbers in CSV: . or a comma.")] = None
    missing_values: Annotated[
        Globs, typer.Option(metavar="WORD", help="Stands for a missing value in CSV, as '?'. May be repeated.")
    ] = None
    no_header: Annotated[bool, typer.Option("--no-header", help="The first line of CSV is a row, not names.")] = False
    skip_lines: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Lines of CSV before the names of its columns.")
    ] = None
    sample: Annotated[int | None, typer.Option(min=1, metavar="N", help="Look at N rows only, drawn at random.")] = None
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Of all that is drawn at random.")] = 0
    threads: Annotated[
        int | None, typer.Option(min=1, max=MOST_THREADS, metavar="N", help="At most so many; all if not said.")
    ] = None
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False


@dataclass(frozen=True)
class Telling:
    """How what was found is shown."""

    base: Annotated[
        str, typer.Option(metavar="B", help="Of the logarithm: 2 for bits, e for nats.", callback=_base)
    ] = "2"
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of the table.")] = False
    csv: Annotated[bool, typer.Option("--csv", help="Print the columns as CSV.")] = False
    md: Annotated[bool, typer.Option("--md", help="Print the columns as a table in Markdown.")] = False
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a file as well: .json, .csv, .md; of a page .html."),
    ] = None
    lang: Annotated[
        Language, typer.Option(help="What people are spoken to in; the locale's, if not said.", show_default=False)
    ] = SPOKEN


def sharing(*groups: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of some groups; it takes each group as one argument of that type."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        taken = {p.annotation: p.name for p in signature.parameters.values() if p.annotation in groups}
        shown = [p for p in signature.parameters.values() if p.annotation not in groups]
        for group in groups:
            hints = inspect.get_annotations(group, eval_str=True)
            shown += [
                inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name])
                for f in fields(group)
            ]

        @functools.wraps(command)
        def run(**given: Any) -> None:
            for group in groups:
                given[taken[group]] = group(**{f.name: given.pop(f.name) for f in fields(group)})
            command(**given)

        run.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in shown} | {"return": None}
        return run

    return decorate
