"""In a browser: no text of a picture covers another or leaves it, and pages ask for nothing, are accessible and fit."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import plogp
from pictures import HOSTILE, PICTURES, gallery

pytestmark = [pytest.mark.needs("playwright", "axe_playwright_python", "chromium"), pytest.mark.study]

# Of every text that is shown: its words, its picture, and its box; texts that overlap or leave their picture.
COLLISIONS = """() => [...document.querySelectorAll("svg.plogp")].flatMap(svg => {
  const frame = svg.getBoundingClientRect(), found = [];
  const boxes = [...svg.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
  boxes.forEach(([words, a], i) => {
    if (!a.width) return;
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
      found.push(["outside", words]);
    for (const [other, b] of boxes.slice(0, i))
      if (b.width && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        found.push([words, other]);
  });
  return found;
})"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll("svg text")].filter(t => t.getBoundingClientRect().width)
  .map(t => 13 * t.getScreenCTM().a))"""


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_no_text_of_the_gallery_covers_another_or_leaves_it(browser, lang):
    tab = browser.new_page()
    tab.set_content("".join(p(width=w, lang=lang, theme="light") for p in gallery().values() for w in (320, 560)))
    assert tab.evaluate(COLLISIONS) == []


NAMES = st.sampled_from(HOSTILE) | st.text("晴雨A貓gx é🦔", max_size=60)
SIZES = st.sampled_from([0.0, 1e-300, 0.5, 1.0, 1234.5, 1e300]) | st.floats(0, 1)  # infinity is in the pictures


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.sampled_from([1, 2, 7, 40]).flatmap(lambda n: st.lists(st.tuples(NAMES, SIZES), min_size=n, max_size=n)),
    width=st.sampled_from([320, 560, 1100]),
    lang=st.sampled_from(["en", "zh-TW"]),
)
def test_no_text_of_any_picture_covers_another_or_leaves_it(browser, rows, width, lang):
    names, values = ([row[i] for row in rows] for i in (0, 1))
    look = {"width": width, "lang": lang, "theme": "light"}
    tab = browser.new_page()
    tab.set_content("".join(picture(names, values, look) for picture in PICTURES.values()))
    found = tab.evaluate(COLLISIONS)
    tab.close()
    assert found == []


def pages():
    rng = np.random.default_rng(1)
    y = rng.integers(0, 2, 500)
    before = {
        f"column_{i}": np.where(rng.random(500) < 0.09 * i, y, rng.integers(0, 4, 500)).tolist() for i in range(12)
    }
    before["<b>\u202e名稱很長" * 8] = [f"level {v}" for v in before["column_3"]]
    before["y"] = y.tolist()
    after = {**before, "column_2": [5] * 250 + before["column_2"][250:]}
    profiled, compared = plogp.profile(before, "y"), plogp.compare(before, after)
    return {
        "profile": profiled.to_html(command="plogp profile 'a long name of a file.parquet' --target y -o page.html"),
        "profile with drift": profiled.with_drift(compared).to_html(),
        "ranking": plogp.rank(before, "y").to_html(),
        "comparison": compared.to_html(),
        "of nothing": plogp.profile({"a": [None] * 3, "b": [1] * 3}).to_html(),
    }


@pytest.mark.parametrize("kind", ["profile", "profile with drift", "ranking", "comparison", "of nothing"])
def test_a_page_asks_for_nothing_fits_and_is_accessible(browser, kind, tmp_path):
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "page.html"
    path.write_text(pages()[kind], "utf-8")
    for width, scheme, lang in (
        (1280, "light", "en"),
        (1280, "dark", "zh-TW"),
        (390, "light", "zh-TW"),
        (390, "dark", "en"),
    ):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        tab = context.new_page()
        asked, said = [], []
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        tab.on("console", lambda message, said=said: said.append(message.text))
        tab.goto(path.as_uri())
        if lang != "en":
            tab.click("#lang")
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert (tab.evaluate(SMALLEST) or 13) > 12.9
        assert tab.evaluate(COLLISIONS) == []
        assert [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(tab).response["violations"]] == []
        assert (asked, said) == ([path.as_uri()], [])
        context.close()


def test_the_table_is_sorted_and_filtered_and_the_numbers_are_taken_away(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(pages()["profile"], "utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    shown = "[...document.querySelectorAll('#table tbody tr')].filter(row => !row.hidden)"
    tab.fill("#filter", "COLUMN_1")
    assert tab.evaluate(f"{shown}.length") == 3
    tab.fill("#filter", "")
    tab.click("#table thead th:nth-child(3) button")
    keys = tab.evaluate(f"{shown}.map(row => +row.cells[2].dataset.key)")
    assert keys == sorted(keys, reverse=True)
    assert tab.get_attribute("#table thead th:nth-child(3)", "aria-sort") == "descending"
    with tab.expect_download() as download:
        tab.click("#download")
    assert json.loads(download.value.path().read_text("utf-8"))["target"] == "y"
    tab.emulate_media(media="print")
    assert not tab.is_visible("#download")
    assert tab.pdf(format="A4").startswith(b"%PDF")
