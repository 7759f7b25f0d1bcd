"""The profile says of a table what is known of it: ranks, tags and sentences, in a form that its schema describes."""

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal

import jsonschema
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from sklearn.metrics.cluster import expected_mutual_information

import plogp
from plogp.apps.profile import Profile, profile, schema
from plogp.engines import caps
from plogp.theory.errors import EmptyData, PlogpError, UnknownColumn, UnusableColumn
from tables import flights, nasty


@pytest.fixture(scope="module")
def late() -> Profile:
    return profile(flights(), "late")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """A target, a copy of it, a weak sign of it, noise, a name for each row, a constant, nothing, and lists."""
    rng = np.random.default_rng(1)
    n = 2000
    y = rng.integers(0, 2, n)
    return pd.DataFrame(
        {
            "noise": rng.integers(0, 5, n),
            "row": np.arange(n),
            "name": [f"n{i}" for i in rng.permutation(n)],
            "weak": np.where(rng.random(n) < 0.7, y, rng.integers(0, 2, n)),
            "copy": np.where(y == 1, "yes", "no"),
            "many": [f"m{i}" for i in rng.integers(0, 700, n)],
            "constant": 7,
            "nothing": [None] * n,
            "lists": [[1]] * n,
            "y": y,
        }
    )


def by_name(result: Profile):
    return {column.name: column for column in result.columns}


def test_the_flights(late):
    columns = by_name(late)
    assert [name for name, column in columns.items() if "possible leak" in column.tags] == ["arr_delay", "dep_delay"]
    assert next(iter(columns)) == "arr_delay"
    honest = [name for name, column in columns.items() if not column.tags]
    assert honest[0] not in {"time_hour", "tailnum", "flight"}
    assert columns["year"].tags == ("constant",)
    assert late.rows == 336_776
    assert columns["late"].missing == 9430
    assert columns["tailnum"].distinct == flights().tailnum.nunique()
    assert columns["dep_time"].distinct == flights().dep_time.nunique()
    assert {("tailnum", "carrier"), ("distance", "dest")} <= {(pair.a, pair.b) for pair in late.pairs}
    shares = [column.share_of_target for column in late.columns if not column.tags]
    assert shares == sorted(shares, reverse=True)


def test_its_numbers_are_those_of_the_face(late):
    frame = flights()
    carrier = by_name(late)["carrier"]
    assert carrier.entropy == plogp.entropy(plogp.Table(frame, "carrier"), base=2)
    known = frame[frame.late.notna()]
    assert carrier.mutual_information == plogp.mutual_information(plogp.Table(known, "carrier", "late"), base=2)
    assert late.target_entropy == plogp.entropy(plogp.Table(known, "late"), base=2)
    table = pd.crosstab(known.carrier, known.late).to_numpy()
    chance = expected_mutual_information(table, table.sum())
    shared = float(plogp.mutual_information(plogp.Counts(table), estimator=plogp.PlugIn()))
    held = float(plogp.entropy(plogp.Counts(table.sum(axis=0)), estimator=plogp.PlugIn()))
    assert carrier.share_of_target == pytest.approx((shared - chance) / (held - chance), rel=1e-4)
    assert carrier.share_of_maximum == pytest.approx(
        float(plogp.entropy(plogp.Table(frame, "carrier"), base=16, estimator=plogp.PlugIn()))
    )


def test_entropy_of_bins_is_not_told_as_one_of_the_column(late):
    binned = [c for c in late.columns if c.name in {"dep_time", "arr_delay", "flight", "time_hour"}]
    assert len(binned) == 4
    assert all(column.entropy is None and column.share_of_maximum is None for column in binned)
    assert all(column.mutual_information is not None for column in binned)


