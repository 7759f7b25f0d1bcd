"""A comparison says whether anything has moved, where, and how far; of unchanged tables it says nothing."""

import json
import math
from importlib.metadata import version

import jsonschema
import numpy as np
import pandas as pd
import pytest

import plogp
from plogp.apps.drift import Drift, schema
from plogp.engines.tally.plan import Missing
from plogp.theory.errors import EmptyData, InvalidParameter, SchemaMismatch, UnknownColumn, UnusableColumn
from tables import by_name


def table(n: int, seed: int, shift: float = 0.0, share: float = 0.3) -> dict:
    rng = np.random.default_rng(seed)
    return {
        "x": rng.standard_normal(n) + shift,
        "city": rng.choice(["Taipei", "Tainan", "Hualien"], n, p=[0.5, 0.3, 0.2]),
        "rare": rng.zipf(1.6, n).clip(0, 400).astype(str),
        "count": rng.poisson(4, n),
        "half": np.where(rng.random(n) < share, None, "a"),
        "when": np.datetime64("2024-01-01", "us") + rng.integers(0, 10**12, n),
        "id": [f"{seed}-{i}" for i in range(n)],
        "row": np.arange(n) + 5000 * seed,
        "parts": [[1]] * n,
    }


@pytest.fixture(scope="module")
def moved() -> Drift:
    return plogp.compare(table(4000, 1), table(3000, 2, shift=0.3, share=0.5))


def test_what_moved_alarms_and_nothing_else(moved):
    assert moved.drifted
    assert [column.name for column in moved.columns if column.alarm] == ["half", "x"]
    columns = by_name(moved)
    assert columns["half"].moved[0].level is None
    assert columns["half"].moved[0].current == pytest.approx(0.5, abs=0.05)
    assert columns["half"].js.low > 0
    assert columns["id"].tags == columns["row"].tags == ("identifier",)
    assert columns["parts"].tags == ("skipped",)
    assert moved.findings[0].column == "half"
    assert "half has moved by" in moved.findings[0].text
    assert "missing values: from 2" in moved.findings[0].text
    assert "其中缺值變動最大" in moved.findings[0].texts["zh-TW"]


@pytest.mark.parametrize(
    ("moved", "said"), [(3, ""), (4, "one more column has moved"), (5, "2 more columns have moved")]
)
def test_three_columns_are_named_and_the_rest_counted(moved, said):
    before = {f"x{i}": ["a"] * 200 for i in range(moved)}
    after = {f"x{i}": ["a" * 1000 + " b"] * 200 for i in range(moved)}
    texts = [finding.text for finding in plogp.compare(before, after).findings]
    assert sum("has moved by 1 bit" in text for text in texts) == 3
    assert max(map(len, texts)) < 150
    assert texts[3:] == [said] * (moved > 3)


def test_of_unchanged_tables_nothing_alarms_and_what_could_have_been_seen_is_said():
    same = plogp.compare(table(3000, 1), table(3000, 3))
    assert not same.drifted
    assert all(column.adjusted > 0.05 for column in same.columns if column.adjusted is not None)
    assert "four of five changes" in same.findings[0].text
    assert same.findings[0].column == "rare"
    itself = plogp.compare(table(500, 1), table(500, 1))
    assert all(column.p_value == 1 for column in itself.columns if column.p_value is not None)


def test_the_json_is_what_its_schema_says(moved):
    jsonschema.Draft202012Validator.check_schema(schema())
    for result in (moved, plogp.compare(table(50, 1), table(40, 2), pairs=[("city", "x")], target="city", base=np.e)):
        jsonschema.validate(json.loads(result.to_json()), schema())
    told = moved.to_dict()
    assert told["drifted"] is True
    assert told["alarm"] == 0.05
    first = told["columns"][0]
    assert {"name", "js", "psi", "p_value", "alarm", "moved"} <= first.keys()
    assert first["js"].keys() == first["psi"].keys() == {"value", "low", "high", "unit"}
    assert first["moved"][0].keys() == {"level", "reference", "current"}


