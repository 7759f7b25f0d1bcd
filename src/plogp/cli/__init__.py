"""The command line: `plogp`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import NoReturn

from plogp.engines import temporary
from plogp.theory.errors import MissingExtra
from plogp.theory.extras import require

INTERRUPTED = 130
_PATIENCE = 0.4  # seconds that work in other threads is given to end after Ctrl-C


def main() -> None:
    """Run the command that was typed; say in one sentence what is missing where the extra is not installed."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        with require("cli"):
            from plogp.cli.app import app

            app(prog_name="plogp")
    except KeyboardInterrupt:
        _leave(INTERRUPTED)
    except SystemExit as end:
        _leave(end.code if isinstance(end.code, int) else 0)
    except MissingExtra as error:
        print(f"plogp: {error}", file=sys.stderr)
        raise SystemExit(1) from None


def _interrupt(*_: object) -> NoReturn:
    """End as soon as the main thread can, and without it if it waits for others that do not end.

    Raised in a finalizer the interrupt is lost, of which there is nothing to say.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.unraisablehook = lambda _: None
    watch = threading.Timer(_PATIENCE, _leave, [INTERRUPTED])
    watch.daemon = True
    watch.start()
    raise KeyboardInterrupt


def _leave(code: int) -> NoReturn:
    """Exit at once: threads of libraries that read ahead must neither be waited for nor torn down under way."""
    temporary.remove_all()
    if code == INTERRUPTED:
        shown = "\x1b[?25h" if sys.stderr.isatty() else ""  # the cursor, which progress hides
        print(f"{shown}plogp: interrupted", file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 1
    os._exit(code)
