"""`plogp profile`: where the information in a table is."""

from __future__ import annotations

from typing import Annotated

import typer

from plogp.cli.exit_codes import guarded
from plogp.cli.options import InputOptions, LanguageOption, OutputOptions, sharing


@guarded
@sharing(InputOptions, OutputOptions, LanguageOption)
def profile(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Parquet, CSV, Arrow or the like, a quoted glob, or a tally."),
    ],
    read: InputOptions,
    form: OutputOptions,
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Rank the columns by their information about this one.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option(metavar="FILE", help="Compare with this table, or tally, as compare does.")
    ] = None,
) -> None:
    """Find where the information in a table is.

    For each column its kind, missing values, distinct values and entropy; with a target, what each tells about it; and
    which columns repeat each other. Numbers with many values are counted in bins of equal weight, whose entropy says
    nothing of the column and is not shown.

    \b
    Examples:
      plogp profile flights.parquet --target late
      plogp profile "2024-*.csv" --target churn --exclude "id_*" -o churn.html
      plogp profile 2024.csv --reference 2023.csv -o moved.html
      plogp profile data.csv --json | jq ".columns[0].name"
    """
    from plogp.apps.profile import profile as profiled
    from plogp.cli.output import check, write_output
    from plogp.cli.table_input import drawn, reading

    check(form, files if reference is None else [*files, reference])
    with reading(read) as given:
        data = drawn(files, read, given, [target] if target else [])
        result = profiled(data, target, base=float(form.base), **given)
        if reference is not None:
            from plogp.apps.drift import compare

            before = drawn([reference], read, given, beside=True)
            result = result.with_drift(compare(before, data, base=float(form.base), seed=read.seed, **given))
    write_output(result, form)
