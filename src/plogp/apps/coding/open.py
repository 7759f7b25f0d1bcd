"""Files opened by name: what `open` is for plain files, for compressed ones."""

from __future__ import annotations

import builtins
import io
import os
import pathlib
from typing import IO, Literal, overload

from plogp.apps.coding.compression import Code
from plogp.apps.coding.huffman_code import HuffmanCode
from plogp.apps.coding.reader import BlockReader
from plogp.apps.coding.writer import BlockWriter
from plogp.files.opening import opening
from plogp.theory.errors import FileInTheWay, InvalidParameter, NotWritable, PlogpError
from plogp.theory.parameters import path_of, shown

Path = str | os.PathLike[str] | IO[bytes]


@overload
def open(path: Path, mode: Literal["rb"] = "rb", *, threads: int | None = None) -> io.BufferedReader: ...
@overload
def open(
    path: Path, mode: Literal["wb", "xb"], *, code: Code = HuffmanCode, threads: int | None = None
) -> BlockWriter: ...
def open(
    path: Path, mode: str = "rb", *, code: Code = HuffmanCode, threads: int | None = None
) -> io.BufferedReader | BlockWriter:
    """Open a compressed file to read its content or to write it, in memory that does not grow with it.

    Parameters
    ----------
    path : path or binary file
        A file that is handed in is left open.
    mode : str
        "rb" to read, "wb" to write, "xb" to write where no file is yet.
    code, threads
        As for `compress`.

    Returns
    -------
    binary file
        One to read can seek if the file below can: only the blocks that are asked for are decoded.

    Examples
    --------
    >>> import io
    >>> from plogp.apps import coding
    >>> file = io.BytesIO()
    >>> with coding.open(file, "wb") as out:
    ...     written = out.write(b"abracadabra" * 100000)
    >>> with coding.open(file) as content:
    ...     place = content.seek(1099989)
    ...     content.read()
    b'abracadabra'
    """
    if not isinstance(mode, str) or mode not in ("rb", "wb", "xb"):
        raise InvalidParameter(f"mode must be 'rb', 'wb' or 'xb', not {shown(mode)}")
    owns = isinstance(path, (str, os.PathLike))
    if not owns and not callable(getattr(path, "read" if mode == "rb" else "write", None)):
        raise InvalidParameter(f"path is that of a file, or a binary file, but it is {shown(path)}")
    file: IO[bytes] = _opened(path_of("path", path), mode) if owns else path  # type: ignore[assignment]
    try:
        if mode != "rb":
            return BlockWriter(file, code=code, threads=threads, owns=owns)
        return io.BufferedReader(BlockReader(file, threads=threads, owns=owns), 1 << 17)
    except BaseException:
        if owns:
            file.close()
        raise


def _opened(path: pathlib.Path, mode: str) -> IO[bytes]:
    try:
        with opening(path):
            return builtins.open(path, mode)
    except FileExistsError as error:
        raise FileInTheWay(f"{shown(str(path))} is already there: mode 'wb' overwrites it") from error
    except PlogpError:  # which may be an OSError as well
        raise
    except OSError as error:
        raise NotWritable(f"{shown(str(path))} cannot be opened: {error.strerror or error}") from error
