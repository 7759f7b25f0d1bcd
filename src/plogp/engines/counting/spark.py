"""Spark: each partition is measured or counted on its executor, and what is found unites there before it comes back."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import pyarrow as pa

from plogp.engines.counting.column_sketches import Measures, Sketch, added
from plogp.engines.counting.partitions import TOGETHER, count_part
from plogp.engines.counting.table_limits import within_caps
from plogp.engines.sources.lazy_frame import LazyFrame
from plogp.engines.sources.spark_batches import Batches, answers
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally, merged
from plogp.theory.errors import MissingExtra, PlogpError

Part = TypeVar("Part")
_TASKS = 8  # for each core, so that none waits long for the last


def count(frame: Any, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = ()) -> Tally:
    """Count a Spark frame on its executors, on which plogp must be installed."""
    wanted, extra = list(tables), list(optional)
    found = _united(frame.select(*plan.names), lambda batches: count_part(plan, wanted, extra, batches), merged)
    return within_caps(found or count_part(plan, wanted, extra, []), extra)


def measured(frame: LazyFrame, measures: Measures[Sketch]) -> Measures[Sketch]:
    """Fresh measures once all rows of a Spark frame are added, on the executors or here where these have no plogp."""
    names = list(measures.sketches)

    def measure(batches: Batches) -> Measures[Sketch]:
        for batch in batches:
            measures.update(batch)
        return measures

    try:
        return _united(frame.native(names), measure, added) or measures
    except MissingExtra:
        return measure(frame.batches(names))


def _united(frame: Any, make: Callable[[Batches], Part], unite: Callable[[Sequence[Part]], Part]) -> Part | None:
    """What is made of each partition, all of them at the same time, as one; None of a frame without rows.

    The parts are shared out among a few tasks that unite theirs, and one of each comes back.
    """

    def part(batches: Batches) -> Iterator[bytes]:
        yield _outcome(lambda: make(batches))

    def some(batches: Batches) -> Iterator[bytes]:
        yield _outcome(lambda: _together((blob.as_py() for batch in batches for blob in batch.column(0)), unite))

    try:
        rows = answers(answers(_in_fewer_tasks(frame), part).repartition(TOGETHER), some).collect()
    except Exception as error:
        if "No module named 'plogp'" in str(error):
            raise MissingExtra(
                "plogp is not installed where Spark's executors run: install it there, or ask for fewer tables, "
                "which Spark counts by itself"
            ) from error
        raise
    return _together((bytes(row.answer) for row in rows), unite) if rows else None


def _in_fewer_tasks(frame: Any) -> Any:
    """Several partitions a task, where there are many for each core: Spark's Python workers cost time for each task.

    Where Spark Connect does not tell how many cores there are, or they are allocated as tasks wait for them, tasks stay
    as they are.
    """
    context = getattr(frame.sparkSession, "sparkContext", None)
    if context is None or context.getConf().get("spark.dynamicAllocation.enabled", "false") == "true":
        return frame
    return frame.coalesce(_TASKS * context.defaultParallelism)


def _outcome(make: Callable[[], Any]) -> bytes:
    """A part as bytes, or the error that the rows are to blame for, which Spark would wrap in its own."""
    try:
        return pickle.dumps(make(), pickle.HIGHEST_PROTOCOL)
    except (PlogpError, pa.ArrowInvalid) as error:
        return pickle.dumps(error)


def _together(outcomes: Iterable[bytes], unite: Callable[[Sequence[Part]], Part]) -> Part:
    """Parts as one, a few at a time."""
    held: list[Part] = []
    for outcome in map(pickle.loads, outcomes):
        if isinstance(outcome, Exception):
            raise outcome
        held = [*held, outcome] if len(held) < TOGETHER else [unite(held), outcome]
    return unite(held)
