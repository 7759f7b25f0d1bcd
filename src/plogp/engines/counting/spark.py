"""Spark: each partition is counted on its executor, and tallies are merged there before they come back."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from plogp.engines.counting.partitions import TOGETHER, count_part
from plogp.engines.counting.table_limits import within_caps
from plogp.engines.sources.spark_batches import Batches, answers
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally, merged
from plogp.theory.errors import MissingExtra, PlogpError


def count(frame: Any, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = ()) -> Tally:
    """Count a Spark frame on its executors, on which plogp must be installed.

    Each partition becomes a tally, all of them at the same time; the tallies are shared out among a few tasks that
    merge theirs, and one of each comes back.
    """
    wanted, extra = list(tables), list(optional)

    def tally(batches: Batches) -> Iterator[bytes]:
        yield _outcome(lambda: count_part(plan, wanted, extra, batches))

    def merge(batches: Batches) -> Iterator[bytes]:
        yield _outcome(lambda: merged(_tallies(blob.as_py() for batch in batches for blob in batch.column(0))))

    try:
        rows = answers(answers(frame.select(*plan.names), tally).repartition(TOGETHER), merge).collect()
    except Exception as error:
        if "No module named 'plogp'" in str(error):
            raise MissingExtra(
                "plogp is not installed where Spark's executors run: install it there, or ask for fewer tables, "
                "which Spark counts by itself"
            ) from error
        raise
    parts = list(_tallies(bytes(row.answer) for row in rows))
    return within_caps(merged(parts or [count_part(plan, wanted, extra, [])]), extra)


def _outcome(make: Callable[[], Tally]) -> bytes:
    """A tally as bytes, or the error that the rows are to blame for, which Spark would wrap in its own."""
    try:
        return pickle.dumps(make())
    except (PlogpError, pa.ArrowInvalid) as error:
        return pickle.dumps(error)


def _tallies(outcomes: Iterable[bytes]) -> Iterator[Tally]:
    for outcome in map(pickle.loads, outcomes):
        if isinstance(outcome, Exception):
            raise outcome
        yield outcome
