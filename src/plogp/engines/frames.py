"""Frames in memory: pandas, Polars, PyArrow and whatever else hands out an Arrow stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from plogp.engines.source import BATCH_ROWS, check_schema
from plogp.theory.errors import UnreadableData

_UNNAMED_INDEX = {"__index_level_0__"}  # of pandas, for rows that were shuffled or left out: no column of the user


class Frame:
    """A table held in memory, seen through Arrow without a copy wherever its library allows."""

    def __init__(self, data: Any) -> None:
        library = type(data).__module__.partition(".")[0]
        self.label = "table" if library == "builtins" else f"{library} table"
        self.name = f"the {self.label}"
        try:
            table = data if isinstance(data, pa.Table) else pa.table(data)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError, OverflowError) as error:
            raise UnreadableData(f"{self.name} cannot be read: {' · '.join(map(str, error.args))}") from error
        self._table = table.drop_columns([name for name in table.schema.names if name in _UNNAMED_INDEX])
        self.rows: int | None = self._table.num_rows
        check_schema(self._table.schema, self.name)

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._table.schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Slices of the table."""
        yield from self._table.select(list(columns)).to_batches(max_chunksize=batch_rows)
