"""Temporary files, which are removed even by a process that ends without its finalizers, or by a signal."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

_there: set[str] = set()
_LONGEST = 200  # bytes of a prefix: file systems take names of 255
_BINARY: int = getattr(os, "O_BINARY", 0)  # without it Windows writes other line ends


def make(prefix: str, suffix: str = "", folder: Path | None = None) -> tuple[int, str]:
    """An open descriptor and the path of a new file, which only this user may read."""
    prefix = os.fsencode(prefix)[:_LONGEST].decode(errors="ignore")
    while True:
        path = os.path.join(folder or tempfile.gettempdir(), f"{prefix}{secrets.token_hex(8)}{suffix}")
        _there.add(path)  # before it is there, so that a signal between the two leaves nothing
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), path
        except FileExistsError:
            _there.discard(path)
        except OSError:
            _there.discard(path)
            raise


def remove(path: str) -> None:
    """Remove one of them, if it is still there."""
    with suppress(FileNotFoundError):
        os.unlink(path)
    _there.discard(path)


def remove_all() -> None:
    """Remove what is left of them."""
    for path in list(_there):
        with suppress(OSError):
            remove(path)
