"""Every kind of result prints as its command does, is looked up by column, and turns into frames and a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import polars as pl
import pytest

import plogp
from command_line import typed, write_parquet
from plogp.apps import drift, profile
from plogp.report.views import rows_of
from plogp.theory.errors import InvalidParameter, PlogpError, UnknownColumn
from plogp.theory.typography import MINUS

RNG = np.random.default_rng(5)
Y = RNG.integers(0, 2, 400)
BEFORE = {
    "signal": np.where(RNG.random(400) < 0.6, Y, RNG.integers(0, 4, 400)),
    "noise": RNG.normal(size=400),
    "gaps": np.where(RNG.random(400) < 0.2, None, RNG.choice(["a", "b"], 400)),
    "id": np.array([f"r{i}" for i in range(400)]),
    "empty": np.array([None] * 400),
    "y": Y,
}
AFTER = {
    **BEFORE,
    "noise": RNG.normal(2, size=400),
    "signal": RNG.integers(2, 6, 400),
    "id": np.array([f"s{i}" for i in range(400)]),
}
PROFILE, DRIFT = plogp.profile(BEFORE, "y"), plogp.compare(BEFORE, AFTER)
RESULTS = {
    "profile": PROFILE,
    "profile without target": plogp.profile(BEFORE),
    "profile with drift": PROFILE.with_drift(DRIFT),
    "ranking": plogp.rank(BEFORE, "y"),
    "drift": DRIFT,
}
SCHEMAS = {"Profile": profile.schema(), "Ranking": profile.ranking_schema(), "Drift": drift.schema()}
ANY = pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
HYPHEN = re.compile(r"(?<![\w.:-])-\.?\d")  # before a number that is no exponent, date or part of a name


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["profile", "before.parquet", "--target", "y"], lambda: plogp.profile("before.parquet", "y")),
        (["profile", "before.parquet"], lambda: plogp.profile("before.parquet")),
        (["rank", "before.parquet", "--target", "y"], lambda: plogp.rank("before.parquet", "y")),
        (["compare", "before.parquet", "after.parquet"], lambda: plogp.compare("before.parquet", "after.parquet")),
        (
            ["profile", "after.parquet", "--target", "y", "--reference", "before.parquet"],
            lambda: plogp.profile("after.parquet", "y").with_drift(plogp.compare("before.parquet", "after.parquet")),
        ),
    ],
)
def test_it_prints_as_its_command_does(words, made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_parquet("before.parquet", BEFORE)
    write_parquet("after.parquet", AFTER)
    done = typed(*words)
    assert done.exit_code == 0, done.stderr
    assert f"{made()}\n" == done.stdout
    told, numbers = json.loads(typed(*words, "--json").stdout), json.loads(made().to_json())
    assert {**told, "time": None} == {**numbers, "time": None}


@ANY
def test_it_is_a_sequence_of_columns_with_names(result):
    assert [*result] == [*result.columns] == [result[i] for i in range(len(result))]
    for column in result:
        assert result[column.name] is column
        assert column.name in result
    assert "nosie" not in result
    with pytest.raises(UnknownColumn, match="did you mean 'noise'"):
        result["nosie"]
    with pytest.raises(IndexError):
        result[len(result)]
    assert len(repr(result)) < 300
    assert "\n" not in repr(result)


@ANY
def test_a_frame_has_a_row_for_each_column_and_numbers_as_numbers(result):
    head, body = rows_of(result)
    rows = [list(row) for row in body]
    frame, other = result.to_pandas(), result.to_polars()
    assert [*frame.columns] == other.columns == [*head]
    assert [*frame["name"]] == other["name"].to_list() == [column.name for column in result]
    assert other.rows() == [tuple(row) for row in rows]
    for i, name in enumerate(head):
        if any(isinstance(row[i], float) for row in rows):
            assert frame[name].dtype == float
            assert other[name].dtype == pl.Float64
            assert frame[name].tolist() == pytest.approx([np.nan if r[i] is None else r[i] for r in rows], nan_ok=True)


@ANY
def test_its_json_follows_the_schema_of_its_kind(result):
    jsonschema.validate(json.loads(result.to_json()), SCHEMAS[type(result).__name__])


@ANY
def test_its_page_is_written_whole_or_returned(result, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert result.to_html(tmp_path / "page.html") is None
    page = result.to_html(command="plogp <b>")
    assert (tmp_path / "page.html").read_text("utf-8") == result.to_html()
    assert "plogp &lt;b&gt;" in page
    assert '<time datetime="1970-01-01T00:00:00+00:00">1970-01-01 00:00:00 UTC</time>' in page
    with pytest.raises(InvalidParameter, match="lang must be one of en, zh-TW"):
        result.to_html(lang="de")
    for path in (tmp_path, tmp_path / "nowhere" / "x.html", 3):
        with pytest.raises(PlogpError):
            result.to_html(path)


@ANY
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_what_is_below_zero_has_one_minus_sign_everywhere(result, lang):
    body = re.sub(r"(?s)<(style|script).*?</\1>", "", result.to_html(lang=lang))
    shown = [str(result), re.sub(r"<[^>]*>", " ", body), re.sub(r"<[^>]*>", " ", result._repr_html_())]
    for text in shown:
        assert not HYPHEN.findall(text.replace("\n", " "))
        assert (MINUS in text) == any(MINUS in other for other in shown)


def test_a_command_names_itself_on_its_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["/bin/plogp", "profile", "a b.parquet", "-o", "p.html"])
    write_parquet("a b.parquet", BEFORE)
    assert typed("profile", "a b.parquet", "-o", "p.html").exit_code == 0
    assert "<code>plogp profile &#39;a b.parquet&#39; -o p.html</code>" in Path("p.html").read_text("utf-8")


def test_estimates_make_columns_of_numbers_in_pandas_and_structs_in_polars():
    estimates = [column.mutual_information for column in RESULTS["ranking"] if column.mutual_information is not None]
    assert pd.DataFrame({"mi": estimates})["mi"].tolist() == [e.value for e in estimates]
    assert pl.DataFrame({"mi": estimates})["mi"].struct.field("high").to_list() == [e.high for e in estimates]
    assert pl.DataFrame([{"mi": e} for e in estimates])["mi"].to_list() == [e.value for e in estimates]
    assert all(len(repr(e)) < 80 and str(e) in repr(e) for e in estimates)
