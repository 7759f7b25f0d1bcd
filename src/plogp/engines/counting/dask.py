"""Dask: each partition is counted where it lies, and tallies meet in a tree of merges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import pyarrow as pa

from plogp.engines.counting.column_sketches import Measures, Sketch, added
from plogp.engines.counting.partitions import TOGETHER, count_part
from plogp.engines.counting.table_limits import within_caps
from plogp.engines.sources.dask_frame import DaskFrame, as_arrow
from plogp.engines.sources.source import batch_rows_of
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally, merged
from plogp.theory.extras import require

with require("dask"):
    import dask


def count(frame: DaskFrame, plan: Plan, tables: Sequence[Key], optional: Sequence[Key]) -> Tally:
    """Count on the workers, on which plogp must be installed; one tally comes back."""
    parts = [dask.delayed(_count)(part, plan, tables, optional) for part in frame.partitions(plan.names)]
    return within_caps(_united(parts, merged), optional)


def measured(frame: DaskFrame, measures: Measures[Sketch]) -> Measures[Sketch]:
    """What fresh measures become once the workers have added all rows."""
    parts = [dask.delayed(_measure)(part, measures) for part in frame.partitions(list(measures.sketches))]
    whole: Measures[Sketch] = _united(parts, added)
    return whole


def _united(parts: list[Any], unite: Callable[[Sequence[Any]], Any]) -> Any:
    """What a tree of unions makes of parts that are still to be computed."""
    while len(parts) > 1:
        parts = [dask.delayed(unite)(parts[at : at + TOGETHER]) for at in range(0, len(parts), TOGETHER)]
    return dask.compute(parts[0])[0]


def _batches(partition: Any) -> list[pa.RecordBatch]:
    table: pa.Table = as_arrow(partition)
    batches: list[pa.RecordBatch] = table.to_batches(max_chunksize=batch_rows_of(table.num_columns))
    return batches


def _count(partition: Any, plan: Plan, tables: Sequence[Key], optional: Sequence[Key]) -> Tally:
    return count_part(plan, tables, optional, _batches(partition))


def _measure(partition: Any, measures: Measures[Sketch]) -> Measures[Sketch]:
    measures = deepcopy(measures)  # tasks of one process share what they are given
    for batch in _batches(partition):
        measures.update(batch)
    return measures
