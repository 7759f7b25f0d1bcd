"""The page of a profile and of a comparison: one file, no request, names as they are, right numbers."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import plogp
from command_line import typed, write_parquet
from plogp.draw.drawing.canvas import number_text
from plogp.results.percentage import percent

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'&",
    "\u202eabc",
    "x" * 500,
    "🦔",
    "",
    "{{ 7 * 7 }}",
    "</script>",
    "晴天" * 40,
]
VOID = {"meta", "link", "br", "input", "img", "hr"}


class Page(HTMLParser):
    """Elements in order, each with what it holds, and whether all that was opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.found, self.ids = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.found.append([tag, given, ""])
        self.ids += [given["id"]] if "id" in given else []
        if tag not in VOID:
            self.open.append(len(self.found) - 1)

    def handle_startendtag(self, tag, attributes):
        self.found.append([tag, dict(attributes), ""])

    def handle_endtag(self, tag):
        assert self.found[self.open.pop()][0] == tag

    def handle_data(self, text):
        for i in self.open:
            self.found[i][2] += text

    def all(self, tag):
        return [(given, text) for name, given, text in self.found if name == tag]


def table(names, rows=400):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, rows)
    columns = {name: np.where(rng.random(rows) < 0.1 * i, y, rng.integers(0, 3, rows)) for i, name in enumerate(names)}
    return {**{name: [f"{name[:9]}{v}" for v in x] for name, x in columns.items()}, "target": y.tolist()}


PROFILE = plogp.profile(table(HOSTILE), "target")
MOVED = table(HOSTILE)
MOVED["🦔"] = ["other"] * 300 + MOVED["🦔"][300:]
DRIFT = plogp.compare(table(HOSTILE), MOVED)
P = np.random.default_rng(0).dirichlet(np.ones(len(HOSTILE)), 300)
FORETOLD = {
    "y": [HOSTILE[row.argmax() if i % 2 else i % len(HOSTILE)] for i, row in enumerate(P)],
    **{f"p_{name}": column.tolist() for name, column in zip(HOSTILE, P.T, strict=True)},
}
PAGES = {
    "evaluation": plogp.evaluate(FORETOLD, label="y", probs="p_*", reference={"<b>": FORETOLD}, cv=2),
    "profile": PROFILE,
    "ranking": plogp.rank(table(HOSTILE), "target"),
    "comparison": DRIFT,
    "both": PROFILE.with_drift(DRIFT),
}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_whole_and_asks_for_nothing(kind):
    result = PAGES[kind]
    for lang in ("en", "zh-TW"):
        text = result.to_html(lang=lang)
        found = Page(text)
        assert found.found[0][1]["lang"] == lang
        assert len(found.ids) == len(set(found.ids))
        assert set(re.findall(r"https?://[^\"'<> ]*", text)) <= {"http://www.w3.org/2000/svg"}
        assert not [given for name, given, _ in found.found if {"src", "srcset"} & given.keys() and name != "image"]
        assert all(given["href"].startswith("#") for given, _ in found.all("a"))
        anchors = {given["href"][1:] for given, _ in found.all("a")}
        assert anchors <= set(found.ids)


@pytest.mark.parametrize("kind", PAGES)
def test_hostile_names_are_shown_and_never_markup(kind):
    result = PAGES[kind]
    text = result.to_html()
    found = Page(text)
    assert [given for given, _ in found.all("script")] == [{"type": "application/json", "id": "data"}, {}]
    assert "<script>alert" not in text
    assert "\u202e" not in text
    keys = {given["data-key"] for given, _ in found.all("th") if "data-key" in given}
    assert {"<script>alert(1)</script>", "\"'&", "🦔", "{{ 7 * 7 }}", "</script>", "''"} <= keys


@pytest.mark.parametrize("kind", PAGES)
def test_the_numbers_inside_are_those_of_the_json(kind):
    result = PAGES[kind]
    inside = next(text for given, text in Page(result.to_html()).all("script") if given.get("id") == "data")
    known = json.loads(result.to_json())
    assert {**json.loads(inside), "time": None} == {**known, "time": None}


