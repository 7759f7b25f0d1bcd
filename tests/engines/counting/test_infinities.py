"""Each infinity is a level of its own, in every engine, and whether or not the plan has met one."""

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import plogp
from digests import digest

N = 20_000


def numbers(*, infinite: bool) -> pa.Table:
    rng = np.random.default_rng(3)
    x = rng.normal(size=N)
    if infinite:
        x[rng.random(N) < 0.02] = np.inf
        x[rng.random(N) < 0.01] = -np.inf
    x[:20] = np.nan
    return pa.table({"x": x, "k": np.arange(N) % 3})


@pytest.mark.parametrize("form", ["polars", "polars-lazy", "duckdb", "csv", "parquet"])
def test_they_have_bins_of_their_own(form, tmp_path):
    table = numbers(infinite=True)
    if form == "csv":
        pa.csv.write_csv(table, tmp_path / "x.csv")
    pa.parquet.write_table(table, tmp_path / "x.parquet")
    forms = {
        "polars": lambda: pl.from_arrow(table),
        "polars-lazy": lambda: pl.from_arrow(table).lazy(),
        "duckdb": lambda: duckdb.from_arrow(table),
        "csv": lambda: tmp_path / "x.csv",
        "parquet": lambda: tmp_path / "x.parquet",
    }
    tally = plogp.tally(table, tables=[("x", "k")])
    x = table["x"].to_numpy()
    assert tally.dense("x")[[0, -2, -1]].tolist() == [(x == -np.inf).sum(), (x == np.inf).sum(), 20]
    assert tally.axes["x"].size == 18
    assert digest(forms[form]()) == tally.digest()


def test_a_plan_that_has_met_none_finds_them_all_the_same(tmp_path):
    before, now = numbers(infinite=False), numbers(infinite=True)
    reference = plogp.tally(before)
    current = plogp.tally(now, like=reference)
    assert (reference.axes["x"].size, current.axes["x"].size) == (16, 18)
    both = reference.merge(current)
    assert both.digest() == current.merge(reference).digest()
    assert both.digest() == plogp.tally(pa.concat_tables([before, now]), like=reference).digest()
    plogp.write_tally(both, tmp_path / "both.tally")
    assert plogp.read_tally(tmp_path / "both.tally").digest() == both.digest()
    found = plogp.compare(reference, now)
    assert found.columns[0].moved[0].level == "inf"
    assert found.columns[0].alarm


def test_the_outermost_numbers_stay_apart_from_infinity():
    largest = np.finfo(np.float64).max
    rows = {"x": np.concatenate([np.arange(5000.0), [largest, -largest] * 400, [np.inf, -np.inf] * 300])}
    tally = plogp.tally(rows)
    assert tally.dense("x")[[0, -1]].tolist() == [300, 300]


def test_they_are_said():
    (finding,) = plogp.profile(numbers(infinite=True), columns="x").findings
    assert finding.severity == "warning"
    assert "x is infinite in" in finding.text
    few = plogp.profile({"x": [1.5, 2.5, float("inf"), 1.5] * 10}).findings
    assert any("x is infinite in 10 of 40 rows" in finding.text for finding in few)
    assert not plogp.profile(numbers(infinite=False), columns="x").findings