def test_its_numbers_are_those_of_the_face(moved):
    a, b = (pd.Series(table(n, s)["city"]).value_counts().sort_index().to_numpy() for n, s in ((4000, 1), (3000, 2)))
    city = by_name(moved)["city"]
    assert city.js == plogp.js_divergence(plogp.Counts(a), plogp.Counts(b), base=2)
    assert city.psi == plogp.jeffreys_divergence(plogp.Counts(a), plogp.Counts(b), unseen=plogp.Pseudocount(0.5))
    assert (city.js.unit, city.psi.unit) == ("bit", "nat")


def test_a_kept_tally_is_a_reference_without_its_rows(tmp_path):
    before, after = table(4000, 1), table(3000, 2, shift=0.3, share=0.5)
    path = tmp_path / "ref.tally"
    kept = plogp.tally(before)
    plogp.write_tally(kept, path)
    found = [plogp.compare(reference, after) for reference in (kept, str(path), path)]
    for result in found:
        assert {column.name for column in result.columns if column.alarm} == {"half", "x"}
        assert result.columns == found[0].columns
    assert found[1].reference == "ref.tally"
    assert not plogp.compare(kept, plogp.tally(table(3000, 3), like=kept)).drifted
    with pytest.raises(UnusableColumn, match="make it with --target city"):
        plogp.compare(kept, after, target="city")


def test_what_a_column_says_of_the_target_can_change_while_no_column_does():
    rng = np.random.default_rng(5)

    def rows(flip):
        a, b = rng.integers(0, 2, (2, 4000))
        return {"a": a, "b": b, "y": np.where(rng.random(4000) < 0.8, a ^ flip, b)}

    result = plogp.compare(rows(0), rows(1), target="y", pairs=[("a", "y"), ("a", "b")])
    assert not any(column.alarm for column in result.columns)
    assert [(pair.a, pair.alarm) for pair in result.target] == [("a", True), ("b", False)]
    assert [(pair.b, pair.alarm) for pair in result.pairs] == [("y", True), ("b", False)]
    assert result.drifted
    assert "y given a is not what it was" in result.findings[0].text


def test_a_target_that_moves_alone_is_no_change_of_what_a_column_says_once_it_is_given():
    rng = np.random.default_rng(6)

    def rows(share):
        a = rng.random(5000) < share
        return {"a": a, "y": np.where(rng.random(5000) < 0.9, a, rng.random(5000) < 0.5)}

    result = plogp.compare(rows(0.3), rows(0.5), target="y")
    assert [column.alarm for column in result.columns] == [True, True]
    assert not result.target[0].alarm


def test_differences_of_the_schemas_are_named_column_by_column():
    before, after = {"a": [1, 2], "b": ["x", "y"], "c": [1.5, 2]}, {"a": [1.5, 2], "b": [1, 2], "d": [True, False]}
    with pytest.raises(SchemaMismatch) as caught:
        plogp.compare(before, after)
    assert str(caught.value) == (
        "column 'b' holds string in the reference and integer in the current table; "
        "column 'c' is only in the reference table; column 'd' is only in the current table: "
        "exclude what differs to compare the rest"
    )
    assert [c.name for c in plogp.compare(before, after, exclude=["b", "c", "d"]).columns] == ["a"]
    with pytest.raises(SchemaMismatch, match="column 'b' holds string in the reference"):
        plogp.compare(plogp.tally(before), after, columns="b")


def test_choices():
    a, b = table(300, 1), table(300, 2, shift=2)
    assert {c.name for c in plogp.compare(a, b, columns=["c*"], exclude="city").columns} == {"count"}
    with pytest.raises(UnknownColumn, match="did you mean 'city'"):
        plogp.compare(a, b, columns="citty")
    with pytest.raises(InvalidParameter, match="between 0 and 1"):
        plogp.compare(a, b, alarm=5)
    with pytest.raises(EmptyData):
        plogp.compare(a, {name: values[:0] for name, values in b.items()})
    assert len(by_name(plogp.compare(a, b, columns="x", bins=4))["x"].moved) == 4
    dropped = by_name(plogp.compare(a, table(300, 3, share=0.9), columns="half", missing=Missing.DROP))["half"]
    assert not dropped.alarm
    loud = plogp.compare(table(300, 1), table(300, 4), alarm=0.999)
    assert loud.drifted


