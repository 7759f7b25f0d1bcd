"""Reading and counting at the same time, on all threads: the next batch is read while the last one is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

from plogp.backend.threads import get_num_threads

_FEW_ROWS = 1 << 12  # of a batch, whose columns take less time than it takes to hand them to threads


def prefetched(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same batches in the same order; one of them is held besides the one in use."""
    with ThreadPoolExecutor(1) as reader:
        reading = reader.submit(next, batches, None)
        while (batch := reading.result()) is not None:
            reading = reader.submit(next, batches, None)
            yield batch


def on_threads(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, Callable[..., Iterator[Any]]]]:
    """The same, each with what maps a function over its columns."""
    with ThreadPoolExecutor(get_num_threads()) as pool:
        for batch in prefetched(batches):
            yield batch, map if batch.num_rows < _FEW_ROWS else pool.map
