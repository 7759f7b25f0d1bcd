"""`plogp rank`: the columns of a table by what they tell about one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from plogp.cli.exit_codes import guarded
from plogp.cli.options import InputOptions, LanguageOption, OutputOptions, sharing


@guarded
@sharing(InputOptions, OutputOptions, LanguageOption)
def rank(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Parquet, CSV, Arrow or the like, a quoted glob, or a tally."),
    ],
    read: InputOptions,
    form: OutputOptions,
    target: Annotated[
        str, typer.Option(metavar="COLUMN", help="Rank the columns by their information about this one.")
    ],
) -> None:
    """Rank the columns by their information about one of them.

    The ranking of `plogp profile` without the rest: columns that tell more than chance would, by how much; then those
    that do not, and those that cannot be trusted.

    \b
    Examples:
      plogp rank flights.parquet --target late
      plogp rank data.csv --target y --csv | head -4
    """
    from plogp.apps.profile import rank as ranked
    from plogp.cli.output import check, write_output
    from plogp.cli.table_input import drawn, reading

    check(form, files)
    with reading(read) as given:
        data = drawn(files, read, given, [target])
        result = ranked(data, target, base=float(form.base), **given)
    write_output(result, form)
