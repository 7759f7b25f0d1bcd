"""Columns are read by their kind, counted whatever their number of levels, and refused with the place and the mend."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
import torch

import plogp
from plogp import Samples
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, Unanswerable


@pytest.mark.parametrize(
    "column",
    [
        [3, 1, 3, 2],
        np.array([3, 1, 3, 2], dtype=np.uint8),
        np.array([300, -(10**15), 300, 2]),
        np.array([2**64 - 1, 2**64 - 3, 2**64 - 1, 2**64 - 2], dtype=np.uint64),
        np.array([-(2**63), 2**63 - 1, -(2**63), 0]),
        np.array([-128, 127, -128, 0], dtype=np.int8),
        ["c", "a", "c", "b"],
        np.array(["c", "a", "c", "b"], dtype=object),
        pd.Series(["c", "a", "c", "b"]),
        pd.Series(["c", "a", "c", "b"], dtype="category"),
        pl.Series(["c", "a", "c", "b"]),
        torch.tensor([3, 1, 3, 2]),
        [[1, 2], [0, 9], [1, 2], [1, 1]],
    ],
)
def test_discrete_columns_are_counted_in_sorted_order(column):
    counted = Samples(column).counts().n
    assert sorted(counted.tolist()) == [1, 1, 2]
    assert Samples(column).variables[0].discrete


def test_booleans_are_discrete_and_floats_continuous_unless_said_otherwise():
    x = [0.5, 1.5, 0.5]
    s = Samples(x, [True, False, True], discrete=[True, None])
    assert s.counts().n.tolist() == [[0, 2], [1, 0]]
    assert not Samples(x).variables[0].discrete
    assert Samples([1, 2, 3], discrete=False).variables[0].values.shape == (3, 1)
    assert Samples(np.zeros((5, 2))).variables[0].values.shape == (5, 2)


def test_the_cells_are_the_same_from_a_dense_and_a_sparse_table():
    rng = np.random.default_rng(1)
    x, y, z = rng.integers(0, 40, (3, 500))
    s = Samples(x, y, given=z)
    dense = s.contingency()
    sparse = Contingency.of_codes((x, y, z), (40, 40, 40), 1)
    assert dense.total == sparse.total == 500
    assert dense.given == sparse.given == 1
    for variables in [(0,), (1, 2), (0, 2), (), (0, 1, 2)]:
        counts, index = sparse.margin(variables), sparse.index(variables)
        assert sorted(counts) == sorted(dense.margin(variables))
        assert counts.sum() == 500
        assert np.arange(sparse.n.size)[index].max() == counts.size - 1
    assert plogp.mutual_information(s.counts()) == pytest.approx(plogp.mutual_information(s))


def test_a_million_levels_by_a_million_levels_need_no_table():
    rng = np.random.default_rng(2)
    x, y = rng.permutation(100_000) * 10**9, rng.permutation(100_000)
    cells = Samples(x, y).contingency()
    assert cells.n.size == 100_000
    assert cells.margin((0,)).size == 100_000
    with pytest.raises(ShapeMismatch, match="too large"):
        Samples(x, y).counts()


def test_missing_values_are_an_error_or_are_dropped_from_all_columns():
    x, y = [1.0, np.nan, 3.0, np.inf, 5.0], ["a", "b", None, "c", "a"]
    with pytest.raises(NotSamples, match=r"column 0 .* row 1 .*drop"):
        _ = Samples(x, y).variables
    s = Samples(x, y, missing="drop")
    assert s.dropped == 3
    assert s.n == 2
    assert s.variables[0].values.ravel().tolist() == [1.0, 5.0]


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Samples([1, 2], [1]).variables, ShapeMismatch, "2 and 1 observations"),
        (lambda: Samples([]).variables, NotSamples, "empty"),
        (lambda: Samples([1, "a", object()]).variables, NotSamples, "objects"),
        (lambda: Samples(np.array([1, "a"], dtype=object)).variables, NotSamples, "int, str"),
        (lambda: Samples([1j]).variables, NotSamples, "complex128"),
        (lambda: Samples(np.zeros((2, 2, 2))).variables, ShapeMismatch, "shape"),
        (lambda: Samples(["a"], discrete=False).variables, NotSamples, "cannot be continuous"),
        (lambda: Samples([np.nan], missing="drop").variables, NotSamples, "no observations"),
        (lambda: Samples([1.5, 2.5]).counts(), Unanswerable, "continuous"),
        (lambda: Samples(), InvalidParameter, "at least one"),
        (lambda: Samples([1], discrete=[True, False]), InvalidParameter, "2 columns"),
        (lambda: Samples([1], missing="ignore"), InvalidParameter, "ignore"),
    ],
)
def test_what_cannot_be_read_is_refused(make, error, message):
    with pytest.raises(error, match=message):
        make()


@pytest.mark.parametrize("values", [[1, 2, 1], [1, None, 2]])
def test_a_type_that_numpy_has_not_is_named(values):
    column = pytest.importorskip("polars").Series(values, dtype=pytest.importorskip("polars").Int128)
    with pytest.raises(plogp.PlogpError, match="Int128 has no type in NumPy"):
        plogp.entropy(Samples(column, missing="drop"))
    with pytest.raises(plogp.PlogpError):
        plogp.entropy(column)
