"""A table counted in parts, wherever each part lies: the function that every worker runs, and how its answers unite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from plogp.engines.counting.batches import BatchCounter
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally

# Tallies that one step of a tree of merges takes together.
TOGETHER = 8


def count_part(plan: Plan, tables: Sequence[Key], optional: Sequence[Key], batches: Iterable[pa.RecordBatch]) -> Tally:
    """Count some of the rows."""
    part = BatchCounter(plan, tables, optional)
    for batch in batches:
        part.update(batch)
    return part.tally()
