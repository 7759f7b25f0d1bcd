"""Some rows of a source, drawn at random, held in memory, and said to be a sample wherever the source is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from plogp.engines.sources.reservoir import Reservoir
from plogp.engines.sources.source import BATCH_ROWS, Source, no_rows, remarks
from plogp.theory.progress import Progress, silent


class Sampled:
    """Rows drawn without replacement, in the order of the source; one pass over it."""

    def __init__(
        self, source: Source, columns: Sequence[str], rows: int, seed: int = 0, progress: Progress = silent
    ) -> None:
        reservoir = Reservoir(rows, seed)
        for batch in source.batches(columns):
            reservoir.add(batch)
            progress("sampling", batch.num_rows, source.rows)
        if not reservoir.seen:
            raise no_rows(source)
        self._table = reservoir.table()
        self.remarks = remarks(source)
        self.rows: int | None = self._table.num_rows
        said = f" [{self.rows:,} of {reservoir.seen:,} rows, seed {seed}]"
        self.label, self.name = source.label + said, source.name + said

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._table.schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Slices of what was drawn."""
        yield from self._table.select(list(columns)).to_batches(max_chunksize=batch_rows)
