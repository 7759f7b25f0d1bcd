"""What runs when `plogp` is typed: signals, closed streams, and how the process ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import NoReturn

from plogp.cli.exit_codes import INTERRUPTED
from plogp.cli.streams import open_closed_streams
from plogp.files import temporary
from plogp.theory.errors import MissingExtra
from plogp.theory.extras import require

_PATIENCE = 0.4  # seconds that work in other threads is given to end after Ctrl-C


def main() -> None:
    """Run the command that was typed; say in one sentence what is missing where the extra is not installed."""
    open_closed_streams()
    signal.signal(signal.SIGINT, _interrupt)
    for number in {signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:  # Windows has no SIGHUP
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has them ignored
            signal.signal(number, _terminate)
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
    except OSError as error:  # of the help or the version, on a full disk; commands say theirs themselves
        print(f"plogp: a standard stream: {error.strerror}", file=sys.stderr)
        _leave(1)


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


def _terminate(number: int, _: object) -> None:
    """Leave no temporary file, then end as the signal would have it."""
    temporary.remove_all()
    _show_cursor()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _show_cursor() -> None:
    """Progress hides it."""
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), b"\x1b[?25h")


def _leave(code: int) -> NoReturn:
    """Exit at once: threads of libraries that read ahead must neither be waited for nor torn down under way."""
    temporary.remove_all()
    if code == INTERRUPTED:
        _show_cursor()
        print("plogp: interrupted", file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or 1
    os._exit(code)
