"""A binary file written beside its target, and put in its place in one step when it is whole and on the disk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from plogp.theory.errors import FileInTheWay, NotAFile, NotWritable, PlogpError


@contextmanager
def written_beside(target: Path, like: os.stat_result | None, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """A file to write; at the end it bears the target's name, and the mode and times of `like`.

    Killed at any moment, this leaves either no file of that name, or the one that was there, or the whole new one. What
    is no regular file, such as a pipe or a device, is written to and not replaced.
    """
    if target.exists() and not target.is_file():
        with _open_special(target) as file:
            yield file
        return
    if not overwrite and os.path.lexists(target):
        raise FileInTheWay(f"{str(target)!r} is already there: -f to overwrite it")
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                _adopt(file.fileno(), like)
                os.fsync(file.fileno())
            _put_in_place(name, target, overwrite)
            _sync_directory(target.parent)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)
    except FileExistsError as error:
        raise FileInTheWay(f"{str(target)!r} is already there: -f to overwrite it") from error
    except OSError as error:
        if isinstance(error, PlogpError):
            raise
        raise NotWritable(f"{str(target)!r} cannot be written: {error.strerror or error}") from error


def _open_special(target: Path) -> IO[bytes]:
    if target.is_dir():
        raise NotAFile(f"{str(target)!r} is a directory: name the file to write")
    return open(target, "wb")


def _adopt(descriptor: int, like: os.stat_result | None) -> None:
    """Mode, times and, where this user may, owner of another file; else what a new file gets."""
    if like is None:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    with suppress(PermissionError):
        os.fchown(descriptor, like.st_uid, like.st_gid)
    os.fchmod(descriptor, like.st_mode & 0o777)
    os.utime(descriptor, ns=(like.st_atime_ns, like.st_mtime_ns))


def _put_in_place(name: str, target: Path, overwrite: bool) -> None:
    if not overwrite:
        try:
            os.link(name, target)  # unlike rename, this fails if somebody has made the file meanwhile
        except (NotImplementedError, PermissionError, OSError) as error:
            if isinstance(error, FileExistsError) or os.path.lexists(target):
                raise FileExistsError from error
        else:
            return
    os.replace(name, target)


def _sync_directory(folder: Path) -> None:
    """The name must be on the disk before the original is removed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
