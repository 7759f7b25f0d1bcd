"""Files to be read, by the names that commands are given."""

from __future__ import annotations

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
