"""How a source is counted: where its rows lie if an engine holds them, else batch after batch in this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

import numpy as np

from plogp.engines.counting import batches, group_by
from plogp.engines.sources.dask_frame import DaskFrame
from plogp.engines.sources.lazy_frame import SPARK, LazyFrame
from plogp.engines.sources.source import Source
from plogp.engines.tally.cells import IntArray, Key
from plogp.engines.tally.plan import Missing, Plan
from plogp.engines.tally.tally import Tally
from plogp.theory.errors import MissingExtra
from plogp.theory.progress import Progress, silent

# For more tables than this the rows are streamed and counted by us: each grouped count reads its columns again.
MOST_GROUPED = 40
# Spark, for which each of them is a job that computes its frame again, groups no more columns and tables than this
# where its executors can count.
MOST_JOBS = 8


def count(
    source: Source, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = (), *, progress: Progress = silent
) -> Tally:
    """Count every column of a plan, the tables of columns asked for, and optional ones as far as the caps allow."""
    return _counted(source, plan, list(dict.fromkeys(tables)), list(dict.fromkeys(optional)), progress)


@singledispatch
def _counted(source: Source, plan: Plan, tables: Sequence[Key], optional: Sequence[Key], progress: Progress) -> Tally:
    return batches.count(source, plan, tables, optional, progress=progress)


@_counted.register
def _lazy(source: LazyFrame, plan: Plan, tables: Sequence[Key], optional: Sequence[Key], progress: Progress) -> Tally:
    keys = [*tables, *optional]
    jobs = len(keys) + len({*plan.names}.difference(*keys))
    grouped = jobs > 0 and len(keys) <= MOST_GROUPED
    if jobs and source.implementation in SPARK and not (grouped and jobs <= MOST_JOBS):
        from plogp.engines.counting import spark

        try:
            return spark.count(source.native(plan.names), plan, tables, optional)
        except MissingExtra:
            if not grouped:
                raise
    if grouped:
        return group_by.count(source, plan, tables, optional, progress=progress)
    return batches.count(source, plan, tables, optional, progress=progress)


@_counted.register
def _dask(source: DaskFrame, plan: Plan, tables: Sequence[Key], optional: Sequence[Key], progress: Progress) -> Tally:
    from plogp.engines.counting import dask

    return dask.count(source, plan, tables, optional)


def sizes(source: Source, plan: Plan) -> IntArray | None:
    """How often each value of a plan's one column occurs, in no order; None unless the source can say just that.

    Only the count of counts is brought here, which is short for any number of values.
    """
    (column,) = plan.columns
    kept = plan.missing is not Missing.DROP and column.edges is None
    if not kept or not isinstance(source, LazyFrame) or not group_by.keeps_apart(source, column):
        return None
    counts, times = group_by.fingerprint(source, plan.names)
    return np.repeat(counts, times)
