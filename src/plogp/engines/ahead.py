"""Reading and counting at the same time: the next batch is read while the last one is counted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa


def ahead(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches in the same order; one of them is held besides the one in use."""
    with ThreadPoolExecutor(1) as reader:
        reading = reader.submit(next, batches, None)
        while (batch := reading.result()) is not None:
            reading = reader.submit(next, batches, None)
            yield batch
