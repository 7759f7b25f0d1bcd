"""What is no table, or has a column that cannot be read, is an error of plogp's that names it."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import plogp
from plogp.theory.errors import UnreadableData


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pd.Series([1, 2], name="a"), "a Series is one column and no table"),
        (pl.Series([1, 2]), "a Series is one column and no table"),
        ({"a": [1, "x"]}, "column 'a': Could not convert 'x'"),
        (pd.DataFrame({"b": [1, 2], "a": [1, "x"]}), "column 'a': Could not convert 'x'"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "more than one column named 'a'"),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), "more than one column named '1'"),
        ({1: [1, 2], "1": [2**70, 2]}, "more than one column named '1'"),
        ({"a": np.zeros((2, 2))}, "column 'a': only handle 1-dimensional arrays"),
        (pl.DataFrame({"a": pl.Series([object(), 1], dtype=pl.Object)}), "column 'a' holds Python objects"),
        (pl.DataFrame({"a": pl.Series([object(), 1], dtype=pl.Object)}).lazy(), "column 'a' of the polars table holds"),
        (pa.array([1]), "is no table that plogp can read"),
    ],
)
def test_what_cannot_be_read_is_named(data, says):
    for job in (plogp.profile, plogp.tally, lambda table: plogp.compare(table, table)):
        with pytest.raises(UnreadableData, match=says):
            job(data)


def test_objects_of_one_kind_are_their_values():
    objects = pl.DataFrame({"a": pl.Series(["x", "y", None] * 5, dtype=pl.Object)})
    assert plogp.tally(objects).digest() == plogp.tally({"a": ["x", "y", None] * 5}).digest()


def test_intervals_of_pandas_are_levels():
    frame = pd.DataFrame({"bin": pd.cut([0.5, 1.5, 2.5, 1.0] * 5, [0, 1, 2, 3])})
    assert plogp.tally(frame).axes["bin"].levels.to_pylist() == ["(0, 1]", "(1, 2]", "(2, 3]"]
