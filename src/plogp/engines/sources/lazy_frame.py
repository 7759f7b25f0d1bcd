"""Lazy tables of Polars, DuckDB, Ibis and Spark, whose rows are streamed to us; `counting.group_by` has them count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import narwhals as nw
import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, check_schema
from plogp.engines.tally.exact_numbers import WIDE
from plogp.theory.errors import UnreadableData

SPARK = {nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT}
# Names by which a library means several columns, or none.
_PATTERNS = {
    nw.Implementation.POLARS: re.compile(r"\*|\^.*\$", re.DOTALL),
    nw.Implementation.DUCKDB: re.compile(r"\*"),
}


class LazyFrame:
    """A table that is not held in memory but computed when it is asked, by the engine that it belongs to."""

    rows: int | None = None

    def __init__(self, frame: nw.LazyFrame[Any]) -> None:
        self._frame = frame
        self.implementation = frame.implementation
        self.label = f"{frame.implementation} table".lower()
        self.name = f"the {self.label}"
        self._schema: pa.Schema | None = None
        # Whole numbers of 128 bits that Arrow has no type for, or that come out of it as others: they travel as text.
        types = frame.collect_schema()
        wide = {nw.UInt128} | ({nw.Int128} if frame.implementation is nw.Implementation.POLARS else set())
        self._wide = {name for name, type_ in types.items() if type_ in wide}
        if self._wide:
            self._frame = frame.with_columns(nw.col(*self._wide).cast(nw.String))

    def schema(self) -> pa.Schema:
        """The names and types of the columns, asked of the engine once."""
        if self._schema is None:
            types = self._frame.collect_schema()
            names = types.names()
            check_schema(pa.schema([(name, pa.null()) for name in names]), self.name)
            pattern = _PATTERNS.get(self.implementation)
            for name in names:
                if pattern is not None and pattern.fullmatch(name):
                    raise UnreadableData(
                        f"{self.name} has a column named {name!r}, which its library takes for several: rename it"
                    )
                if types[name] == nw.Object:
                    raise UnreadableData(
                        f"column {name!r} of {self.name} holds Python objects: cast it to text or numbers, or drop it"
                    )
            schema = self.collect(self._frame.head(0)).schema
            self._schema = pa.schema([(f.name, WIDE if f.name in self._wide else f.type) for f in schema])
        return self._schema

    def native(self, columns: Sequence[str]) -> Any:
        """Some columns, in the type of the engine."""
        return self._frame.select(*columns).to_native()

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """The rows, streamed into this process."""
        for table in self._streamed(self.native(columns), batch_rows):
            table = self._with_numbers(table.select(list(columns)).combine_chunks())
            yield from table.to_batches(max_chunksize=batch_rows)

    def _with_numbers(self, table: pa.Table) -> pa.Table:
        """With numbers for the text that they travelled as."""
        for name in self._wide.intersection(table.column_names):
            i = table.column_names.index(name)
            table = table.set_column(i, name, table.column(i).cast(pa.string()).cast(WIDE))
        return table

    def select(self, expressions: Sequence[nw.Expr]) -> nw.LazyFrame[Any]:
        """What the engine is to compute from the columns."""
        return self._frame.select(*expressions)

    def collect(self, query: nw.LazyFrame[Any]) -> pa.Table:
        """What the engine computes for a query of this table."""
        return query.collect(backend="pyarrow").select(*query.collect_schema().names()).to_arrow()

    def _streamed(self, native: Any, batch_rows: int) -> Iterable[pa.Table]:
        if self.implementation is nw.Implementation.POLARS:
            batches = native.collect_batches(chunk_size=batch_rows, maintain_order=False, engine="streaming")
            return (batch.to_arrow() for batch in batches)
        if self.implementation in SPARK:
            from plogp.engines.sources import spark_batches

            return spark_batches.stream(native)
        return (pa.Table.from_batches([batch]) for batch in pa.RecordBatchReader.from_stream(native))
