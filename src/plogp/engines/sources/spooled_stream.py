"""What can be read but once, standard input or a download, kept in a temporary file: a table is read more often."""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, Source
from plogp.engines.sources.wrapped import Wrapped
from plogp.files import temporary
from plogp.theory.errors import EmptyData, PlogpError, UnreadableData

# The name of a file says how it is compressed; that of a pipe says nothing.
_COMPRESSED = {b"\x1f\x8b": ".gz", b"\x28\xb5": ".zst", b"BZ": ".bz2"}


class SpooledStream(Wrapped):
    """A stream of bytes as a file, which is gone when this is."""

    def __init__(
        self,
        stream: IO[bytes],
        label: str,
        name: str,
        format_of: Callable[[Path], Callable[[Path], Source]],
        suffix: str = "",
        size: str | None = None,
    ) -> None:
        start = stream.read(2)
        if not start:
            raise EmptyData(f"{name} is empty")
        descriptor, path = temporary.make("plogp-", suffix or _COMPRESSED.get(start, ""))
        weakref.finalize(self, temporary.remove, path)
        with os.fdopen(descriptor, "wb") as file:
            file.write(start)
            shutil.copyfileobj(stream, file, 1 << 20)
            if size is not None and file.tell() != int(size):
                raise UnreadableData(f"{name} was cut off after {file.tell():,} of {int(size):,} bytes: try again")
        try:
            self._file = format_of(Path(path))(Path(path))
        except PlogpError as error:
            raise type(error)(str(error).replace(repr(path), name)) from error
        self.label = self._file.label = label
        self.name = self._file.name = name

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._file.schema()

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns."""
        return self._file.batches(columns, batch_rows)
