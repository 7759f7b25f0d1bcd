"""The command line: `plogp`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that was typed; say in one sentence what is missing where the extra is not installed."""
    try:
        from plogp.cli.app import app
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("typer", "rich"):
            raise
        print("plogp: the command line is an extra: pip install 'plogp[cli]'", file=sys.stderr)
        raise SystemExit(1) from None
    try:
        app(prog_name="plogp")
    except KeyboardInterrupt:
        raise SystemExit(130) from None
