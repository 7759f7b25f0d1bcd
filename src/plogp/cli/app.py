"""The commands of `plogp`, one line for each."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from plogp.cli.compare import compare
from plogp.cli.compress import compress
from plogp.cli.entropy import entropy
from plogp.cli.evaluate import evaluate
from plogp.cli.help import Commands
from plogp.cli.options import Lang
from plogp.cli.profile import profile
from plogp.cli.rank import rank
from plogp.cli.tally import merge, plan, tally

app = typer.Typer(
    cls=Commands,
    epilog="Options of a command: plogp COMMAND --help",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(profile)
app.command()(rank)
app.command()(compare)
app.command()(evaluate)
app.command()(plan)
app.command()(tally)
app.command()(merge)
app.command()(entropy)
app.command()(compress)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"plogp {version('plogp')}")
        raise typer.Exit


@app.callback()
def options(
    shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Information theory for data: rank columns, compare tables, evaluate models, compress files."""
