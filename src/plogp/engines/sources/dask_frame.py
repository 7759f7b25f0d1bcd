"""Dask: rows that lie in partitions, which are counted where they lie or brought here a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, check_schema
from plogp.theory.extras import require

# Partitions that are computed at once when their rows are wanted here.
_AT_ONCE = 4


class DaskFrame:
    """A Dask data frame, of which any scheduler may be in charge: threads, processes, a cluster."""

    rows: int | None = None

    def __init__(self, frame: Any) -> None:
        self.label = "dask table"
        self.name = f"the {self.label}"
        self._frame = frame
        self._schema: pa.Schema | None = None
        check_schema(pa.schema([(str(name), pa.null()) for name in frame.columns]), self.name)

    def schema(self) -> pa.Schema:
        """The names and types of the columns, as the first partition has them."""
        if self._schema is None:
            self._schema = self._sample().schema
        return self._schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """The rows, brought into this process, a few partitions at a time."""
        for table in _computed(self._frame[list(columns)]):
            yield from table.to_batches(max_chunksize=batch_rows)

    def partitions(self, columns: Sequence[str]) -> list[Any]:
        """Some columns of each partition, as what is still to be computed."""
        delayed: list[Any] = self._frame[list(columns)].to_delayed()
        return delayed

    def _sample(self) -> pa.Table:
        """As many partitions as it takes to see what the columns of Python objects hold."""
        tables = _computed(self._frame)
        seen = next(tables)
        for table in tables:
            if not any(pa.types.is_null(f.type) and self._frame.dtypes[f.name].kind == "O" for f in seen.schema):
                break
            seen = pa.concat_tables([seen, table], promote_options="permissive")
        return seen


def _computed(frame: Any) -> Iterator[pa.Table]:
    with require("dask"):
        import dask

    partitions = frame.to_delayed()
    for at in range(0, len(partitions), _AT_ONCE):
        yield from map(as_arrow, dask.compute(*partitions[at : at + _AT_ONCE]))


def as_arrow(partition: Any) -> pa.Table:
    """The rows of a computed partition."""
    return pa.Table.from_pandas(partition, preserve_index=False)
