"""Rows drawn from a source: the same for any batches, each as likely as any other, and said to be a sample."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from plogp.engines.sources.open_source import open_source
from plogp.engines.sources.sampled import Reservoir, Sampled
from plogp.theory.errors import EmptyData

TABLE = pa.table({"i": np.arange(5000), "text": [f"t{i % 7}" for i in range(5000)]})


def drawn(table, rows, seed, batch_rows):
    reservoir = Reservoir(rows, seed)
    for batch in table.to_batches(max_chunksize=batch_rows):
        reservoir.add(batch)
    return reservoir.table()


@pytest.mark.slow
@pytest.mark.parametrize("batch_rows", [1, 77, 5000])
def test_batches_do_not_matter_and_the_order_stays(batch_rows):
    found = drawn(TABLE, 100, 3, batch_rows)
    assert found.equals(drawn(TABLE, 100, 3, 1000).combine_chunks())
    rows = found["i"].to_numpy()
    assert len(rows) == 100
    assert (np.diff(rows) > 0).all()
    assert found["text"].to_pylist() == [f"t{i % 7}" for i in rows]
    assert drawn(TABLE, 9000, 3, batch_rows).equals(TABLE)


@pytest.mark.slow
def test_every_row_is_as_likely_as_any_other():
    small = pa.table({"i": np.arange(50)})
    met = np.concatenate([drawn(small, 10, seed, 7)["i"].to_numpy() for seed in range(2000)])
    counts = np.bincount(met, minlength=50)  # binomial(2000, 1/5): mean 400, standard deviation 18
    assert np.abs(counts - 400).max() < 4.5 * 18
    assert ((counts - 400) ** 2).sum() / (18**2) < 50 * 1.6


def test_a_sample_is_a_source_that_says_so():
    source = Sampled(open_source(TABLE), ["text", "i"], 300, seed=5)
    assert source.rows == 300
    assert source.label == "pyarrow table [300 of 5,000 rows, seed 5]"
    assert source.schema().names == ["text", "i"]
    assert sum(batch.num_rows for batch in source.batches(["i"], 64)) == 300
    assert open_source(source) is source
    with pytest.raises(EmptyData):
        Sampled(open_source(TABLE.slice(0, 0)), ["i"], 3)


def test_text_of_every_library_can_be_drawn():
    frame = pl.DataFrame(
        {"text": ["a", None, "c"] * 100, "code": pl.Series(["x", "y", "z"] * 100, dtype=pl.Categorical)}
    )
    found = Sampled(open_source(frame), ["text", "code"], 150)
    assert {*next(iter(found.batches(["text"]))).column(0).to_pylist()} == {"a", "c", None}
