"""The streams that a command reads and writes: files by the names that it is given, and the three standard ones."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import IO

from plogp.theory.errors import FileForbidden, FileMissing, NotAFile


def opened(name: str) -> AbstractContextManager[IO[bytes]]:
    """A file to read; - stands for standard input, which stays open, as it may be named twice."""
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(name, "rb")
    except FileNotFoundError:
        raise FileMissing("there is no such file") from None
    except IsADirectoryError:
        raise NotAFile("it is a directory, not a file") from None
    except PermissionError:
        raise FileForbidden("this user may not read it") from None


# In the order of their numbers, so that each gets its own, which no file that is opened later may have. The wrong
# direction makes reading and writing fail, as with a closed one; what is written to standard error is dropped.
_STREAMS = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))


def open_closed_streams() -> None:
    """Give each of the three that is closed a stream."""
    for name, flags, mode in _STREAMS:
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))
