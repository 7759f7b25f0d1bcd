"""`plogp entropy`: how much entropy the bytes of a file have, and what a code would make of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from plogp.cli.exit_codes import DATA_ERROR, guarded, reason
from plogp.cli.options import LanguageOption, sharing
from plogp.cli.streams import opened
from plogp.theory.errors import PlogpError
from plogp.theory.printable import printable, printable_json

_PIECE = 1 << 23


@guarded
@sharing(LanguageOption)
def entropy(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of any kind; - for standard input.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of the picture.")] = False,
) -> None:
    """Measure the entropy of the bytes of files.

    Order 0 is the entropy of a byte alone, order 1 after the byte before it, order 2 after the two before it, in bits a
    byte; and the average length of a Huffman and of an ANS code, which look at bytes alone.

    \b
    Examples:
      plogp entropy book.txt photo.jpg
      cat *.log | plogp entropy -
    """
    from dataclasses import asdict

    from plogp.apps.coding import byte_entropy
    from plogp.cli.views.entropy import show

    failed = False
    results = []
    for name in files:
        try:
            result = byte_entropy(_pieces(name))
        except (PlogpError, OSError) as error:
            typer.echo(f"plogp: {printable(name)}: {reason(error)}", err=True)
            failed = True
            continue
        if json:
            results.append({"file": name, **asdict(result)})
        else:
            show(name, result)
    if json:
        typer.echo(printable_json(results))
    if failed:
        raise typer.Exit(DATA_ERROR)


def _pieces(name: str) -> Iterator[bytes]:
    with opened(name) as file:
        while piece := file.read(_PIECE):
            yield piece
