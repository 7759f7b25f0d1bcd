"""Batches read ahead come in their order, one at a time more than asked for, and bring the faults of the reader."""

import pyarrow as pa
import pyarrow.parquet
import pytest

from plogp.engines.counting.batches import count
from plogp.engines.counting.survey import survey
from plogp.engines.sources.open_source import open_source
from plogp.engines.sources.prefetch import prefetched
from plogp.theory.errors import UnreadableData


def numbered(read, last):
    for i in range(last):
        read.append(i)
        yield pa.record_batch({"i": [i]})


def test_batches_come_in_order_and_not_many_at_once():
    read = []
    for i, batch in enumerate(prefetched(numbered(read, 20))):
        assert batch["i"].to_pylist() == [i]
        assert len(read) <= i + 2
    assert len(read) == 20
    assert list(prefetched(iter([]))) == []


def test_a_reader_that_fails_is_heard():
    def broken():
        yield pa.record_batch({"i": [1]})
        raise UnreadableData("cut off")

    batches = prefetched(broken())
    assert next(batches).num_rows == 1
    with pytest.raises(UnreadableData, match="cut off"):
        next(batches)


def test_who_stops_early_leaves_the_rest_unread():
    read = []
    batches = prefetched(numbered(read, 1000))
    next(batches)
    batches.close()
    assert len(read) <= 3


def test_memory_does_not_grow_with_the_rows(tmp_path):
    rows = 60_000
    table = pa.table({"x": [float(i * i % 9973) for i in range(rows)], "y": [str(i % 7) for i in range(rows)]})
    path = str(tmp_path / "t.parquet")
    pa.parquet.write_table(table, path, row_group_size=10_000)
    del table
    peaks = []
    for copies in (2, 12):
        source, held = open_source([path] * copies), [pa.total_allocated_bytes()]

        def look(stage, done, total, held=held):
            held.append(pa.total_allocated_bytes())

        plan = survey(source, batch_rows=5000, progress=look)
        tally = count(source, plan, [("x", "y")], batch_rows=5000, progress=look)
        assert tally.rows == copies * rows
        peaks.append(max(held) - held[0])
    assert peaks[1] < 1.5 * peaks[0]
