"""Parquet: batches of the wanted columns, text as dictionaries, which spares half of the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from plogp.engines.source import BATCH_ROWS, check_schema, cut_off
from plogp.theory.errors import EmptyData, UnreadableData


class ParquetFile:
    """One Parquet file."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self._path = path
        try:
            metadata = pq.read_metadata(path)
            self._schema: pa.Schema = metadata.schema.to_arrow_schema()
        except (pa.ArrowInvalid, OSError) as error:
            raise UnreadableData(
                f"{self.name} is no complete Parquet file: it is of another format or was cut off"
            ) from error
        self.rows: int | None = metadata.num_rows
        if not self.rows:
            raise EmptyData(f"{self.name} has no rows")

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return check_schema(self._schema, self.name)

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns, row group by row group."""
        texts = [field.name for field in self._schema if field.name in columns and _is_text(field.type)]
        try:
            with pq.ParquetFile(self._path, read_dictionary=texts, pre_buffer=False) as file:
                yield from file.iter_batches(batch_rows, columns=list(columns))
        except (pa.ArrowInvalid, OSError) as error:
            raise cut_off(self.name, error) from error


def _is_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))
