"""Temporary files, which are removed even by a process that ends without its finalizers."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_there: set[str] = set()


def make(prefix: str, suffix: str = "", folder: Path | None = None) -> tuple[int, str]:
    """An open descriptor and the path of a new file."""
    descriptor, path = tempfile.mkstemp(suffix, prefix, folder)
    _there.add(path)
    return descriptor, path


def remove(path: str) -> None:
    """Remove one of them, if it is still there."""
    with suppress(FileNotFoundError):
        os.unlink(path)
    _there.discard(path)


def remove_all() -> None:
    """Remove what is left of them."""
    for path in list(_there):
        remove(path)
