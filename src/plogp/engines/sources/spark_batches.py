"""Spark: Arrow batches of a data frame, streamed here or answered for on its executors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

Batches = Iterable[pa.RecordBatch]


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
    for row in answers(frame, blobs).toLocalIterator(prefetchPartitions=True):
        yield pa.ipc.open_stream(pa.py_buffer(bytes(row.answer))).read_all()


def answers(frame: Any, answer: Callable[[Batches], Iterator[bytes]]) -> Any:
    """A frame of what a function makes of the batches of each partition that has rows."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:  # local: it travels by value
        from itertools import chain

        import pyarrow as pa

        for first in batches:
            for content in answer(chain([first], batches)):
                yield pa.record_batch({"answer": pa.array([content], pa.binary())})

    return frame.mapInArrow(run, "answer binary")
