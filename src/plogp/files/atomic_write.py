"""Files written whole or not at all: beside the target first, then put in its place in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from plogp.files import temporary
from plogp.theory.errors import FileForbidden, FileInTheWay, NotAFile, NotWritable, PlogpError
from plogp.theory.parameters import shown


def check_writable(path: Path) -> None:
    """Raise, before any work is done, if no file can be written there."""
    if os.path.isdir(path):
        raise NotAFile(f"{str(path)!r} is a directory: name the file to write")
    target = _target(path)
    if not os.path.isdir(target.parent):
        raise NotWritable(f"{str(path)!r} cannot be written: there is no directory {str(target.parent)!r}")
    replaced = not _is_special(target)
    if (replaced and not os.access(target.parent, os.W_OK | os.X_OK)) or (
        os.path.exists(target) and not os.access(target, os.W_OK)
    ):
        raise FileForbidden(f"{str(path)!r} may not be written by this user")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, text in UTF-8; if anything goes wrong, what was there before is still there."""
    with written_whole(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def written_whole(path: Path, *, overwrite: bool = True, like: os.stat_result | None = None) -> Iterator[IO[bytes]]:
    """A file to write; at the end it bears its name, and the mode and times of `like` if that is given.

    Killed at any moment, this leaves either no file of that name, or the one that was there, or the whole new one. What
    is no regular file, such as a pipe or a device, is written to and not replaced; of a symbolic link, the file that it
    leads to is.
    """
    check_writable(path)
    if not overwrite and os.path.lexists(path) and not _is_special(path):
        raise _in_the_way(path)
    target = _target(path)
    try:
        if _is_special(target):
            with target.open("wb") as file:
                yield file
            return
        descriptor, name = temporary.make(f".{target.name}.", ".part", target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                _adopt(descriptor, like, target)
                os.fsync(descriptor)
            _put_in_place(name, target, overwrite)
            _sync_directory(target.parent)
        finally:
            temporary.remove(name)
    except PlogpError:
        raise
    except FileExistsError as error:
        raise _in_the_way(path) from error
    except (OSError, UnicodeEncodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise NotWritable(f"{shown(str(path))} cannot be written: {why}") from error


def _target(path: Path) -> Path:
    """The file itself: a symbolic link stays one."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def _is_special(path: Path) -> bool:
    return os.path.exists(path) and not os.path.isfile(path)


def _in_the_way(path: Path) -> FileInTheWay:
    return FileInTheWay(f"{str(path)!r} is already there: -f to overwrite it")


def _adopt(descriptor: int, like: os.stat_result | None, path: Path) -> None:
    """Mode, times and, where this user may, owner of another file; else mode and owner of what is replaced, if any."""
    model = like or (path.stat() if path.exists() else None)
    if model is None:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    else:
        mode = model.st_mode & 0o777
        with suppress(PermissionError, AttributeError):  # Windows has no such function
            os.fchown(descriptor, model.st_uid, model.st_gid)
    with suppress(AttributeError):  # nor had it this one before Python 3.13
        os.fchmod(descriptor, mode)
    if like is not None and os.utime in os.supports_fd:
        os.utime(descriptor, ns=(like.st_atime_ns, like.st_mtime_ns))


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
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # on Windows of every folder, elsewhere of one that may be written to and not read
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
