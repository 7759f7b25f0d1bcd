"""A table counted in parts, wherever each part lies: the function that every worker runs, and how its answers unite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from plogp.engines.batches import OPTIONAL_CELLS, TABLE_CELLS, Part
from plogp.engines.encode import MOST_LEVELS
from plogp.engines.plan import Plan
from plogp.engines.tally import Axis, Key, Tally

# Tallies that one step of a tree of merges takes together.
TOGETHER = 8


def count_part(plan: Plan, tables: Sequence[Key], optional: Sequence[Key], batches: Iterable[pa.RecordBatch]) -> Tally:
    """Count some of the rows."""
    part = Part(plan, tables, optional)
    for batch in batches:
        part.update(batch)
    return part.tally()


def within_caps(tally: Tally, optional: Iterable[Key]) -> Tally:
    """The tally without optional tables that are too large; each part alone may have been small enough."""
    given_up = {*tally.given_up, *(key for key in optional if key in tally.cells and _too_large(tally, key))}
    cells = {key: cells for key, cells in tally.cells.items() if key not in given_up}
    return Tally(tally.rows, tally.axes, cells, tuple(sorted(given_up)), tally.missing)


def _too_large(tally: Tally, key: Key) -> bool:
    sizes = [_codes(tally, tally.axes[name]) for name in key]
    return int(np.prod(sizes)) > min(TABLE_CELLS, OPTIONAL_CELLS) or max(sizes) > MOST_LEVELS


def _codes(tally: Tally, axis: Axis) -> int:
    return axis.size + (axis.edges is not None or tally.missing_rows(axis.name) > 0)
