"""`plogp profile`: where the information in a table is."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from plogp.cli.guard import guarded
from plogp.engines.whole_file import check_writable, write_whole


def _base(text: str) -> float:
    try:
        base = math.e if text == "e" else float(text)
    except ValueError:
        base = math.nan
    if not (0 < base < math.inf and base != 1):
        raise typer.BadParameter(f"{text!r} is no base of logarithms: 2 for bits, e for nats, 10 for hartleys")
    return base


@guarded
def profile(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Parquet, CSV, TSV, Arrow or Feather, or a quoted glob.")
    ],
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Rank the columns by what they tell about this one.")
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Look at these columns only. May be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Leave these columns out. May be repeated.")
    ] = None,
    base: Annotated[
        str, typer.Option(help="Of the logarithm: 2 for bits, e for nats.", callback=lambda text: str(_base(text)))
    ] = "2",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of the table.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the JSON to a file as well.")
    ] = None,
) -> None:
    """Find where the information in a table is.

    For each column its kind, missing values, distinct values and entropy; with a target, what each tells about it; and
    which columns repeat each other. Numbers with many values are counted in 16 bins of equal weight, whose entropy says
    nothing of the column and is not shown.

    \b
    Examples:
      plogp profile flights.parquet --target late
      plogp profile "2024-*.csv" --target churn --exclude "id_*" -o churn.json
      plogp profile data.csv --json | jq ".columns[0].name"
    """
    from plogp.apps.profile import profile as profiled
    from plogp.cli.progress import shown_progress
    from plogp.cli.terminal import show

    if output is not None:
        check_writable(output)
    with shown_progress() as progress:
        result = profiled(files, target, columns=columns, exclude=exclude, base=float(base), progress=progress)
    if output is not None:
        write_whole(output, result.to_json() + "\n")
    if json:
        typer.echo(result.to_json())
    else:
        show(result, output)
