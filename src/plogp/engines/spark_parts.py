"""Spark: Arrow batches of a data frame, streamed here or counted on its executors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from plogp.engines import tally_file
from plogp.engines.caps import within_caps
from plogp.engines.cells import Key
from plogp.engines.parts import count_part
from plogp.engines.plan import Plan
from plogp.engines.tally import Tally, merged
from plogp.theory.errors import MissingExtra

Batches = Iterable[pa.RecordBatch]


def count(frame: Any, plan: Plan, tables: Iterable[Key] = (), optional: Iterable[Key] = ()) -> Tally:
    """Count a Spark frame on its executors, on which plogp must be installed; one tally a partition comes back."""
    wanted, extra = list(tables), list(optional)

    def tally(batches: Batches) -> Iterator[bytes]:
        yield tally_file.to_bytes(count_part(plan, wanted, extra, batches))

    try:
        tallies = [tally_file.from_bytes(blob) for blob in _answers(frame.select(*plan.names), tally)]
    except Exception as error:
        if "No module named 'plogp'" in str(error):
            raise MissingExtra(
                "plogp is not installed where Spark's executors run: install it there, or ask for fewer tables, "
                "which Spark counts by itself"
            ) from error
        raise
    return within_caps(merged(tallies), extra)


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

    for content in _answers(frame, blobs):
        yield pa.ipc.open_stream(pa.py_buffer(content)).read_all()


def _answers(frame: Any, answer: Callable[[Batches], Iterator[bytes]]) -> Iterator[bytes]:
    """What a function makes of the batches of each partition that has rows, one partition after the other."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:  # local: it travels by value
        from itertools import chain

        import pyarrow as pa

        for first in batches:
            for content in answer(chain([first], batches)):
                yield pa.record_batch({"answer": pa.array([content])})

    return (bytes(row.answer) for row in frame.mapInArrow(run, "answer binary").toLocalIterator())
