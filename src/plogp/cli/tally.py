"""`plogp plan`, `plogp tally` and `plogp merge`: the counts of a table, kept in a file for later comparisons."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from plogp.cli.exit_codes import guarded
from plogp.cli.language import say
from plogp.cli.options import InputOptions, LanguageOption, sharing
from plogp.cli.output import check_output
from plogp.theory.errors import InvalidParameter
from plogp.theory.printable import printable
from plogp.translations.message import Message

if TYPE_CHECKING:
    from plogp.engines.tally.tally import Tally

Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; standard output by default.")
]
_SHAPE = Message("{rows:,} rows, {count} column, {size:,} bytes", "{rows:,} rows, {count} columns, {size:,} bytes")
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not report what was written.")]


@guarded
@sharing(InputOptions, LanguageOption)
def tally(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Parquet, CSV, TSV, Arrow or Feather, or a quoted glob.")
    ],
    read: InputOptions,
    output: Output = None,
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Also count each column jointly with this one.")
    ] = None,
    like: Annotated[
        Path | None,
        typer.Option(metavar="TALLY", help="Count the columns of another tally in its bins, to merge the two."),
    ] = None,
) -> None:
    """Count a table and keep the counts: a reference that needs no rows.

    \b
    Examples:
      plogp tally january.parquet -o ref.tally
      plogp tally february.parquet --like ref.tally -o february.tally
      plogp compare ref.tally march.parquet
    """
    from plogp.cli.table_input import drawn, reading
    from plogp.engines import tallies
    from plogp.engines.tally.file_format import read_tally

    _check(output, files if like is None else [*files, str(like)])
    _check_like(like, {"--columns": read.columns, "--exclude": read.exclude, "--bins": read.bins, "--target": target})
    asked: dict[str, Any]
    with reading(read) as given:
        if like is not None:
            data, asked = drawn(files, read, given), {"like": read_tally(like)}
        else:
            data, asked = _asked(files, read, given, target)
        counts = tallies.tally(data, **asked, missing=given["missing"], progress=given["progress"])
    _write(counts, output, read.quiet)


@guarded
@sharing(InputOptions, LanguageOption)
def plan(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Parquet, CSV, TSV, Arrow or Feather, or a quoted glob.")
    ],
    read: InputOptions,
    output: Output = None,
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Also count each column jointly with this one.")
    ] = None,
) -> None:
    """Make the plan of a table: a tally of no rows, in whose bins parts of the table are counted wherever they lie.

    \b
    Examples:
      plogp plan "2024-*.parquet" --target churn -o plan.tally
      plogp tally 2024-01.parquet --like plan.tally -o 01.tally
      plogp merge 01.tally 02.tally -o all.tally
    """
    from plogp.cli.table_input import reading
    from plogp.engines import tallies

    _check(output, files)
    with reading(read) as given:
        data, asked = _asked(files, read, given, target)
        made = tallies.plan(data, **asked, missing=given["missing"], progress=given["progress"])
    _write(made, output, read.quiet)


@guarded
@sharing(LanguageOption)
def merge(
    tallies: Annotated[list[Path], typer.Argument(metavar="TALLY", help="Tallies of one plan; see tally --like.")],
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Add tallies up, as if their tables had been counted together.

    \b
    Examples:
      plogp merge january.tally february.tally -o winter.tally
    """
    from plogp.engines.tally.file_format import read_tally
    from plogp.engines.tally.tally import merged

    _check(output, [])  # one of the tallies may be added to
    _write(merged([read_tally(path) for path in tallies]), output, quiet)


def _asked(
    files: list[str], read: InputOptions, given: dict[str, Any], target: str | None
) -> tuple[Any, dict[str, Any]]:
    """The table, and which of its columns and tables are counted, in how many bins."""
    from plogp.cli.table_input import drawn
    from plogp.engines.sources.column_selection import choose
    from plogp.engines.sources.open_source import open_source

    always = [target] if target else []
    source, names = choose(open_source(drawn(files, read, given, always)), read.columns, read.exclude, always)
    tables = [(name, target) for name in names if name != target] if target else []
    return source, {"columns": names, "tables": tables} | ({} if read.bins is None else {"bins": read.bins})


def _check_like(like: Path | None, said: dict[str, Any]) -> None:
    ignored = [name for name, value in said.items() if value is not None]
    if like is not None and ignored:
        raise InvalidParameter(
            f"columns, bins and tables are those of {str(like)!r}: leave out {' and '.join(ignored)}, or --like"
        )


def _check(output: Path | None, inputs: Iterable[str]) -> None:
    if output is not None:
        check_output(output, inputs)
    elif sys.stdout.isatty():
        raise InvalidParameter("a tally is not for a terminal: -o FILE says where to keep it")


def _write(tally: Tally, output: Path | None, quiet: bool) -> None:
    from plogp.engines.tally.file_format import sealed, write_tally

    if output is None:
        sys.stdout.buffer.write(sealed(tally))
        return
    write_tally(tally, output)
    if not quiet:
        said = say(_SHAPE, rows=tally.rows, count=len(tally.axes), size=output.stat().st_size)
        typer.echo(f"{printable(str(output))}: {said}")
