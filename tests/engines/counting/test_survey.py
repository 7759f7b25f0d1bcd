"""Edges of columns with too many values to keep: the exact quantiles, the same in any order, bounded in memory."""

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest

import plogp
from plogp.engines.counting import column_sketches
from plogp.engines.counting import quantile_edges as cutting
from plogp.engines.counting import survey as surveying
from plogp.engines.counting.batches import count
from plogp.engines.counting.survey import survey
from plogp.engines.sources.open_source import open_source
from plogp.engines.sources.source import batch_rows_of
from plogp.engines.tally.column_types import Kind

N = 200_000


def columns():
    rng = np.random.default_rng(7)
    normal = rng.standard_normal(N)
    return {
        "normal": normal,
        "ascending": np.sort(normal),
        "uniform": rng.random(N),
        "cauchy": rng.standard_cauchy(N),
        "single": rng.exponential(size=N).astype(np.float32),
        "instant": (np.datetime64("2024-01-01", "us") + rng.integers(0, 10**14, N)).astype("datetime64[us]"),
        "far": 1e9 + normal,
        "spend": np.where(rng.random(N) < 0.6, 0.0, rng.lognormal(3, 1, N)),
        "missing": np.where(rng.random(N) < 0.2, np.nan, normal),
        "number": np.arange(N),
        "id": rng.integers(0, 2**62, N),
        "infinite": np.where(rng.random(N) < 0.1, np.inf, normal),
    }


def numbers(x):
    x = x.astype(np.int64).astype(float) if x.dtype.kind == "M" else x.astype(float)
    return np.sort(x[np.isfinite(x)])


@pytest.mark.parametrize("kept", [8000, 20])
def test_edges_are_the_exact_quantiles(kept, monkeypatch):
    monkeypatch.setattr(cutting, "MOST_WITHIN", kept)
    plan = survey(open_source(columns()))
    for name, column in columns().items():
        x = numbers(column)
        quantiles = np.unique(x[np.arange(1, 16) * (len(x) - 1) // 16])
        assert plan[name].edges == tuple(quantiles[quantiles < x[-1]])
        assert len(quantiles) > 5


def test_an_edge_may_be_wrong_by_few_rows_among_very_many(monkeypatch):
    monkeypatch.setattr(cutting, "RANK_ERROR", 1e-4)
    monkeypatch.setattr(cutting, "MOST_WITHIN", 20)
    plan = survey(open_source(columns()))
    for name, column in columns().items():
        x = numbers(column)
        wanted = np.arange(1, 16) * (len(x) - 1) // 16
        for edge in plan[name].edges:
            low, high = np.searchsorted(x, edge), np.searchsorted(x, edge, side="right") - 1
            assert low <= high
            assert ((low - 1e-4 * len(x) <= wanted) & (wanted <= high + 1e-4 * len(x))).any()


def test_neither_order_nor_batches_move_an_edge():
    table = pa.table(columns())
    plan = survey(open_source(table))
    assert survey(open_source(table), batch_rows=30_011).columns == plan.columns
    mixed = table.take(np.random.default_rng(1).permutation(N))
    again = survey(open_source(mixed))
    assert again.columns == plan.columns
    assert [column.distinct for column in again.columns] == [column.distinct for column in plan.columns]


def test_how_many_values_differ_is_told_to_a_few_percent():
    plan = survey(open_source(columns()))
    for name, column in columns().items():
        assert plan[name].distinct == pytest.approx(len(np.unique(numbers(column))), rel=0.05)
        assert plan[name].distinct <= N
    assert plan["number"].kind is Kind.INTEGER


class Passes:
    """A source that notes which columns were read in each pass."""

    def __init__(self, table):
        self.source, self.read = open_source(table), []
        self.label = self.name = "passes"
        self.rows = self.source.rows
        self.schema = self.source.schema

    def batches(self, columns, batch_rows):
        self.read.append(list(columns))
        return self.source.batches(columns, batch_rows)


def test_columns_of_too_many_values_are_put_off_to_a_further_pass(monkeypatch):
    table = pa.table({name: values[:5000] for name, values in columns().items()})
    one, several = Passes(table), Passes(table)
    plan = survey(one)
    monkeypatch.setattr(surveying, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(column_sketches, "_TOGETHER", 5)
    assert survey(several).columns == plan.columns
    assert [len(read) for read in one.read] == [12]
    assert [len(read) for read in several.read] == [12, 7, 2]


def test_very_many_columns_of_few_values_are_measured_in_one_pass():
    rng = np.random.default_rng(1)
    passes = Passes(pa.table({f"x{i}": rng.normal(size=50) for i in range(500)}))
    plan = survey(passes)
    assert len(passes.read) == 1
    assert all(column.distinct == 50 for column in plan.columns)


def test_a_batch_of_many_columns_has_as_many_fewer_rows():
    assert [batch_rows_of(columns) for columns in (1, 64, 10_000, 10**9)] == [1 << 18, 1 << 18, 1677, 1]


@pytest.mark.slow
def test_threads_change_nothing():
    source = open_source(columns())
    digests = set()
    before = plogp.get_num_threads()
    try:
        for threads in (1, 2, 5):
            plogp.set_num_threads(threads)
            plan = survey(source, batch_rows=50_000)
            digests.add(count(source, plan, combinations(plan.names, 2), batch_rows=50_000).digest())
    finally:
        plogp.set_num_threads(before)
    assert len(digests) == 1
