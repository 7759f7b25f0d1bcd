"""Spark: Arrow batches of a data frame, streamed here or counted on its executors."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from plogp.engines.counting.partitions import TOGETHER, count_part
from plogp.engines.counting.table_limits import within_caps
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Plan
from plogp.engines.tally.tally import Tally, merged
from plogp.theory.errors import MissingExtra, PlogpError

Batches = Iterable[pa.RecordBatch]


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
        rows = _answers(_answers(frame.select(*plan.names), tally).repartition(TOGETHER), merge).collect()
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


def stream(frame: Any) -> Iterator[pa.Table]:
    """All rows as tables, here, a partition at a time; the executors need PyArrow and nothing of plogp."""

    def blobs(batches: Batches) -> Iterator[bytes]:
        import pyarrow as pa

        # A partition passes through the memory of the driver's JVM: as small as it was in its file.
        small = pa.ipc.IpcWriteOptions(compression="zstd")
        for batch in batches:
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema, options=small) as writer:
                writer.write_batch(batch)
            yield bytes(sink.getvalue())

    # While one partition is read here, the next is computed there.
    for row in _answers(frame, blobs).toLocalIterator(prefetchPartitions=True):
        yield pa.ipc.open_stream(pa.py_buffer(bytes(row.answer))).read_all()


def _answers(frame: Any, answer: Callable[[Batches], Iterator[bytes]]) -> Any:
    """A frame of what a function makes of the batches of each partition that has rows."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:  # local: it travels by value
        from itertools import chain

        import pyarrow as pa

        for first in batches:
            for content in answer(chain([first], batches)):
                yield pa.record_batch({"answer": pa.array([content], pa.binary())})

    return frame.mapInArrow(run, "answer binary")
