"""What two columns tell together is counted over all rows, wherever these lie."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

import plogp
from plogp.apps.profile import profile
from plogp.engines.counting import table_limits


@pytest.fixture(scope="module")
def exclusive() -> pd.DataFrame:
    """An exclusive or with some noise, among columns that tell nothing; more rows than are read at a time."""
    rng = np.random.default_rng(8)
    n = 300_000
    columns = {name: rng.integers(0, 3, n) for name in "abc"}
    columns |= {"left": rng.integers(0, 2, n), "right": np.where(rng.random(n) < 0.1, None, rng.choice(["x", "y"], n))}
    told = columns["left"] ^ (columns["right"] == "x")
    return pd.DataFrame({**columns, "y": np.where(rng.random(n) < 0.2, told, rng.integers(0, 2, n))})


def test_an_exclusive_or_is_found_by_the_search_of_pairs():
    rng = np.random.default_rng(8)
    n = 2000
    columns = {name: rng.integers(0, 3, n) for name in "abcdef"}
    columns |= {"left": rng.integers(0, 2, n), "right": rng.integers(0, 2, n)}
    columns["y"] = np.where(rng.random(n) < 0.9, columns["left"] ^ columns["right"], rng.integers(0, 2, n))
    result = profile(columns, "y")
    assert [column.name for column in result.columns if column.tags == ()] == []
    assert [{pair.a, pair.b} for pair in result.together] == [{"left", "right"}]
    pair = result.together[0]
    truth = 1 - float(plogp.entropy([0.95, 0.05], base=2))
    assert pair.mutual_information.low < truth < pair.mutual_information.high
    assert pair.synergy.value == pytest.approx(truth, abs=0.05)
    assert any("together tell" in finding.text for finding in result.findings)


def test_the_second_column_is_the_one_that_adds_to_the_first():
    rng = np.random.default_rng(9)
    n = 4000
    a, b, c = rng.integers(0, 2, (3, n))
    y = np.where(rng.random(n) < 0.5, a, np.where(rng.random(n) < 0.6, b, c))
    near = np.where(rng.random(n) < 0.95, a, 1 - a)
    result = profile({"a": a, "near": near, "b": b, "noise": rng.integers(0, 9, n), "y": y}, "y")
    assert [column.name for column in result.columns[:3]] == ["a", "near", "b"]
    assert (result.second.first, result.second.name) == ("a", "b")
    table = plogp.Counts.of(y, b, a)
    expected = plogp.mutual_information(plogp.Counts(table.n, given=(2,)), base=2)
    assert result.second.mutual_information == expected
    assert profile({"a": a, "noise": rng.integers(0, 9, n), "y": y}, "y").second is None


@pytest.mark.slow
def test_every_row_is_looked_at_and_they_may_lie_anywhere(exclusive):
    here = profile(exclusive, "y")
    y, left, right = (exclusive[name] for name in ("y", "left", "right"))
    table = plogp.Counts.of(left, y, right.fillna("missing"))
    (pair,) = here.together
    assert (pair.a, pair.b) == ("left", "right")
    assert pair.synergy.n == len(exclusive)
    assert float(pair.synergy) == pytest.approx(float(plogp.interaction_information(table, base=2)), rel=1e-12)
    wide = exclusive.assign(**{f"noise{i}": i + exclusive.index % (i + 2) for i in range(5)})  # rows are streamed
    for elsewhere in (exclusive, wide):
        found = profile(pl.from_pandas(elsewhere).lazy(), "y")
        assert found.together == here.together
        assert found.second == here.second


def test_pairs_of_too_many_combinations_are_counted_and_said():
    rng = np.random.default_rng(12)
    n = 3000
    rows = {name: [f"{name}{i}" for i in rng.integers(0, 300, n)] for name in "abc"} | {"y": rng.integers(0, 2, n)}
    rows["few"] = rng.integers(0, 3, n)
    texts = [finding.text for finding in profile(rows, "y").findings]
    assert "3 pairs of columns have too many combinations of values with y to see what they tell together" in texts
    assert not any("not compared" in text for text in texts)


def test_without_pairs_nothing_is_looked_at_together(exclusive):
    result = profile(exclusive, "y", pairs=False)
    assert (result.second, result.together, result.pairs) == (None, (), ())


@pytest.mark.parametrize("backwards", [False, True])
def test_the_second_column_does_not_depend_on_the_order_of_the_columns(monkeypatch, backwards):
    """What is spent on pairs goes to those that rank first, and what was not looked at is said with its reason."""
    monkeypatch.setattr(table_limits, "TOTAL_CELLS", {2: 1 << 25, 3: 1500})
    rng = np.random.default_rng(0)
    n = 4000
    rows = {f"noise{i}": rng.integers(0, 12, n) for i in range(6)}
    rows |= {"a": rng.integers(0, 3, n), "b": rng.integers(0, 2, n)}
    rest = np.where(rng.random(n) < 0.5, rows["b"], rng.integers(0, 2, n))
    rows["y"] = np.where(rng.random(n) < 0.5, rows["a"] % 2, rest)
    order = sorted(rows, reverse=backwards)
    result = profile({name: rows[name] for name in order}, "y")
    assert (result.second.first, result.second.name) == ("a", "b")
    texts = [finding.text for finding in result.findings]
    assert any("columns that rank last were not looked at together: all pairs" in text for text in texts)
    assert not any("have too many combinations of values with y" in text for text in texts)


@pytest.mark.slow
def test_of_many_columns_those_that_rank_first_are_compared():
    rng = np.random.default_rng(1)
    n = 300
    y = rng.integers(0, 2, n)
    told = np.where(rng.random(n) < 0.5, y, rng.integers(0, 2, n)) + 2 * rng.integers(0, 2, n)
    rows = {f"noise{i}": rng.integers(0, 3, n) for i in range(130)} | {"told": told, "again": -told, "y": y}
    result = profile(rows, "y")
    (copy,) = [column for column in result.columns if column.duplicate_of is not None]
    assert (copy.name, copy.duplicate_of) == ("again", "told")
    assert "of 132 columns the 100 that rank first were compared with each other" in [f.text for f in result.findings]
    without = [finding.text for finding in profile(rows).findings]
    assert "of 133 columns the first 100 were compared with each other" in without
