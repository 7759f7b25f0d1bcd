"""Some rows of a source, drawn at random, held in memory, and said to be a sample wherever the source is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

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


class Reservoir:
    """Draws rows without replacement; they stay in their order, and are the same for any size of the batches.

    Each row draws a number, and those with the smallest stay (Vitter 1985, doi:10.1145/3147.3165).
    """

    def __init__(self, rows: int, seed: int) -> None:
        self._rows, self._rng = rows, np.random.default_rng(seed)
        self._held: list[pa.Table] = []
        self._keys: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
        self._below = 1.0
        self.seen = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Let the rows of a batch pass by."""
        keys = self._rng.random(batch.num_rows)
        self.seen += batch.num_rows
        chosen = np.flatnonzero(keys < self._below)
        self._held.append(pa.table([_takeable(column) for column in batch.columns], batch.schema.names).take(chosen))
        self._keys.append(keys[chosen])
        if sum(map(len, self._keys)) > 2 * self._rows:
            self._settle()

    def table(self) -> pa.Table:
        """The rows that were drawn."""
        self._settle()
        return self._held[0].unify_dictionaries().combine_chunks()

    def _settle(self) -> None:
        keys = np.concatenate(self._keys)
        held = pa.concat_tables(self._held)
        if len(keys) > self._rows:
            stay = np.sort(np.argpartition(keys, self._rows - 1)[: self._rows])
            keys, held = keys[stay], held.take(pa.array(stay))
            self._below = float(keys.max())
        self._keys, self._held = [keys], [held]


def _takeable(column: pa.Array) -> pa.Array:
    """Arrow takes no rows out of views (26.0); they are text as well."""
    if pa.types.is_string_view(column.type):
        return column.cast(pa.large_string())
    return column.cast(pa.large_binary()) if pa.types.is_binary_view(column.type) else column
