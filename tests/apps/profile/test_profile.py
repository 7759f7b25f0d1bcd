"""The profile of a table: its numbers are those of the face, its JSON that of its schema, and every table has one."""

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
from plogp.engines.counting import table_limits
from plogp.theory.errors import EmptyData, PlogpError, UnknownColumn, UnusableColumn
from tables import by_name, every_tag, flights, nasty


@pytest.fixture(scope="module")
def late() -> Profile:
    return profile(some_flights(), "late")


def some_flights() -> pd.DataFrame:
    return flights().iloc[::4]


@pytest.mark.slow
def test_the_flights(late):
    frame = some_flights()
    columns = by_name(late)
    assert [name for name, column in columns.items() if "possible leak" in column.tags] == ["arr_delay"]
    assert next(iter(columns)) == "arr_delay"
    honest = [name for name, column in columns.items() if not column.tags]
    assert honest[0] not in {"time_hour", "tailnum", "flight"}
    assert columns["year"].tags == ("constant",)
    assert late.rows == len(frame) == 84_194
    assert columns["late"].missing == frame.late.isna().sum()
    assert columns["tailnum"].distinct == frame.tailnum.nunique()
    assert columns["dep_time"].distinct == frame.dep_time.nunique()
    assert {("tailnum", "carrier"), ("distance", "dest")} <= {(pair.a, pair.b) for pair in late.pairs}
    shares = [column.share_of_target for column in late.columns if not column.tags]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.slow
def test_its_numbers_are_those_of_the_face(late):
    frame = some_flights()
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


@pytest.mark.slow
def test_entropy_of_bins_is_not_told_as_one_of_the_column(late):
    binned = [c for c in late.columns if c.name in {"dep_time", "arr_delay", "flight", "time_hour"}]
    assert len(binned) == 4
    assert all(column.entropy is None and column.share_of_maximum is None for column in binned)
    assert all(column.mutual_information is not None for column in binned)


@pytest.mark.parametrize(
    ("target", "base"), [(None, 2), (None, 10), ("y", 2), ("y", math.e), ("weak", 10), ("noise", 2)]
)
def test_the_json_is_what_its_schema_says(target, base):
    result = profile(every_tag(), target, base=base)
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(result.to_dict(), schema())
    assert result.to_dict()["base"] == pytest.approx(base)
    unit = {2: "bit", 10: "hartley"}.get(base, "nat")
    assert by_name(result)["noise"].entropy.unit == unit


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_column_of_many_levels_that_is_no_identifier_is_measured():
    n = 300_000
    rng = np.random.default_rng(2)
    x = rng.integers(0, 70_000, n)
    frame = pl.DataFrame({"x": [f"k{i}" for i in x], "y": (x % 2).astype(np.int8)})
    column = profile(frame, "y", columns="x").columns[0]
    assert column.distinct == len(np.unique(x)) > 65_535
    plug_in = column.mutual_information.value + column.mutual_information.bias
    assert plug_in == pytest.approx(float(plogp.entropy(plogp.Table(frame, "y"), base=2, estimator=plogp.PlugIn())))


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
        "interval": ("duration", 1), "map": ("nested", None), "bytes": ("binary", 2), "half": ("integer", 3),
        "large": ("integer", 2), "precise": ("number", 2), "far": ("timestamp", 2), "span": ("duration", 1),
        "runs": ("string", 2), "view": ("string", 2), "codes": ("empty", 0),
    }  # fmt: skip


def test_columns_are_chosen_by_name_and_pattern():
    def names(**chosen):
        return {column.name for column in profile(every_tag(), "y", **chosen).columns}

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
def test_a_target_that_cannot_be_one_is_an_error(target, error, says):
    with pytest.raises(error, match=says) as caught:
        profile(every_tag(), target)
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
    monkeypatch.setattr(table_limits, "TABLE_CELLS", 100)
    result = profile(flights()[["carrier", "dest", "origin"]].iloc[::100])
    assert any("not compared" in finding.text for finding in result.findings)


def test_progress_is_told():
    told = []
    profile(
        {"a": [0.5, 1.5, 2.5], "b": [1, 2, 3]}, progress=lambda stage, done, total: told.append((stage, done, total))
    )
    assert ("reading", 3, 3) in told
    assert ("counting", 3, 3) in told


@pytest.mark.slow
def test_every_sentence_is_said_in_both_languages(late):
    for result in (late, profile(every_tag(), "y")):
        for finding in result.findings:
            assert set(finding.texts) == {"en", "zh-TW"}
            assert finding.text == finding.texts["en"]
            assert re.search("[\u4e00-\u9fff]", finding.texts["zh-TW"])
            assert finding.column is None or finding.column in finding.texts["zh-TW"]
