"""How a source is counted: where its rows lie if an engine holds them, else batch after batch in this process."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from plogp.engines.counting import batches, group_by
from plogp.engines.progress import Progress, silent
from plogp.engines.sources.lazy_frame import SPARK, Query
from plogp.engines.sources.source import CountsItself, Source
from plogp.engines.tally.cells import IntArray, Key
from plogp.engines.tally.plan import Missing, Plan
from plogp.engines.tally.tally import Tally

# For more tables than this the rows are streamed and counted by us: each grouped count reads its columns again.
MOST_GROUPED = 40


def count(
    source: Source, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = (), *, progress: Progress = silent
) -> Tally:
    """Count every column of a plan, the tables of columns asked for, and optional ones as far as the caps allow."""
    wanted, extra = list(dict.fromkeys(tables)), list(dict.fromkeys(optional))
    if isinstance(source, CountsItself):
        return source.count(plan, wanted, extra)
    if isinstance(source, Query) and plan.columns:
        if len(wanted) + len(extra) <= MOST_GROUPED:
            return group_by.count(source, plan, wanted, extra, progress=progress)
        if source.implementation in SPARK:
            from plogp.engines.sources import spark_batches

            return spark_batches.count(source.native(plan.names), plan, wanted, extra)
    return batches.count(source, plan, wanted, extra, progress=progress)


def sizes(source: Source, plan: Plan) -> IntArray | None:
    """How often each value of a plan's one column occurs, in no order; None unless the source can say just that.

    Only the count of counts is brought here, which is short for any number of values.
    """
    (column,) = plan.columns
    kept = plan.missing is not Missing.DROP and column.edges is None
    if not kept or not isinstance(source, Query) or not source.keeps_apart(column):
        return None
    counts, times = source.fingerprint(plan.names)
    return np.repeat(counts, times)
