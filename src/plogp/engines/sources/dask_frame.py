"""Dask: each partition is counted where it lies, and tallies meet in a tree of merges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

import pyarrow as pa

from plogp.engines.counting.column_sketches import Measures, Taker, added
from plogp.engines.counting.partitions import TOGETHER, count_part
from plogp.engines.counting.table_limits import within_caps
from plogp.engines.sources.source import BATCH_ROWS, batch_rows_of, check_schema
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally, merged
from plogp.theory.extras import require

with require("dask"):
    import dask

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

    def count(self, plan: Plan, tables: Sequence[Key], optional: Sequence[Key]) -> Tally:
        """Count on the workers, on which plogp must be installed; one tally comes back."""
        partitions = self._frame[list(plan.names)].to_delayed()
        tally = _united([dask.delayed(_count)(part, plan, tables, optional) for part in partitions], merged)
        return within_caps(tally, optional)

    def measured(self, measures: Measures[Taker]) -> Measures[Taker]:
        """Measure the columns on the workers."""
        partitions = self._frame[list(measures.takers)].to_delayed()
        whole: Measures[Taker] = _united([dask.delayed(_measure)(part, measures) for part in partitions], added)
        return whole

    def _sample(self) -> pa.Table:
        """As many partitions as it takes to see what the columns of Python objects hold."""
        tables = _computed(self._frame)
        seen = next(tables)
        for table in tables:
            if not any(pa.types.is_null(f.type) and self._frame.dtypes[f.name].kind == "O" for f in seen.schema):
                break
            seen = pa.concat_tables([seen, table], promote_options="permissive")
        return seen


def _united(parts: list[Any], unite: Callable[[Sequence[Any]], Any]) -> Any:
    """What a tree of unions makes of parts that are still to be computed."""
    while len(parts) > 1:
        parts = [dask.delayed(unite)(parts[at : at + TOGETHER]) for at in range(0, len(parts), TOGETHER)]
    return dask.compute(parts[0])[0]


def _computed(frame: Any) -> Iterator[pa.Table]:
    partitions = frame.to_delayed()
    for at in range(0, len(partitions), _AT_ONCE):
        yield from map(_as_arrow, dask.compute(*partitions[at : at + _AT_ONCE]))


def _as_arrow(partition: Any) -> pa.Table:
    return pa.Table.from_pandas(partition, preserve_index=False)


def _batches(partition: Any) -> list[pa.RecordBatch]:
    table = _as_arrow(partition)
    return table.to_batches(max_chunksize=batch_rows_of(table.num_columns))


def _count(partition: Any, plan: Plan, tables: Sequence[Key], optional: Sequence[Key]) -> Tally:
    return count_part(plan, tables, optional, _batches(partition))


def _measure(partition: Any, measures: Measures[Taker]) -> Measures[Taker]:
    measures = deepcopy(measures)  # tasks of one process share what they are given
    for batch in _batches(partition):
        measures.update(batch)
    return measures
