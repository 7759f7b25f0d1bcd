"""A table as a distribution: the same estimates as from its counts, and errors that name the column."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from plogp.theory.errors import (
    EmptyData,
    FileMissing,
    SchemaMismatch,
    ShapeMismatch,
    TooManyCells,
    Unanswerable,
    UnknownColumn,
    UnreadableData,
    UnusableColumn,
)

NAN = float("nan")
ROWS = {"sky": ["clear", "rain", "rain", "clear", "fog"] * 20, "umbrella": [False, True, True, False, True] * 20}


def forms(tmp_path):
    path = tmp_path / "rows.parquet"
    pa.parquet.write_table(pa.table(ROWS), path)
    frames = [ROWS, pd.DataFrame(ROWS), pl.DataFrame(ROWS), pl.LazyFrame(ROWS), pa.table(ROWS)]
    return [*frames, path, str(path), [path], str(tmp_path / "*.parquet")]


def test_every_quantity_of_a_table_is_that_of_its_counts(tmp_path):
    n = np.array([[40, 0], [0, 20], [0, 40]])
    for data in forms(tmp_path):
        table = plogp.Table(data, "sky", "umbrella")
        np.testing.assert_array_equal(table.counts().n, n)
        for quantity in (plogp.mutual_information, plogp.conditional_entropy, plogp.entropy):
            assert quantity(table, base=2) == quantity(plogp.Counts(n), base=2)
        assert plogp.entropy(plogp.Table(data, "sky")) == plogp.entropy(plogp.Counts(n.sum(1)))


def test_given_columns_come_last(tmp_path):
    rows = ROWS | {"city": ["a"] * 50 + ["b"] * 50}
    counts = plogp.Table(rows, "sky", "umbrella", given="city").counts()
    assert counts.n.shape == (3, 2, 2)
    assert counts.given == (2,)


@pytest.mark.parametrize(
    ("data", "columns", "error", "says"),
    [
        (ROWS, ["skye"], UnknownColumn, "did you mean 'sky'"),
        (ROWS, [], UnusableColumn, "names of its columns"),
        (ROWS, ["sky", "sky"], UnusableColumn, "more than once"),
        ({"a": [[1], [2]]}, ["a"], UnusableColumn, "lists, structs"),
        ({"a": [None, float("nan")]}, ["a"], UnusableColumn, "no values"),
        ({"a": []}, ["a"], EmptyData, "no rows"),
        ("nowhere.csv", ["a"], FileMissing, "'nowhere.csv'"),
        (3, ["a"], UnreadableData, "builtins.int"),
        (pd.DataFrame({"a": [1, "x"]}), ["a"], UnreadableData, "a"),
    ],
)
def test_what_cannot_be_counted_is_an_error_that_says_so(data, columns, error, says):
    with pytest.raises(error, match=says) as caught:
        plogp.Table(data, *columns).counts()
    assert isinstance(caught.value, plogp.PlogpError)


def test_a_table_too_large_to_lay_out_says_so_and_is_still_counted():
    n = 3000
    rows = {"a": [f"a{i}" for i in range(n)], "b": [f"b{i}" for i in range(n)]}
    with pytest.raises(TooManyCells, match="'a' 3,000"):
        plogp.Table(rows, "a", "b").counts()
    cells = plogp.Table(rows, "a", "b").contingency()
    assert cells.total == n == len(cells.n)


def test_missing_values_are_a_level_or_two_or_none(tmp_path):
    pa.parquet.write_table(pa.table({"x": [1.0, None, NAN, 1.0] * 9, "y": [1, 2, 1, None] * 9}), tmp_path / "x.parquet")
    wanted = {
        plogp.Missing.CATEGORY: ([9, 9, 9, 9], [18, 18]),
        plogp.Missing.SEPARATE: ([9, 9, 9, 9], [18, 9, 9]),
        plogp.Missing.DROP: ([9], [18]),
    }
    for missing, (both, alone) in wanted.items():
        for data in (tmp_path / "x.parquet", pl.scan_parquet(tmp_path / "x.parquet")):
            assert sorted(plogp.Table(data, "x", "y", missing=missing).contingency().n) == both
            assert plogp.Table(data, "x", missing=missing).counts().n.tolist() == alone
            entropy = plogp.entropy(plogp.Table(data, "y", missing=missing))
            assert entropy == plogp.entropy(plogp.Counts([18, 9] if missing is plogp.Missing.DROP else [18, 9, 9]))
    with pytest.raises(UnusableColumn, match="no row has a value of each of 'a', 'b'"):
        plogp.entropy(plogp.Table({"a": [1, None], "b": [None, 1]}, "a", "b", missing=plogp.Missing.DROP))


def test_two_tables_are_compared_over_the_levels_of_both(tmp_path):
    p = {"sky": ["clear", "rain", None, "clear", "fog"] * 20, "n": [1, 2, 3, 4, 5] * 20}
    q = {"sky": ["snow", "rain", "rain", None, None] * 30, "n": [1, 2, 3, 4, 7] * 30}
    pa.parquet.write_table(pa.table({"other": [1.5] * 150, **q}), tmp_path / "q.parquet")
    for other in (q, pd.DataFrame(q), pl.LazyFrame(q), tmp_path / "q.parquet"):
        here, there = (plogp.Table(data, "sky") for data in (p, other))
        counted = [counts.tolist() for counts in here.beside(there)]
        assert counted == [[40, 20, 20, 0, 20], [0, 0, 60, 30, 60]]
        assert plogp.js_divergence(here, there) == plogp.js_divergence(*map(plogp.Counts, counted))
        assert plogp.equality_test(here, there) == plogp.equality_test(*map(plogp.Counts, counted))
        pairs = [plogp.Table(data, "n", "sky") for data in (p, other)]
        assert [counts.sum() for counts in pairs[0].beside(pairs[1])] == [100, 150]


def test_two_tables_are_cut_at_the_edges_of_all_their_rows():
    rng = np.random.default_rng(3)
    p, q = rng.normal(size=3000), rng.normal(0.2, 1, 2000)
    one, two = (counts for counts in plogp.Table({"x": p}, "x").beside(plogp.Table({"x": q}, "x")))
    assert len(one) == len(two) == 16
    np.testing.assert_allclose(one + two, 5000 / 16, atol=1)
    edges = np.sort(np.append(p, q))[[i * 4999 // 16 for i in range(1, 16)]]
    np.testing.assert_array_equal(two, np.bincount(np.searchsorted(edges, q), minlength=16))
    assert plogp.equality_test(plogp.Table({"x": p}, "x"), plogp.Table({"x": q}, "x")).p_value < 1e-2


@pytest.mark.parametrize(
    ("q", "columns", "error", "says"),
    [
        ({"a": ["x"]}, ["a"], SchemaMismatch, "'a' holds integer in the table and string in the pandas table"),
        ({"b": [1]}, ["b"], ShapeMismatch, "cannot be compared"),
        ({"a": []}, ["a"], EmptyData, "the pandas table has no rows"),
    ],
)
def test_tables_that_cannot_be_compared(q, columns, error, says):
    with pytest.raises(error, match=says):
        plogp.js_divergence(plogp.Table({"a": [1, 2]}, "a"), plogp.Table(pd.DataFrame(q), *columns))
    with pytest.raises(Unanswerable, match="cannot be matched"):
        plogp.js_divergence(plogp.Table({"a": [1, 2]}, "a"), plogp.Counts([1, 2]))
