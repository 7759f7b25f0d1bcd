"""Files written whole or not at all: beside the target first, then put in its place in one step."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from plogp.engines import temporary
from plogp.theory.errors import FileForbidden, FileInTheWay, NotAFile, NotWritable, PlogpError


def check_writable(path: Path) -> None:
    """Raise, before any work is done, if no file can be written there."""
    if path.is_dir():
        raise NotAFile(f"{str(path)!r} is a directory: name the file to write")
    if not path.parent.is_dir():
        raise NotWritable(f"{str(path)!r} cannot be written: there is no directory {str(path.parent)!r}")
    replaced = not _is_special(path)
    if (replaced and not os.access(path.parent, os.W_OK | os.X_OK)) or (path.exists() and not os.access(path, os.W_OK)):
        raise FileForbidden(f"{str(path)!r} may not be written by this user")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, text in UTF-8; if anything goes wrong, what was there before is still there."""
    with written_whole(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def written_whole(path: Path, *, overwrite: bool = True, like: os.stat_result | None = None) -> Iterator[IO[bytes]]:
    """A file to write; at the end it bears its name, and the mode and times of `like` if that is given.

    Killed at any moment, this leaves either no file of that name, or the one that was there, or the whole new one. What
    is no regular file, such as a pipe or a device, is written to and not replaced.
    """
    check_writable(path)
    if not overwrite and os.path.lexists(path) and not _is_special(path):
        raise _in_the_way(path)
    try:
        if _is_special(path):
            with path.open("wb") as file:
                yield file
            return
        descriptor, name = temporary.make(f".{path.name}.", ".part", path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                _adopt(descriptor, like, path)
                os.fsync(descriptor)
            _put_in_place(name, path, overwrite)
            _sync_directory(path.parent)
        finally:
            temporary.remove(name)
    except FileExistsError as error:
        raise _in_the_way(path) from error
    except OSError as error:
        if isinstance(error, PlogpError):
            raise
        raise NotWritable(f"{str(path)!r} cannot be written: {error.strerror or error}") from error


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _in_the_way(path: Path) -> FileInTheWay:
    return FileInTheWay(f"{str(path)!r} is already there: -f to overwrite it")


def _adopt(descriptor: int, like: os.stat_result | None, path: Path) -> None:
    """Mode, times and, where this user may, owner of another file; else the mode of what is replaced, or a new file."""
    if like is not None:
        with suppress(PermissionError):
            os.fchown(descriptor, like.st_uid, like.st_gid)
        os.fchmod(descriptor, like.st_mode & 0o777)
        os.utime(descriptor, ns=(like.st_atime_ns, like.st_mtime_ns))
    elif path.exists():
        os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
    else:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)


def _put_in_place(name: str, path: Path, overwrite: bool) -> None:
    if not overwrite:
        try:
            os.link(name, path)  # unlike rename, this fails if somebody has made the file meanwhile
        except OSError as error:  # a file system without links, too
            if isinstance(error, FileExistsError) or os.path.lexists(path):
                raise FileExistsError from error
        else:
            return
    os.replace(name, path)


def _sync_directory(folder: Path) -> None:
    """The name must be on the disk before an original is removed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
