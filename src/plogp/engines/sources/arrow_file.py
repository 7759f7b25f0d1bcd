"""Arrow and Feather files, memory-mapped, and Arrow streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, check_schema, reading, validate
from plogp.theory.errors import EmptyData, UnreadableData

_FILE, _FEATHER_1 = b"ARROW1", b"FEA1"


class ArrowFile:
    """One Arrow IPC file, which is what Feather is, or one Arrow stream."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self._path = path
        self._table = self._read()
        self._validated: set[str] = set()
        self.rows: int | None = self._table.num_rows
        if not self.rows:
            raise EmptyData(f"{self.name} has no rows")

    def _read(self) -> pa.Table:
        with self._path.open("rb") as start:
            magic = start.read(6)
        if magic.startswith(_FEATHER_1):  # of which PyArrow's reader, deprecated since 25.0, crashes on damaged files
            raise UnreadableData(
                f"{self.name} is of Feather's version 1, which ended in 2020: write it again as Parquet or Arrow"
            )
        what = f"{self.name} is no complete Arrow or Feather file: it is of another format or was cut off"
        with reading(what), pa.memory_map(str(self._path)) as file:
            table = (pa.ipc.open_file if magic == _FILE else pa.ipc.open_stream)(file).read_all()
            check_schema(table.schema, self.name)
            return table

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._table.schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Slices of the mapped table, whose columns are validated when they are first read."""
        for name in columns:
            if name not in self._validated:
                validate(self._table.column(name), name, self.name)
                self._validated.add(name)
        yield from self._table.select(list(columns)).to_batches(max_chunksize=batch_rows)
