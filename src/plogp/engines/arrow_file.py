"""Arrow and Feather files, memory-mapped, and Arrow streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

from plogp.engines.source import BATCH_ROWS, check_schema
from plogp.theory.errors import EmptyData, UnreadableData


class ArrowFile:
    """One Arrow IPC file or stream, or one Feather file of either version."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self._path = path
        self._table = self._read()
        self.rows: int | None = self._table.num_rows
        if not self.rows:
            raise EmptyData(f"{self.name} has no rows")

    def _read(self) -> pa.Table:
        try:
            return feather.read_table(self._path, memory_map=True)
        except (pa.ArrowInvalid, OSError):
            pass
        try:
            with pa.memory_map(str(self._path)) as file:
                return pa.ipc.open_stream(file).read_all()
        except (pa.ArrowInvalid, OSError) as error:
            raise UnreadableData(
                f"{self.name} is no complete Arrow or Feather file: it is of another format or was cut off"
            ) from error

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return check_schema(self._table.schema, self.name)

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Slices of the mapped table."""
        yield from self._table.select(list(columns)).to_batches(max_chunksize=batch_rows)