def test_every_tag_is_given_to_whom_it_belongs(table):
    result = profile(table, "y")
    columns = by_name(result)
    assert columns["copy"].tags == ("possible leak",)
    assert columns["copy"].share_of_target == pytest.approx(1, abs=0.01)
    assert columns["weak"].tags == ()
    assert columns["noise"].tags == ("no signal",)
    assert columns["row"].tags == ("identifier",)
    assert columns["name"].tags == ("identifier",)
    assert columns["many"].tags == ("too few rows",)
    assert columns["constant"].tags == ("constant",)
    assert columns["nothing"].tags == ("empty",)
    assert columns["lists"].tags == ("skipped",)
    assert columns["y"].tags == ("target",)
    assert list(columns)[:3] == ["copy", "weak", "noise"]
    assert {"name", "row"} == set(list(columns)[4:6])
    assert columns["name"].mutual_information is None
    assert columns["name"].entropy is None
    assert columns["constant"].entropy.value == 0


def test_findings_speak_of_every_tag_and_the_most_serious_comes_first(table):
    result = profile(table, "y")
    told = {finding.column: finding.text for finding in result.findings}
    assert set(told) >= {"copy", "weak", "row", "name", "constant", "nothing", "lists", "many", "noise"}
    assert "100 % of y" in told["copy"]
    assert "all 2,000 rows are missing" in told["nothing"]
    severities = [finding.severity for finding in result.findings]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] == "warning"


@pytest.mark.parametrize("target", [None, "y", "weak", "noise"])
@pytest.mark.parametrize("base", [2, math.e, 10])
def test_the_json_is_what_its_schema_says(table, target, base):
    result = profile(table, target, base=base)
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(result.to_dict(), schema())
    assert result.to_dict()["base"] == pytest.approx(base)
    unit = {2: "bit", 10: "hartley"}.get(base, "nat")
    assert by_name(result)["noise"].entropy.unit == unit


def test_seventy_thousand_levels_and_every_odd_value_are_profiled():
    result = profile(nasty(), "target")
    jsonschema.validate(result.to_dict(), schema())
    columns = by_name(result)
    assert columns["many"].distinct == 70_000
    assert columns["many"].tags == ("identifier",)
    assert columns["nan_and_null"].distinct == 4
    assert columns["nan_and_null"].missing == sum(
        value is None or value != value for value in nasty()["nan_and_null"].to_pylist()
    )
    assert columns["text"].distinct == 6


def test_a_column_of_many_levels_that_is_no_identifier_is_measured():
    n = 300_000
    rng = np.random.default_rng(2)
    x = rng.integers(0, 70_000, n)
    frame = pl.DataFrame({"x": [f"k{i}" for i in x], "y": (x % 2).astype(np.int8)})
    column = profile(frame, "y", columns="x").columns[0]
    assert column.distinct == len(np.unique(x)) > 65_535
    plug_in = column.mutual_information.value + column.mutual_information.bias
    assert plug_in == pytest.approx(float(plogp.entropy(plogp.Table(frame, "y"), base=2, estimator=plogp.PlugIn())))


def test_whole_numbers_that_never_repeat_number_the_rows_only_if_they_lie_close_together():
    rng = np.random.default_rng(4)
    n = 1000
    inhabitants = np.unique(rng.integers(10**3, 10**9, 2 * n))[:n]
    rows = {"row": rng.permutation(n) + 17, "inhabitants": rng.permutation(inhabitants), "y": rng.integers(0, 2, n)}
    columns = by_name(profile(rows, "y"))
    assert columns["row"].tags == ("identifier",)
    assert "identifier" not in columns["inhabitants"].tags


