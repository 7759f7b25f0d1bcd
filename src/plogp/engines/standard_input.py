"""Standard input: kept in a temporary file, since a table is read more than once."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from plogp.engines.source import BATCH_ROWS, Source
from plogp.theory.errors import EmptyData


class StandardInput:
    """What was piped in; the file that keeps it is gone when this is."""

    label = "standard input"
    name = "standard input"

    def __init__(self, format_of: Callable[[Path], Callable[[Path], Source]]) -> None:
        descriptor, path = tempfile.mkstemp(prefix="plogp-")
        weakref.finalize(self, os.unlink, path)
        with os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            if not file.tell():
                raise EmptyData("standard input is empty")
        self._file = format_of(Path(path))(Path(path))
        self._file.label = self.label
        self._file.name = self.name

    @property
    def rows(self) -> int | None:
        """How many there are, if it is known."""
        return self._file.rows

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._file.schema()

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns."""
        return self._file.batches(columns, batch_rows)
