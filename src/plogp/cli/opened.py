"""Files to be read, by the names that commands are given."""

from __future__ import annotations

import sys
from typing import IO

from plogp.theory.errors import FileForbidden, FileMissing, NotAFile


def opened(name: str) -> IO[bytes]:
    """A file to read; - stands for standard input."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except FileNotFoundError:
        raise FileMissing("there is no such file") from None
    except IsADirectoryError:
        raise NotAFile("it is a directory, not a file") from None
    except PermissionError:
        raise FileForbidden("this user may not read it") from None