def test_what_cannot_be_counted_of_every_arrow_type_is_skipped_and_the_rest_is_profiled():
    n = 60
    columns = {
        "interval": pa.array([(1, 2, 3)] * n, pa.month_day_nano_interval()),
        "map": pa.array([[("a", 1)]] * n, pa.map_(pa.string(), pa.int64())),
        "bytes": pa.array([b"a", b"b", None] * 20),
        "half": pa.array(np.arange(n) % 3, pa.float16()),
        "large": pa.array([2**64 - 1, 1, None] * 20, pa.uint64()),
        "precise": pa.array([Decimal("1.5"), Decimal(10) ** 40, None] * 20, pa.decimal256(60, 2)),
        "far": pa.array([datetime(1, 1, 1), datetime(9999, 12, 31)] * 30, pa.timestamp("s")),
        "span": pa.array([timedelta(days=1), None] * 30, pa.duration("ms")),
        "runs": pa.RunEndEncodedArray.from_arrays(pa.array([20, n], pa.int32()), pa.array(["a", "b"])),
        "view": pa.array(["a", "b"] * 30, pa.string_view()),
        "codes": pa.DictionaryArray.from_arrays(pa.nulls(n, pa.int8()), pa.array([], pa.string())),
    }
    result = profile(pa.table(columns))
    jsonschema.validate(result.to_dict(), schema())
    said = {column.name: (column.kind, column.distinct) for column in result.columns}
    assert said == {
        "interval": ("nested", None), "map": ("nested", None), "bytes": ("binary", 2), "half": ("integer", 3),
        "large": ("integer", 2), "precise": ("number", 2), "far": ("timestamp", 2), "span": ("duration", 1),
        "runs": ("string", 2), "view": ("string", 2), "codes": ("empty", 0),
    }  # fmt: skip


def test_columns_are_chosen_by_name_and_pattern(table):
    def names(**chosen):
        return {column.name for column in profile(table, "y", **chosen).columns}

    assert names(columns="n*") == {"noise", "name", "nothing", "y"}
    assert names(columns=["weak", "copy"]) == {"weak", "copy", "y"}
    assert names(columns="n*", exclude=["no*"]) == {"name", "y"}
    with pytest.raises(UnknownColumn, match="did you mean 'weak'"):
        names(columns="week")
    with pytest.raises(UnusableColumn, match="no column is left"):
        names(exclude="*")


@pytest.mark.parametrize(
    ("target", "error", "says"),
    [
        ("constant", UnusableColumn, "constant"),
        ("nothing", UnusableColumn, "no values"),
        ("name", UnusableColumn, "names rows"),
        ("lists", UnusableColumn, "lists, structs"),
        ("yy", UnknownColumn, "did you mean 'y'"),
    ],
)
def test_a_target_that_cannot_be_one_is_an_error(table, target, error, says):
    with pytest.raises(error, match=says) as caught:
        profile(table, target)
    assert isinstance(caught.value, PlogpError)


def test_a_number_as_the_target_is_taken_in_bins_and_said_to_be():
    rng = np.random.default_rng(3)
    x = rng.standard_normal(5000)
    result = profile({"x": x, "y": x + 0.1 * rng.standard_normal(5000)}, "y")
    assert result.target_entropy.value == pytest.approx(4, abs=0.01)
    assert result.columns[0].share_of_target > 0.5
    assert any("bins" in finding.text for finding in result.findings)


def test_no_rows_is_an_error():
    with pytest.raises(EmptyData):
        profile({"a": []})


def test_pairs_beyond_the_caps_are_stated(monkeypatch):
    monkeypatch.setattr(caps, "TABLE_CELLS", 100)
    result = profile(flights()[["carrier", "dest", "origin"]].iloc[::100])
    assert any("not compared" in finding.text for finding in result.findings)


def test_progress_is_told():
    told = []
    profile(
        {"a": [0.5, 1.5, 2.5], "b": [1, 2, 3]}, progress=lambda stage, done, total: told.append((stage, done, total))
    )
    assert ("reading", 3, 3) in told
    assert ("counting", 3, 3) in told


