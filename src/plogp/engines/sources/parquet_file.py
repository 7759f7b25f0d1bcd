"""Parquet: batches of the wanted columns, text as dictionaries, which spares half of the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from plogp.engines.sources.source import BATCH_ROWS, check_schema, reading, validate
from plogp.theory.errors import EmptyData


class ParquetFile:
    """One Parquet file."""

    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self.name = repr(self.label)
        self._path = path
        with reading(f"{self.name} is no complete Parquet file: it is of another format or was cut off"):
            metadata = pq.read_metadata(path)
            self._schema: pa.Schema = check_schema(metadata.schema.to_arrow_schema(), self.name)
        self.rows: int | None = metadata.num_rows
        if not self.rows:
            raise EmptyData(f"{self.name} has no rows")

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns, row group by row group."""
        texts = [name for name in columns if _is_text(self._schema.field(name).type)]
        options = {
            "read_dictionary": texts,
            "pre_buffer": False,
            "page_checksum_verification": True,
            # INT96 spans more years than its usual reading in nanoseconds, which wraps around.
            "coerce_int96_timestamp_unit": "us",
        }
        with (
            reading(f"{self.name} cannot be read to its end: it was cut off or is damaged"),
            pq.ParquetFile(self._path, **options) as file,
        ):
            for batch in file.iter_batches(batch_rows, columns=list(columns)):
                for name, column in zip(batch.schema.names, batch.columns, strict=True):
                    validate(column, name, self.name)
                yield batch


def _is_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_))
