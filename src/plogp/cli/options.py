"""The options that the commands of tables share: defined once, and handed to each command as one object."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from plogp.cli.language import Language


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
Globs = list[str] | None


@dataclass(frozen=True)
class ReadingOptions:
    """How a file is read."""

    delimiter: Annotated[
        str | None, typer.Option(metavar="MARK", help="Delimiter of CSV, where the first lines do not show it.")
    ] = None
    decimal: Annotated[
        str | None, typer.Option(metavar="MARK", help="Decimal mark of the numbers in CSV: . or a comma.")
    ] = None
    missing_values: Annotated[
        Globs,
        typer.Option(metavar="WORD", help="Take this word in CSV for a missing value, such as '?'. May be repeated."),
    ] = None
    no_header: Annotated[
        bool, typer.Option("--no-header", help="The first line of CSV holds data, not column names.")
    ] = False
    skip_lines: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Number of lines to skip before the column names of CSV.")
    ] = None
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the random numbers.")] = 0
    threads: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_THREADS, metavar="N", help="Maximum number of threads; all processors by default."
        ),
    ] = None
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False


@dataclass(frozen=True)
class InputOptions(ReadingOptions):
    """How a table is read and counted."""

    columns: Annotated[Globs, typer.Option(metavar="GLOB", help="Use only these columns. May be repeated.")] = None
    exclude: Annotated[Globs, typer.Option(metavar="GLOB", help="Leave these columns out. May be repeated.")] = None
    bins: Annotated[
        int | None,
        typer.Option(
            min=2, max=65_000, metavar="N", help="Number of bins for numbers with many values; 16 by default."
        ),
    ] = None
    missing: Annotated[
        MissingPolicy | None,
        typer.Option(help="Missing values: one more category (the default), left out, or null and NaN apart."),
    ] = None
    sample: Annotated[int | None, typer.Option(min=1, metavar="N", help="Use N rows only, drawn at random.")] = None


@dataclass(frozen=True)
class OutputOptions:
    """How what was found is shown."""

    base: Annotated[
        str, typer.Option(metavar="B", help="Base of the logarithm: 2 for bits, e for nats.", callback=_base)
    ] = "2"
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of the table.")] = False
    csv: Annotated[bool, typer.Option("--csv", help="Print the columns as CSV.")] = False
    md: Annotated[bool, typer.Option("--md", help="Print the columns as a table in Markdown.")] = False
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Also write a file: .json, .csv, .md, or a page: .html."),
    ] = None


Lang = Annotated[Language | None, typer.Option(help="Language of messages and help; that of the locale by default.")]


@dataclass(frozen=True)
class LanguageOption:
    """The language, which is chosen before the options are read (`Language.asked`)."""

    lang: Lang = None


def sharing(*groups: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of some groups; it takes each group as one argument of that type, if it does."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(command, eval_str=True)
        taken = {p.annotation: p.name for p in signature.parameters.values() if p.annotation in groups}
        shown = [p for p in signature.parameters.values() if p.annotation not in groups]
        for group in groups:
            hints = get_type_hints(group, include_extras=True)
            own_first = sorted(fields(group), key=lambda f: f.name not in group.__annotations__)
            shown += [
                inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default, annotation=hints[f.name])
                for f in own_first
            ]

        @functools.wraps(command)
        def run(**given: Any) -> None:
            for group in groups:
                values = group(**{f.name: given.pop(f.name) for f in fields(group)})
                if group in taken:
                    given[taken[group]] = values
            command(**given)

        run.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in shown} | {"return": None}
        return run

    return decorate
