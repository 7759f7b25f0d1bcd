"""Two tables read as one, for the columns that they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, Source
from plogp.engines.tally.column_types import Kind, kind_of


class Joined:
    """The rows of the one and then of the other."""

    def __init__(self, sources: Sequence[Source], names: Sequence[str]) -> None:
        self._sources, self._names = sources, names
        self.label = self.name = " and ".join(source.name for source in sources)

    @property
    def rows(self) -> int | None:
        """The sum of the rows, if each tells."""
        rows = [source.rows for source in self._sources]
        return None if None in rows else sum(r for r in rows if r is not None)

    def schema(self) -> pa.Schema:
        """The columns they share; whole numbers and others together are numbers."""
        first, *others = [source.schema() for source in self._sources]
        fields = [first.field(name) for name in self._names]
        for other in others:
            fields = [_joined(field, other.field(field.name)) for field in fields]
        return pa.schema(fields)

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """All batches of each."""
        for source in self._sources:
            yield from source.batches(columns, batch_rows)


def _joined(a: pa.Field, b: pa.Field) -> pa.Field:
    kinds = kind_of(a.type), kind_of(b.type)
    if {*kinds} == {Kind.INTEGER, Kind.NUMBER}:
        return pa.field(a.name, pa.float64())
    return b if kinds[0] is Kind.EMPTY else a
