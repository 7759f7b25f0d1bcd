"""Lazy tables of Polars, DuckDB, Ibis and Spark: they group and count by themselves, or stream their rows to us."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from plogp.engines.counting.encoders import BinEncoder
from plogp.engines.sources.source import BATCH_ROWS, check_schema
from plogp.engines.tally.cells import IntArray
from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.exact_numbers import WIDE
from plogp.engines.tally.plan import Column
from plogp.theory.errors import UnreadableData

SPARK = {nw.Implementation.PYSPARK, nw.Implementation.PYSPARK_CONNECT}
# Names by which a library means several columns, or none.
_PATTERNS = {
    nw.Implementation.POLARS: re.compile(r"\*|\^.*\$", re.DOTALL),
    nw.Implementation.DUCKDB: re.compile(r"\*"),
}
_SQL_THAT_FOLDS_NAN = {nw.Implementation.DUCKDB, nw.Implementation.IBIS}


class Query:
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
            schema = _collected(self._frame.head(0)).schema
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

    def can_code(self, column: Column) -> bool:
        """Whether the engine itself can put the values of a binned column into its bins, exactly as we do."""
        type_ = self.schema().field(column.name).type
        return column.kind in (Kind.INTEGER, Kind.NUMBER) and not pa.types.is_decimal(type_)

    def keeps_apart(self, column: Column) -> bool:
        """Whether values that differ for the engine differ for us: not so where NaN, −0 or finer times are at hand."""
        type_ = self.schema().field(column.name).type
        return column.kind in (Kind.STRING, Kind.BOOL) or (column.kind is Kind.INTEGER and pa.types.is_integer(type_))

    def grouped(self, columns: Sequence[Column]) -> pa.Table:
        """How often each combination of values occurs, as `n`; columns are called `k0`, `k1`, …

        A column that has edges comes as the codes of `BinEncoder`.
        """
        keys = [f"k{i}" for i in range(len(columns))]
        values = [self._key(column).alias(key) for column, key in zip(columns, keys, strict=True)]
        counts = self._frame.select(*values).group_by(*keys).agg(nw.len().alias("n")).select(*keys, "n")
        return _collected(counts)

    def fingerprint(self, names: Sequence[str]) -> tuple[IntArray, IntArray]:
        """Which counts the combinations of values have, and how many have each: small whatever the cardinality.

        The values are grouped as they are, so the columns must keep apart what we do.
        """
        counts = self._frame.group_by(*names).agg(nw.len().alias("_n"))
        times = _collected(counts.group_by("_n").agg(nw.len().alias("_k")).select("_n", "_k").sort("_n"))
        return times.column("_n").to_numpy().astype(np.int64), times.column("_k").to_numpy().astype(np.int64)

    def _key(self, column: Column) -> nw.Expr:
        value = nw.col(column.name)
        if column.edges is None:
            return value
        bins = BinEncoder(column)
        null, nan = nw.lit(bins.null), nw.lit(bins.nan)
        if not pa.types.is_floating(self.schema().field(column.name).type):
            return nw.when(value.is_null()).then(null).otherwise(_above(value, bins.cuts))
        # Null first, then NaN, then size: engines differ in what NaN or null is greater than. DuckDB folds `isnan(x)`
        # to false over Parquet whose statistics know no NaN, but never what the text of a number is.
        folds = self.implementation in _SQL_THAT_FOLDS_NAN
        is_nan = value.cast(nw.String).str.to_lowercase().is_in(["nan", "-nan"]) if folds else value.is_nan()
        present = nw.when(is_nan).then(nan).otherwise(_above(value, bins.cuts))
        return nw.when(value.is_null()).then(null).otherwise(present)

    def _streamed(self, native: Any, batch_rows: int) -> Iterable[pa.Table]:
        if self.implementation is nw.Implementation.POLARS:
            batches = native.collect_batches(chunk_size=batch_rows, maintain_order=False, engine="streaming")
            return (batch.to_arrow() for batch in batches)
        if self.implementation in SPARK:
            from plogp.engines.sources import spark_batches

            return spark_batches.stream(native)
        return (pa.Table.from_batches([batch]) for batch in pa.RecordBatchReader.from_stream(native))


def _collected(frame: nw.LazyFrame[Any]) -> pa.Table:
    return frame.collect(backend="pyarrow").select(*frame.collect_schema().names()).to_arrow()


def _above(value: nw.Expr, edges: Sequence[float]) -> nw.Expr:
    """How many edges lie below a number."""
    value = value.cast(nw.Float64)
    first, *others = [(value > edge).cast(nw.Int32) for edge in edges] or [nw.lit(0)]
    return sum(others, first)