def test_null_that_becomes_nan_is_a_change_where_they_are_kept_apart():
    before, after = {"x": [1.0, None] * 200, "y": [1, 2] * 200}, {"x": [1.0, math.nan] * 200, "y": [1, 2] * 200}
    assert not plogp.compare(before, after).drifted
    found = plogp.compare(before, after, pairs=[("x", "y")], target="y", missing=Missing.SEPARATE)
    assert {(m.level, m.reference, m.current) for m in by_name(found)["x"].moved} == {("NaN", 0, 0.5), (None, 0.5, 0)}
    assert [pair.alarm for pair in found.pairs] == [True]


def test_tallies_of_different_policies_are_not_compared():
    rows = {"x": [1.0, None] * 9}
    kept = plogp.tally(rows, missing=Missing.SEPARATE)
    assert not plogp.compare(kept, rows).drifted
    for compared in (
        lambda: plogp.compare(kept, plogp.tally(rows)),
        lambda: plogp.compare(rows, kept, missing=Missing.CATEGORY),
        lambda: kept.merge(plogp.tally(rows)),
        lambda: plogp.tally(rows, like=kept, missing=Missing.CATEGORY),
        lambda: plogp.js_divergence(plogp.Table(rows, "x"), plogp.Table(rows, "x", missing=Missing.SEPARATE)),
    ):
        with pytest.raises(SchemaMismatch, match="missing values is 'category' in one table and 'separate' in the oth"):
            compared()


def test_a_p_value_does_not_hang_on_the_other_columns():
    a, b = table(300, 1), table(300, 2, shift=0.2)
    alone = plogp.compare(a, b, columns="rare").columns[0]
    among = by_name(plogp.compare(a, b))["rare"]
    assert alone.p_value == among.p_value
    assert alone.adjusted <= among.adjusted


def test_a_tenth_of_a_standard_deviation_in_many_rows_is_always_found():
    rng = np.random.default_rng(7)
    x = rng.standard_normal((2, 200_000))
    assert plogp.compare({"x": x[0]}, {"x": x[1] + 0.1}, alarm=1e-6).drifted
    assert not plogp.compare({"x": x[0]}, {"x": x[1]}).drifted


@pytest.mark.slow
def test_an_alarm_can_be_asked_to_matter():
    """PSI 3e-5 in two million rows is sure, and too little to act on."""
    before, after = ({"c": np.repeat(list("abcd"), n)} for n in ([500_000] * 4, [504_000, 500_000, 498_000, 498_000]))
    sure = plogp.compare(before, after)
    assert sure.drifted
    assert "from 25.0 % to 25.2 %" in sure.findings[0].text
    column = sure.columns[0]
    for asked in ({"psi": 0.1}, {"at_least": 0.001}, {"at_least": column.js.low, "psi": 0.0}):
        found = plogp.compare(before, after, **asked)
        assert not found.drifted
        assert [finding.text for finding in found.findings] == ["c: sure to differ, but by less than was asked for"]
        jsonschema.validate(json.loads(found.to_json()), schema())
    low = {"at_least": 0.999 * column.js.low, "psi": 0.999 * column.psi.low}
    assert plogp.compare(before, after, **low).drifted
    for wrong in ({"psi": -1}, {"at_least": math.nan}, {"at_least": math.inf}):
        with pytest.raises(InvalidParameter, match="a divergence"):
            plogp.compare(before, after, **wrong)


def test_what_is_kept_says_who_wrote_it_and_when(moved, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    head = json.loads(moved.to_json())
    assert head["schema"] == schema()["$id"] == "urn:plogp:drift:1"
    assert head["plogp"] == version("plogp")
    assert head["time"] == "1970-01-02T00:00:00+00:00"
