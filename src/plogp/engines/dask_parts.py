"""Dask: each partition is counted where it lies, and tallies meet in a tree of merges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import dask
import pyarrow as pa

from plogp.engines.parts import TOGETHER, count_part, within_caps
from plogp.engines.plan import Plan
from plogp.engines.source import BATCH_ROWS
from plogp.engines.tally import Key, Tally, merged

# Partitions that are computed at once when their rows are wanted here.
_AT_ONCE = 4


def count(frame: Any, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = ()) -> Tally:
    """Count a Dask frame on its workers, on which plogp must be installed."""
    wanted, extra = list(tables), list(optional)
    parts = [dask.delayed(_count)(partition, plan, wanted, extra) for partition in frame[list(plan.names)].to_delayed()]
    while len(parts) > 1:
        parts = [dask.delayed(merged)(parts[at : at + TOGETHER]) for at in range(0, len(parts), TOGETHER)]
    (tally,) = dask.compute(parts[0])
    return within_caps(tally, extra)


def stream(frame: Any) -> Iterator[pa.Table]:
    """All partitions as tables, here, a few at a time."""
    partitions = frame.to_delayed()
    for at in range(0, len(partitions), _AT_ONCE):
        yield from map(as_arrow, dask.compute(*partitions[at : at + _AT_ONCE]))


def sample(frame: Any) -> pa.Table:
    """As many partitions as it takes to see what the columns of Python objects hold."""
    tables = stream(frame)
    seen = next(tables)
    for table in tables:
        if not any(pa.types.is_null(field.type) and frame.dtypes[field.name].kind == "O" for field in seen.schema):
            break
        seen = pa.concat_tables([seen, table], promote_options="permissive")
    return seen


def as_arrow(frame: Any) -> pa.Table:
    """A partition without its index."""
    return pa.Table.from_pandas(frame, preserve_index=False)


def _count(frame: Any, plan: Plan, tables: list[Key], optional: list[Key]) -> Tally:
    return count_part(plan, tables, optional, as_arrow(frame).to_batches(max_chunksize=BATCH_ROWS))
