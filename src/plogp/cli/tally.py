"""`plogp tally` and `plogp merge`: the counts of a table, kept in a file for later comparisons."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plogp.cli.guard import guarded
from plogp.cli.options import Reading, sharing
from plogp.cli.told import check_output
from plogp.theory.errors import InvalidParameter
from plogp.theory.printable import printable

if TYPE_CHECKING:
    from plogp.engines.tally import Tally

Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to keep it; else a pipe.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not say what was written.")]


@guarded
@sharing(Reading)
def tally(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Parquet, CSV, TSV, Arrow or Feather, or a quoted glob.")
    ],
    read: Reading,
    output: Output = None,
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Keep each column together with this one as well.")
    ] = None,
    like: Annotated[
        Path | None, typer.Option(metavar="TALLY", help="Count in the bins of another tally, to merge them later.")
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
    from plogp.engines.chosen import chosen
    from plogp.engines.counted import counted
    from plogp.engines.source import open_source
    from plogp.engines.tally import Tally

    _check(output, files if like is None else [*files, str(like)])
    with reading(read) as given:
        progress = given["progress"]
        if like is not None:
            kept = Tally.load(like)
            counts = counted(drawn(files, read, given), like=kept, missing=given["missing"], progress=progress)
            _write(counts, output, read.quiet)
            return
        source = open_source(drawn(files, read, given, [target] if target else []))
        names = chosen(source.schema().names, source.name, read.columns, read.exclude, [target] if target else [])
        tables = [] if target is None else [(name, target) for name in names if name != target]
        counts = counted(source, names, tables, None, given["missing"], bins=read.bins, progress=progress)
    _write(counts, output, read.quiet)


@guarded
def merge(
    tallies: Annotated[list[Path], typer.Argument(metavar="TALLY", help="Tallies of one plan: see tally --like.")],
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Add tallies up, as if their tables had been counted together.

    \b
    Examples:
      plogp merge january.tally february.tally -o winter.tally
    """
    from plogp.engines.tally import Tally, merged

    _check(output, [])  # one of the tallies may be added to
    _write(merged([Tally.load(path) for path in tallies]), output, quiet)


def _check(output: Path | None, inputs: Iterable[str]) -> None:
    if output is not None:
        check_output(output, inputs)
    elif sys.stdout.isatty():
        raise InvalidParameter("a tally is not for a terminal: -o FILE says where to keep it")


def _write(tally: Tally, output: Path | None, quiet: bool) -> None:
    from plogp.engines.tally_file import sealed

    if output is None:
        sys.stdout.buffer.write(sealed(tally))
        return
    tally.save(output)
    if not quiet:
        shape = f"{tally.rows:,} rows, {len(tally.axes)} column{'s' * (len(tally.axes) != 1)}"
        typer.echo(f"{printable(str(output))}: {shape}, {output.stat().st_size:,} bytes")
