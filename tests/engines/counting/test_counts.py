"""Counts against pandas, Polars and scikit-learn, which know nothing of each other; the caps lose nothing."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import mutual_info_score

import plogp
from plogp.engines.counting import table_limits
from plogp.engines.counting.batches import count
from plogp.engines.counting.quantile_edges import quantile_edges
from plogp.engines.counting.survey import survey
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.column_types import Kind
from plogp.engines.tally.plan import Column, Missing, Plan
from tables import flights, nasty

NAN, INF = float("nan"), float("inf")


def tally(data, tables=(), optional=(), missing=Missing.CATEGORY):
    source = open_source(data)
    return count(source, survey(source, missing=missing), tables, optional)


def test_counts_are_those_of_a_crosstab():
    frame = flights()[["carrier", "origin", "dest", "late"]]
    counted = tally(frame, [("carrier", "origin"), ("dest", "late")])
    expected = pd.crosstab(frame.carrier, frame.origin)
    np.testing.assert_array_equal(counted.dense("carrier", "origin"), expected.to_numpy())
    assert counted.axes["carrier"].levels.to_pylist() == list(expected.index)
    late = frame.late.map({False: "no", True: "yes"}).fillna("~missing")
    np.testing.assert_array_equal(counted.dense("dest", "late"), pd.crosstab(frame.dest, late).to_numpy())
    assert counted.missing_rows("late") == frame.late.isna().sum()
    present = counted.dense("dest", "late", present=["late"])
    np.testing.assert_array_equal(present, pd.crosstab(frame.dest, late).to_numpy()[:, :2])


def test_bins_are_those_of_polars():
    frame = pl.from_pandas(flights()[["air_time", "origin"]])
    source = open_source(frame)
    plan = survey(source)
    values = np.sort(frame["air_time"].drop_nulls().to_numpy())
    ranks = [i * (len(values) - 1) // 16 for i in range(1, 16)]
    assert plan["air_time"].edges == tuple(np.unique(values[ranks]))
    assert plan["air_time"].distinct == frame["air_time"].drop_nulls().n_unique()
    above = pl.sum_horizontal([(pl.col("air_time") > edge).cast(pl.Int32) for edge in plan["air_time"].edges])
    coded = frame.with_columns(code=pl.when(pl.col("air_time").is_null()).then(99).otherwise(above))
    expected = coded.group_by("code", "origin").len().sort("code", "origin")["len"].to_numpy()
    counted = count(source, plan, [("air_time", "origin")]).dense("air_time", "origin")
    np.testing.assert_array_equal(counted[counted > 0], expected)


@pytest.mark.parametrize("column", ["carrier", "dest", "tailnum", "hour"])
def test_mutual_information_is_that_of_scikit_learn(column):
    frame = flights()[[column, "late"]].dropna()
    estimate = plogp.mutual_information(plogp.Table(frame, column, "late"), estimator=plogp.PlugIn())
    assert float(estimate) == pytest.approx(
        mutual_info_score(frame[column].astype(str), frame.late.astype(int)), rel=1e-9
    )


def test_more_levels_than_codes_are_still_counted_exactly():
    table = nasty()
    counted = tally(table.select(["many", "target"]), [("many", "target")])
    expected = pl.from_arrow(table.select(["many", "target"])).group_by("many", "target").len().sort("many", "target")
    cells = counted.cells["many", "target"]
    assert counted.axes["many"].size == 70_000
    np.testing.assert_array_equal(cells.n, expected["len"].to_numpy())
    levels = counted.axes["many"].levels.to_pylist()
    assert [levels[i] for i in cells.codes[:, 0]] == expected["many"].to_list()
    p = np.unique(table["many"].to_numpy(), return_counts=True)[1] / table.num_rows
    entropy = plogp.entropy(plogp.Table(table, "many"), estimator=plogp.PlugIn())
    assert float(entropy) == pytest.approx(-(p * np.log(p)).sum(), rel=1e-12)


def test_three_columns_and_given_ones():
    frame = flights()[["origin", "carrier", "late"]].dropna()
    counted = tally(frame, [("origin", "carrier", "late")]).dense("origin", "carrier", "late")
    expected = frame.groupby(["origin", "carrier", "late"], observed=False).size()
    assert counted.sum() == len(frame)
    assert sorted(counted[counted > 0]) == sorted(expected[expected > 0])
    table = plogp.Table(frame, "carrier", "late", given="origin")
    whole = plogp.mutual_information(plogp.Table(frame, "carrier", "late", given=["origin"]), estimator=plogp.PlugIn())
    parts = [
        (len(part) / len(frame)) * mutual_info_score(part.carrier, part.late.astype(int))
        for _, part in frame.groupby("origin")
    ]
    assert float(whole) == pytest.approx(sum(parts), rel=1e-9)
    assert table.counts().given == (2,)


def test_a_table_beyond_the_caps_turns_sparse_or_is_given_up(monkeypatch):
    frame = flights()[["carrier", "dest", "tailnum"]].iloc[::20]
    dense = tally(frame, [("carrier", "dest"), ("carrier", "tailnum")])
    monkeypatch.setattr(table_limits, "TABLE_CELLS", 1000)
    capped = tally(frame, [("carrier", "dest"), ("carrier", "tailnum")], [("dest", "tailnum")])
    assert capped.given_up == (("dest", "tailnum"),)
    for key in dense.cells:
        np.testing.assert_array_equal(dense.dense(*key), capped.dense(*key))


def test_two_columns_summed_up_from_three_are_counted_by_themselves_once_three_are_too_many(monkeypatch):
    frame = flights()[["carrier", "dest", "late", "tailnum"]].iloc[::20]
    pairs = [("carrier", "dest"), ("dest", "late"), ("dest", "tailnum")]
    three = ("carrier", "late", "dest")
    source = open_source(frame)
    expected = count(source, plan := survey(source), [*pairs, three])
    for cells in (1 << 16, 20, 0):  # all along, until more values are met, never
        monkeypatch.setitem(table_limits.OPTIONAL_CELLS, 3, cells)
        found = count(source, plan, [], [*pairs, three], batch_rows=50)
        assert found.given_up == (() if cells == 1 << 16 else (three,))
        for key in found.cells:
            np.testing.assert_array_equal(found.dense(*key), expected.dense(*key))


def test_missing_rows_can_be_dropped():
    rows = {"a": ["x", None, "y", "x"], "b": [1, 1, None, 2]}
    counted = tally(rows, [("a", "b")], missing=Missing.DROP)
    np.testing.assert_array_equal(counted.dense("a", "b"), [[1, 1], [0, 0]])
    np.testing.assert_array_equal(tally(rows, [("a", "b")]).dense("a", "b"), [[1, 1, 0], [0, 0, 1], [1, 0, 0]])


@pytest.mark.parametrize("edges", [None, (0.5,), ()], ids=["levels", "bins", "one"])
def test_null_and_nan_can_be_kept_apart(edges):
    rows = pa.table({"x": [1.0, None, NAN, 2.0, NAN, NAN] * 20, "y": ["a", None, "a", "b", "b", None] * 20})
    table = pa.concat_tables([rows, rows.slice(3, 3)])
    plans = {missing: Plan((Column("x", Kind.NUMBER, edges), Column("y", Kind.STRING)), missing) for missing in Missing}
    found = {missing: count(open_source(table), plan, [("x", "y")], batch_rows=7) for missing, plan in plans.items()}
    assert found[Missing.SEPARATE].missing_rows("x") == found[Missing.CATEGORY].missing_rows("x") == 82
    apart = found[Missing.SEPARATE].dense("x", "y")
    np.testing.assert_array_equal(apart[-2:], [[20, 21, 21], [0, 0, 20]])  # NaN, null
    np.testing.assert_array_equal(found[Missing.SEPARATE].dense("x", "y", present=["x"]), apart[:-2, :2])
    together = found[Missing.CATEGORY].dense("x", "y")
    np.testing.assert_array_equal(together, [*apart[:-2], apart[-2:].sum(axis=0)])
    np.testing.assert_array_equal(found[Missing.DROP].dense("x", "y"), apart[:-2, :2])


@pytest.mark.slow
def test_null_and_nan_of_very_many_numbers_can_be_kept_apart():
    x = pa.array([*np.arange(70_000.0), NAN, NAN, None, 0.5, *[NAN] * 5])
    table = pa.table({"x": x, "y": np.arange(len(x)) % 2})
    plan = Plan((Column("x", Kind.NUMBER), Column("y", Kind.INTEGER)), Missing.SEPARATE)
    for mixed in (table, table.slice(0, 70_003), table.take(np.random.default_rng(0).permutation(len(x)))):
        counted = count(open_source(mixed), plan, [("x", "y")], batch_rows=9000)
        here = mixed["x"].to_numpy()
        assert counted.dense("x").sum() == len(here)
        assert counted.axes["x"].size == len(np.unique(here[~np.isnan(here)]))
        assert counted.dense("x")[-2:].tolist() == [np.isnan(here).sum() - 1, 1]


def test_whole_and_other_numbers_of_several_files_stay_apart(tmp_path):
    pa.parquet.write_table(pa.table({"x": [1.0, 1.5, INF] * 20}), tmp_path / "a.parquet")
    pa.parquet.write_table(pa.table({"x": [1, 2, None] * 20}), tmp_path / "b.parquet")
    for order in ("ab", "ba"):
        counted = plogp.tally([str(tmp_path / f"{name}.parquet") for name in order])
        assert counted.axes["x"].levels.to_pylist() == [1, 1.5, 2, INF]
        assert counted.dense("x").tolist() == [40, 20, 20, 20, 20]


def test_categories_that_do_not_occur_are_no_levels():
    frame = pd.DataFrame({"c": pd.Categorical(["a", "b", "a"], categories=["a", "b", "never"])})
    assert tally(frame).axes["c"].levels.to_pylist() == ["a", "b"]


def test_text_that_writes_times_is_times_until_it_does_not():
    stamps = [f"2024-0{1 + i % 9}-{1 + i % 28:02d}T{i % 24:02d}:00:00Z" for i in range(300)]
    plan = survey(open_source({"t": stamps, "d": [text[:10] for text in stamps], "n": ["12"] * 300}))
    assert [column.kind for column in plan.columns] == [Kind.TIMESTAMP, Kind.DATE, Kind.STRING]
    late = pa.table({"t": stamps + ["soon"] * 300})
    assert survey(open_source(late), batch_rows=100)["t"].kind is Kind.STRING


def test_whole_numbers_are_integers_in_whatever_type():
    columns = {
        "f": [1.0, 2.0, None],
        "i": [1, 2, None],
        "half": [1.5, 2.0, None],
        "none": pa.nulls(3),
        "nan": [float("nan")] * 3,
    }
    kinds = {axis.name: axis.kind for axis in tally(pa.table(columns)).axes.values()}
    assert kinds == {
        "f": Kind.INTEGER, "i": Kind.INTEGER, "half": Kind.NUMBER, "none": Kind.EMPTY, "nan": Kind.EMPTY
    }  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(allow_nan=False, width=32), min_size=1, max_size=200), st.integers(2, 20))
def test_edges_cut_into_bins_of_equal_weight_as_far_as_ties_allow(values, bins):
    values = np.sort(np.asarray(values, np.float64))
    levels, counts = np.unique(values, return_counts=True)
    edges = np.asarray(quantile_edges(levels, np.cumsum(counts) - 1, bins))
    ranks = [i * (len(values) - 1) // bins for i in range(1, bins)]
    assert set(edges) == (set(values[ranks]) - {values[-1]} or set(levels[:-1][-1:]))
    assert (np.diff(edges) > 0).all()
    assert set(edges) <= set(values)
    if len(edges):
        assert edges[-1] < values[-1]
    counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
    assert counts.min() >= 1
    ties = max(np.unique(values, return_counts=True)[1])
    assert counts.max() <= len(values) / bins + ties + 1


def test_an_empty_plan_counts_rows():
    assert count(open_source({"a": [1, 2]}), Plan(())).rows == 2
