"""What goes wrong when a file is opened by its name, as errors that name the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plogp.theory.errors import FileForbidden, FileMissing, NotAFile
from plogp.theory.parameters import shown


@contextmanager
def opening(path: Path, wanted: str = "name a file") -> Iterator[None]:
    """Raise `FileMissing`, `NotAFile` or `FileForbidden` where the system refuses; what else it says is for the caller.

    `wanted` is what to do where a directory is named.
    """
    name = shown(str(path))
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(f"there is no file {name}") from error
    except IsADirectoryError as error:
        raise NotAFile(f"{name} is a directory: {wanted}") from error
    except PermissionError as error:
        raise FileForbidden(f"{name} may not be opened by this user") from error