def test_ranking_is_fair_to_few_levels():
    """One weak binary column against twenty of fifty levels that are noise: plug-in information ranks it last."""
    first = fooled = 0
    levels = np.array([f"level {i}" for i in range(50)])
    for seed in range(50):
        rng = np.random.default_rng(seed)
        y = rng.integers(0, 2, 500)
        rows = {f"noise{i}": levels[rng.integers(0, 50, 500)] for i in range(20)}
        rows["told"] = np.where(rng.random(500) < 0.3, y, rng.integers(0, 2, 500))
        result = profile({**rows, "y": y}, "y", pairs=False)
        first += result.columns[0].name == "told"
        plug_in = {c.name: c.mutual_information.value + c.mutual_information.bias for c in result.columns[:-1]}
        fooled += max(plug_in, key=plug_in.get) != "told"
    assert first >= 45
    assert fooled >= 45


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


def test_noise_is_told_from_signal_at_the_rate_of_false_discoveries():
    rng = np.random.default_rng(10)
    n = 1000
    y = rng.integers(0, 3, n)
    columns = {f"noise{i}": rng.integers(0, 2 + i, n) for i in range(40)}
    columns |= {f"told{i}": np.where(rng.random(n) < 0.4, y, rng.integers(0, 3, n)) for i in range(5)}
    result = profile({**columns, "y": y}, "y", pairs=False)
    assert {c.name for c in result.columns[:5]} == {f"told{i}" for i in range(5)}
    said = {c.name for c in result.columns if c.adjusted is not None and c.adjusted <= 0.05}
    assert len(said - {f"told{i}" for i in range(5)}) <= 1
    assert all(c.adjusted >= c.p_value for c in result.columns if c.p_value is not None)
    assert all(("no signal" in c.tags) == (c.adjusted > 0.05) for c in result.columns if c.adjusted is not None)


def test_gaps_that_tell_and_columns_written_twice_are_said():
    rng = np.random.default_rng(11)
    n = 3000
    y = rng.integers(0, 2, n)
    city = rng.integers(0, 4, n)
    table = pd.DataFrame(
        {
            "city": np.array(["a", "b", "c", "d"])[city],
            "code": 100 + city,
            "celsius": rng.standard_normal(n),
            "asked": np.where(rng.random(n) < 0.2 + 0.3 * y, np.nan, rng.integers(0, 3, n)),
            "lost": np.where(rng.random(n) < 0.3, np.nan, rng.integers(0, 3, n)),
            "y": y,
        }
    )
    table["fahrenheit"] = 32 + 1.8 * table.celsius
    columns = by_name(result := profile(table, "y"))
    assert columns["code"].duplicate_of == "city"
    assert columns["fahrenheit"].duplicate_of == "celsius"
    assert "duplicate" in columns["code"].tags
    assert columns["city"].duplicate_of is None
    assert columns["asked"].missing_tells.low > 0
    assert columns["asked"].missing_adjusted < 1e-6
    assert columns["lost"].missing_adjusted > 0.05
    told = [finding.text for finding in result.findings]
    assert any(text.startswith("whether asked is missing tells about y by itself") for text in told)
    assert not any("whether lost" in text for text in told)
    assert "code is another way to write city: each value stands for one" in told


def test_which_value_is_missing_may_tell_about_the_target():
    rng = np.random.default_rng(2)
    late = rng.random(2000) < 0.5
    lacking = np.where(late, None, np.nan)
    x = np.where(rng.random(2000) < 0.3, lacking, rng.integers(0, 3, 2000).astype(float))
    rows = {"x": x.tolist(), "late": late}
    assert by_name(profile(rows, "late"))["x"].missing_tells.value < 0.01
    told = by_name(profile(rows, "late", missing=plogp.Missing.SEPARATE))["x"]
    assert told.missing_tells.low > 0.2
    assert told.mutual_information.low > 0.2
    assert told.missing == sum(value is None or np.isnan(value) for value in x)


def test_every_sentence_is_said_in_both_languages(table, late):
    for result in (late, profile(table, "y")):
        for finding in result.findings:
            assert set(finding.texts) == {"en", "zh-TW"}
            assert finding.text == finding.texts["en"]
            assert re.search("[\u4e00-\u9fff]", finding.texts["zh-TW"])
            assert finding.column is None or finding.column in finding.texts["zh-TW"]
