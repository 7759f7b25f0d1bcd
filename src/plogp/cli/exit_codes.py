"""What every command is wrapped in: an error raised on purpose is one sentence and an exit code, never a traceback."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

from plogp.theory.errors import PlogpError
from plogp.theory.printable import printable

DATA_ERROR, INTERRUPTED = 1, 130
P = ParamSpec("P")


def reason(error: PlogpError | OSError) -> str:
    """What an error says, on one line that cannot steer a terminal; of a system call its reason and its file."""
    if isinstance(error, PlogpError) or error.strerror is None:
        return printable(str(error))
    where = "a standard stream" if error.filename is None else repr(error.filename)
    return printable(f"{where}: {error.strerror}")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """A command that ends cleanly: bad data with 1, Ctrl-C with 130, a reader that left with 0."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except PlogpError as error:
            print(f"plogp: {reason(error)}", file=sys.stderr)
            raise SystemExit(DATA_ERROR) from None
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader (`| head`) has left; what Python still has to flush at exit must not complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0) from None
        except OSError as error:  # the disk that the output goes to is full, for instance
            print(f"plogp: {reason(error)}", file=sys.stderr)
            raise SystemExit(DATA_ERROR) from None
        except MemoryError:
            print("plogp: there is not enough memory", file=sys.stderr)
            raise SystemExit(DATA_ERROR) from None

    return run
