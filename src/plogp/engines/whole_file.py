"""Files written whole or not at all: beside the target first, then put in its place in one step."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from plogp.theory.errors import FileForbidden, NotAFile, NotWritable


def check_writable(path: Path) -> None:
    """Raise, before any work is done, if no file can be written there."""
    if path.is_dir():
        raise NotAFile(f"{str(path)!r} is a directory: name the file to write")
    if not path.parent.is_dir():
        raise NotWritable(f"{str(path)!r} cannot be written: there is no directory {str(path.parent)!r}")
    if not os.access(path.parent, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise FileForbidden(f"{str(path)!r} may not be written by this user")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, text in UTF-8; if anything goes wrong, what was there before is still there."""
    data = content.encode() if isinstance(content, str) else content
    check_writable(path)
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):  # a pipe or a terminal is written to, not replaced
            path.write_bytes(data)
            return
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, _mode(path))
            os.replace(name, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(name)
            raise
    except OSError as error:
        raise NotWritable(f"{str(path)!r} cannot be written: {error.strerror or error}") from error


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file gets."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