def test_every_number_of_the_table_is_that_of_the_profile():
    found = Page(PROFILE.to_html())
    at = next(i for i, (tag, *_) in enumerate(found.found) if tag == "tbody")
    cells = [text for tag, _, text in found.found[at:] if tag == "td"]
    shown = [[cell.strip() for cell in cells[8 * i : 8 * i + 8]] for i in range(len(PROFILE.columns))]
    for column, (share, tells, _, missing, distinct, sketch, entropy, maximum) in zip(
        PROFILE.columns, shown, strict=True
    ):
        assert sketch == ""
        assert missing == (percent(column.missing / PROFILE.rows) if column.missing else "")
        assert distinct == column.distinct_text
        assert entropy == ("–" if column.entropy is None else f"{column.entropy.value:.3f}")
        assert maximum == ("" if column.share_of_maximum is None else percent(column.share_of_maximum))
        value = column.mutual_information
        if value is not None and abs(value.value) > 5e-5:
            assert tells == f"{value.value:.4f}".replace("-", "−")
        assert share == ("" if column.share_of_target is None else percent(column.share_of_target))


def test_every_number_of_the_table_is_that_of_the_comparison():
    found = Page(DRIFT.to_html())
    at = next(i for i, (tag, *_) in enumerate(found.found) if tag == "tbody")
    cells = [text.strip() for tag, _, text in found.found[at:] if tag == "td"]
    for i, column in enumerate(DRIFT):
        js, adjusted, moved, psi, p, _ = cells[6 * i : 6 * i + 6]
        for shown, number in ((js, column.js), (psi, column.psi)):
            digits = len(shown.partition(".")[2])
            assert shown == ("–" if number is None else number_text(number.value, digits))
            assert number is None or digits >= 3
        for shown, number in ((adjusted, column.adjusted), (p, column.p_value)):
            assert shown == ("–" if number is None else "<1e-99" if number < 1e-99 else f"{number:.2g}")
        if column.moved:
            assert moved.count(percent(column.moved[0].reference)) >= 1 <= moved.count(percent(column.moved[0].current))


def test_every_number_of_the_pictures_is_that_of_the_result():
    for result in (one for one in PAGES.values() if hasattr(one, "ranking")):
        wide = re.search(r'<div class="figure wide" lang="en">(.*?)</div>', result.to_html(), re.DOTALL)[1]
        texts = [text for _, text in Page(wide).all("text")]
        assert [text for text in texts if re.fullmatch(r"−?\d\.\d{4}", text)] == [
            f"{e.value:z.4f}".replace("-", "−") for _, e in result.ranking
        ]


@pytest.mark.parametrize(("columns", "most"), [(13, 100_000), (199, 1_500_000)])
def test_a_page_is_small(columns, most):
    names = [f"column_{i}" for i in range(columns)]
    result = plogp.profile(table(names, 60), "target", pairs=columns < 99)
    assert len(result.to_html().encode()) <= most


def test_a_profile_without_target_and_one_of_nothing():
    for rows in ({"a": [1, 2, 3]}, {"a": [None, None]}, {"a": [1, 1], "b": ["x", "x"]}):
        Page(plogp.profile(rows).to_html())
    Page(plogp.compare({"a": [1, 2]}, {"a": [1, 2]}).to_html())


def test_the_commands_write_the_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_parquet("rows.parquet", table(["a", "b"]))
    for words_, file, lang in (
        (["profile", "rows.parquet", "--target", "b"], "p.html", "en"),
        (["rank", "rows.parquet", "--target", "b"], "r.html", "en"),
        (["compare", "rows.parquet", "rows.parquet", "--lang", "zh-TW"], "c.HTML", "zh-TW"),
    ):
        done = typed(*words_, "-o", file)
        assert done.exit_code == 0, done.stderr
        assert Path(file).read_text("utf-8").startswith(f'<!doctype html>\n<html lang="{lang}" class="plogp">')
    done = typed("rank", "rows.parquet", "--target", "b", "-o", "r.pdf")
    assert done.exit_code == 1
    assert "no .pdf is written" in done.stderr
