"""`plogp compare`: has a table moved more than chance would have it."""

from __future__ import annotations

from typing import Annotated

import typer

from plogp.cli.exit_codes import guarded
from plogp.cli.options import InputOptions, LanguageOption, OutputOptions, sharing

DRIFTED = 3


@guarded
@sharing(InputOptions, OutputOptions, LanguageOption)
def compare(
    reference: Annotated[str, typer.Argument(metavar="REF", help="Reference: a file, a quoted glob, or a tally.")],
    current: Annotated[str, typer.Argument(metavar="CUR", help="Current data: likewise.")],
    read: InputOptions,
    form: OutputOptions,
    alarm: Annotated[float, typer.Option(help="Probability of any false alarm in the whole table.")] = 0.05,
    fail: Annotated[bool, typer.Option("--fail", help="Exit with status 3 on drift.")] = False,
    at_least: Annotated[
        float | None, typer.Option(min=0, metavar="BITS", help="No alarm if JS may be this small (in units of --base).")
    ] = None,
    psi: Annotated[
        float | None, typer.Option(min=0, metavar="PSI", help="No alarm if the PSI may be this small.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Test whether this column given each other one has changed.")
    ] = None,
    pair: Annotated[
        list[str] | None, typer.Option(metavar="A,B", help="Compare two columns jointly. May be repeated.")
    ] = None,
) -> None:
    """Compare two tables, column by column.

    The rate of false alarms is that of the whole table, whatever the number of rows and of columns. For each column how
    far it has moved (JS and PSI, bias removed, with their intervals), and where.

    \b
    Examples:
      plogp compare january.parquet february.parquet
      plogp tally january.parquet -o ref.tally
      plogp compare ref.tally "2024-02-*.csv" --fail && echo "as before"
      plogp compare ref.tally now.parquet --fail --psi 0.1
      plogp compare old.csv new.csv --target churn --json
    """
    from plogp.apps.drift import compare as compared
    from plogp.cli.output import check, write_output
    from plogp.cli.table_input import drawn, reading
    from plogp.engines.tally.file_format import is_tally

    pairs = [_pair(text) for text in pair or []]
    check(form, [reference, current])
    with_rows = not all(map(is_tally, (reference, current)))
    with reading(read) as given:
        always = [*([target] if target else []), *(name for both in pairs for name in both)]
        result = compared(
            drawn([reference], read, given, always, beside=with_rows),
            drawn([current], read, given, always, beside=with_rows),
            alarm=alarm, at_least=at_least, psi=psi, pairs=pairs, target=target, base=float(form.base), seed=read.seed,
            **given,
        )  # fmt: skip
    write_output(result, form)
    if fail and result.drifted:
        raise typer.Exit(DRIFTED)


def _pair(text: str) -> tuple[str, str]:
    a, comma, b = text.partition(",")
    if not (comma and a and b and a != b):
        raise typer.BadParameter(f"{text!r} is not two columns with a comma between them")
    return a, b
