"""A table as a distribution: the same estimates as from its counts, and errors that name the column."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from plogp.theory.errors import EmptyData, FileMissing, TooManyCells, UnknownColumn, UnreadableData, UnusableColumn

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
