"""A dataset of PyArrow: files that it has found, of any of its formats, perhaps filtered, read batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, check_schema, reading


class ArrowDataset:
    """A `pyarrow.dataset.Dataset`, as Delta and Iceberg hand out as well."""

    label = "pyarrow dataset"
    name = "the pyarrow dataset"
    rows: int | None = None

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        check_schema(dataset.schema, self.name)

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        schema: pa.Schema = self._dataset.schema
        return schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns of all rows, a few batches ahead."""
        with reading(f"{self.name} cannot be read"):
            yield from self._dataset.to_batches(
                columns=list(columns), batch_size=batch_rows, batch_readahead=2, fragment_readahead=1
            )
