"""Lazy tables count themselves: the traps of each engine, and how their answers become the same as ours."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from plogp.engines.counting import batches, count, group_by, table_limits
from plogp.engines.counting.partitions import count_part
from plogp.engines.counting.survey import survey
from plogp.engines.sources.lazy_frame import LazyFrame
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.plan import Column, Kind, Plan
from plogp.engines.tally.tally import merged
from plogp.theory.errors import EmptyData, UnknownColumn, UnreadableData, UnusableColumn
from tables import flights, nasty

NAN, INF = float("nan"), float("inf")
FLOATS = [None, NAN, -NAN, 0.0, -0.0, INF, -INF, 1.5, -1.5, 5e-324]


def lazies(table, folder):
    path = str(folder / "table.parquet")
    pa.parquet.write_table(table, path)
    yield pl.from_arrow(table).lazy()
    yield pl.scan_parquet(path)
    yield duckdb.from_arrow(table)
    yield duckdb.read_parquet(path)


@pytest.mark.parametrize("type_", [pa.float64(), pa.float32()])
@pytest.mark.parametrize("edges", [None, (-1.5, 0.0, 1.0), (-INF, 0.0), ()], ids=["levels", "bins", "infinite", "one"])
def test_null_and_nan_are_missing_zeros_are_one_and_infinities_have_a_place(edges, type_, tmp_path):
    table = pa.table({"x": pa.array(FLOATS * 30, type_), "y": ["a", "b", None] * 100})
    plan = Plan((Column("x", Kind.NUMBER, edges), Column("y", Kind.STRING)))
    expected = batches.count(open_source(table), plan, [("x", "y")])
    assert expected.missing_rows("x") == 90
    for lazy in lazies(table, tmp_path):
        assert group_by.count(open_source(lazy), plan, [("x", "y")]).digest() == expected.digest()


def test_duckdb_believes_that_parquet_holds_no_nan_and_is_not_believed(tmp_path):
    values = np.append(np.arange(1.0, 1000.0), [NAN] * 50)
    pa.parquet.write_table(pa.table({"x": values}), tmp_path / "x.parquet")
    relation = duckdb.read_parquet(str(tmp_path / "x.parquet"))
    plan = Plan((Column("x", Kind.NUMBER, (250.0, 500.0, 999.5)),))
    blind = duckdb.sql("select count(*) from relation where isnan(x)").fetchall()
    counted = group_by.count(open_source(relation), plan)
    assert counted.missing_rows("x") == 50, f"while DuckDB itself finds {blind}"
    np.testing.assert_array_equal(counted.dense("x"), [250, 250, 499, 0, 50])


def test_whole_numbers_beyond_double_precision_stay_apart(tmp_path):
    table = pa.table({"x": [2**53, 2**53 + 1, None, -(2**63), 2**63 - 1] * 3})
    expected = plogp.tally(table)
    assert expected.axes["x"].size == 4
    for lazy in lazies(table, tmp_path):
        assert plogp.tally(lazy).digest() == expected.digest()


def test_no_more_than_counts_leave_the_engine(monkeypatch):
    frame = pl.from_pandas(flights()[["carrier", "late", "hour"]]).lazy()
    source = open_source(frame)
    plan = survey(source)
    monkeypatch.setattr(LazyFrame, "batches", None)
    counted = count.count(source, plan, [("carrier", "late")])
    assert counted.rows == len(flights())
    assert counted.dense("carrier").sum() == counted.dense("hour").sum() == counted.rows


def test_bins_that_the_engine_cannot_make_are_made_here(tmp_path):
    table = nasty().select(["instant", "decimal", "text", "binned"])
    tables = [("instant", "text"), ("binned", "text"), ("decimal", "instant"), ("instant", "binned", "text")]
    expected = plogp.tally(table, tables=tables)
    assert expected.axes["instant"].edges is not None
    for lazy in lazies(table, tmp_path):
        assert plogp.tally(lazy, tables=tables).digest() == expected.digest()


def test_many_tables_are_streamed(monkeypatch):
    frame = flights()[["carrier", "late", "hour"]].iloc[:5000]
    monkeypatch.setattr(count, "MOST_GROUPED", 1)
    monkeypatch.setattr(group_by, "count", None)
    tables = [("carrier", "late"), ("hour", "late")]
    assert (
        plogp.tally(pl.from_pandas(frame).lazy(), tables=tables).digest() == plogp.tally(frame, tables=tables).digest()
    )


@pytest.mark.parametrize(
    ("cap", "cells", "given_up"),
    [
        ("TABLE_CELLS", 1000, [("dest", "late", "month"), ("dest", "many"), ("dest", "tailnum"), ("month", "many")]),
        (
            "TOTAL_CELLS",
            {2: 470, 3: 6000},
            [("dest", "many"), ("dest", "tailnum"), ("late", "month", "dest"), ("month", "late"), ("month", "many")],
        ),
        ("OPTIONAL_CELLS", {2: 10**9, 3: 10**9}, [("dest", "many"), ("month", "many")]),
    ],
)
def test_optional_tables_are_given_up_beyond_the_caps_by_each_way(cap, cells, given_up, monkeypatch):
    frame = flights()[["tailnum", "dest", "late", "month"]].iloc[::4]
    frame["many"] = [f"{i}" for i in range(len(frame))]
    monkeypatch.setattr(table_limits, cap, cells)
    optional = [("dest", "tailnum"), ("dest", "late"), ("month", "many"), ("month", "late"), ("dest", "many")]
    optional += [("dest", "late", "month")] + [("late", "month", "dest")] * (cap == "TOTAL_CELLS")
    here, wanted = open_source(frame), [("tailnum", "late")]
    plan = survey(here)
    ours = batches.count(here, plan, wanted, optional, batch_rows=20_000)
    theirs = group_by.count(open_source(pl.from_pandas(frame).lazy()), plan, wanted, optional)
    thirds = [open_source(frame[at : at + 30_000]).batches(plan.names) for at in range(0, len(frame), 30_000)]
    united = merged([count_part(plan, wanted, optional, third) for third in thirds])
    for tally in (ours, theirs, table_limits.within_caps(united, optional)):
        assert list(tally.given_up) == given_up
        assert tally.digest() == ours.digest()


def test_columns_without_values_rows_or_names(tmp_path):
    for lazy in lazies(pa.table({"none": pa.nulls(3, pa.int32()), "nan": [NAN] * 3, "x": [1, 2, 3]}), tmp_path):
        tally = plogp.tally(lazy, tables=[("none", "x"), ("nan", "x")])
        assert [axis.kind for axis in tally.axes.values()] == [Kind.EMPTY, Kind.EMPTY, Kind.INTEGER]
        assert tally.missing_rows("nan") == tally.missing_rows("none") == 3
    with pytest.raises(EmptyData, match="the polars table has no rows"):
        plogp.tally(pl.LazyFrame({"x": [1]}).filter(pl.col("x") > 1))
    with pytest.raises(EmptyData, match="the polars table has no columns"):
        plogp.tally(pl.LazyFrame())
    with pytest.raises(UnknownColumn, match="did you mean 'carrier'"):
        plogp.Table(pl.LazyFrame({"carrier": ["AA"]}), "Carrier").counts()
    with pytest.raises(UnusableColumn, match="holds lists"):
        plogp.Table(pl.LazyFrame({"x": [[1]]}), "x").counts()
    with pytest.raises(UnreadableData, match=r"a builtins\.object is no table"):
        plogp.Table(object(), "x").counts()


def test_columns_may_be_called_like_our_own_and_differ_in_case_only(tmp_path):
    table = pa.table({"n": ["a", "b"] * 9, "k0": [1, 2] * 9, "_n": [True, None] * 9, "é x": [1.5, 2.5] * 9})
    tables = [("n", "k0"), ("k0", "_n"), ("é x", "n")]
    for lazy in lazies(table, tmp_path):
        assert plogp.tally(lazy, tables=tables).digest() == plogp.tally(table, tables=tables).digest()


def test_a_fingerprint_says_how_many_values_occur_how_often(tmp_path):
    table = nasty().select(["many", "text", "target"])
    frame = table.to_pandas()
    for names in (["many"], ["many", "target"], ["text"]):
        expected = pd.Series(frame.groupby(names, dropna=False).size()).value_counts().sort_index()
        for lazy in lazies(table, tmp_path):
            counts, times = group_by.fingerprint(open_source(lazy), names)
            np.testing.assert_array_equal(counts, expected.index)
            np.testing.assert_array_equal(times, expected)


def test_the_values_of_one_column_stay_where_they_are(monkeypatch):
    table = nasty().select(["many", "text", "bool", "integer"])
    expected = {name: plogp.entropy(plogp.Table(table, name)) for name in table.column_names}
    lazy = pl.from_arrow(table).lazy()
    monkeypatch.setattr(group_by, "grouped", None)
    for name, entropy in expected.items():
        assert plogp.entropy(plogp.Table(lazy, name)) == entropy


def test_quantities_of_lazy_tables_are_those_of_the_table_itself():
    table = nasty().select(["many", "text", "binned", "target"])
    lazy = pl.from_arrow(table).lazy()
    for columns in (["many"], ["text"], ["binned"], ["many", "text"]):
        assert plogp.entropy(plogp.Table(lazy, *columns)) == plogp.entropy(plogp.Table(table, *columns))
    for quantity in (plogp.mutual_information, plogp.variation_of_information):
        assert quantity(plogp.Table(lazy, "text", "target")) == quantity(plogp.Table(table, "text", "target"))


ODD_NAMES = [
    "*",
    "^x.*$",
    'a"b',
    "a.b",
    "count(*)",
    "k0",
    "n",
    "_n",
    "COLUMNS(*)",
    "it's",
    " ",
    "SELECT",
    "\\",
    "$1",
    "?",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_means_something_to_an_engine_is_a_name_or_refused(name, tmp_path):
    table = pa.table({name: [0, 1, 2] * 4, "xq": [0, 1] * 6})
    expected = plogp.tally(table, tables=[(name, "xq")]).digest()
    for lazy in lazies(table, tmp_path):
        try:
            found = plogp.tally(lazy, tables=[(name, "xq")]).digest()
        except UnreadableData:
            assert name in ("*", "^x.*$")
        else:
            assert found == expected
