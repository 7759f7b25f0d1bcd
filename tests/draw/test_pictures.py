"""Every picture: sound XML whose texts are large enough, cover no other, stay in the frame and are in one language."""

from __future__ import annotations

import math
import re
from itertools import combinations, product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plogp.draw as draw
from pictures import HOSTILE, PICTURES, gallery, gallery_page
from plogp.draw.drawing.canvas import TEXT, Canvas
from plogp.draw.drawing.text_metrics import rises, text_width
from plogp.draw.drawing.theme import DARK, LIGHT, stylesheet
from plogp.theory.errors import InvalidParameter, PlogpError

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS, LANGUAGES = (320, 390, 560, 1280), ("en", "zh-TW")
GALLERY = gallery()


def boxes(root):
    """Of every text: the words, and left, top, right, bottom as they are at most."""
    found = []
    for text in root.iter(f"{SVG}text"):
        words, classes = text.text, text.get("class").split()
        width = text_width(words, TEXT, bold="bold" in classes or "mono" in classes)
        x, y = float(text.get("x")), float(text.get("y"))
        left = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0.0)
        above, below = rises(words)
        found.append((words, left, y - above * TEXT, left + width, y + below * TEXT))
    return found


def check(svg, width):
    """What holds of every picture."""
    root = ElementTree.fromstring(svg)
    assert float(root.get("width")) == width
    height = float(root.get("height"))
    assert root.get("font-size") == "13"
    assert "font-size" not in svg.replace('font-size="13"', "", 1)
    for name in ("title", "desc"):
        assert root.find(f"{SVG}{name}").text.strip()
    texts = boxes(root)
    for words, left, top, right, bottom in texts:
        assert -0.2 <= left <= right <= width + 0.2, words
        assert -0.2 <= top <= bottom <= height + 0.2, words
    for a, b in combinations(texts, 2):
        apart = a[1] > b[3] - 0.2 or b[1] > a[3] - 0.2 or a[2] > b[4] - 0.2 or b[2] > a[4] - 0.2
        assert apart, (a, b)
    for shape in root.iter():
        for name in ("x", "y", "cx", "cy", "width", "height", "x1", "x2", "y1", "y2"):
            value = shape.get(name, "0").removesuffix("%")
            assert -5 <= float(value) <= max(width, height) + 5, (shape.tag, shape.attrib)
        assert not any(bad in shape.get("d", "") for bad in ("nan", "inf")), shape.attrib
    return root


@pytest.mark.parametrize("name", GALLERY)
def test_every_picture_at_every_width_in_every_language(name):
    for width, lang in product(WIDTHS, LANGUAGES):
        svg = GALLERY[name](width=width, lang=lang)
        check(svg, width)
        assert svg == GALLERY[name](width=width, lang=lang)


def test_no_words_of_the_gallery_are_left_out_where_there_is_room(monkeypatch):
    lost, place = [], Canvas.text

    def text(self, x, y, words, *args, **given):
        found = place(self, x, y, words, *args, **given)
        if not found and not words.startswith("column "):  # names along an image are thinned out
            lost.append((words, self.width, self.lang))
        return found

    monkeypatch.setattr(Canvas, "text", text)
    for picture, width, lang in product(GALLERY.values(), (390, 560, 1280), LANGUAGES):
        picture(width=width, lang=lang)
    assert {words for words, *_ in lost} <= {"4"}  # a tick where the truth is named


NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=70))
SIZES = st.one_of(st.just(0.0), st.floats(1e-300, 1e300), st.floats(0, 1))
SIGNED = st.one_of(SIZES, SIZES.map(lambda x: -x))


@pytest.mark.parametrize("name", PICTURES)
@settings(max_examples=12)
@given(
    rows=st.lists(st.tuples(NAMES, SIZES), min_size=1, max_size=45),
    width=st.integers(320, 1280), lang=st.sampled_from(LANGUAGES), theme=st.sampled_from(("light", "page")),
)  # fmt: skip
def test_hostile_names_and_numbers_make_no_picture_unsound(name, rows, width, lang, theme):
    names, numbers = zip(*rows, strict=True)
    svg = PICTURES[name]([*names], [*numbers], {"width": width, "lang": lang, "theme": theme})
    check(svg, width)
    assert "<script" not in svg


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("count", [1, 2, 1000])
def test_one_class_and_a_thousand(name, count):
    numbers = [((7 * i) % count + 1) / count for i in range(count)]
    if name == "heat_map" and count > 300:
        count = 300
    svg = PICTURES[name]([f"name {i}" for i in range(count)], numbers[:count], {"width": 390})
    check(svg, 390)


@pytest.mark.parametrize("name", PICTURES)
def test_what_cannot_be_drawn_is_refused_by_its_name(name):
    with pytest.raises(PlogpError, match=r"must be .*nan"):
        PICTURES[name](["a", "b"], [math.nan, math.nan], {})


@pytest.mark.parametrize(
    ("p", "q", "told"),
    [
        ([0.5, -0.5], None, r"p\[1\] must be"),
        ([0.5, math.inf], None, r"p\[1\] must be"),
        ([0.5, "x"], None, r"p\[1\] must be"),
        ([], None, "p is empty"),
        (0.5, None, "p must be a sequence"),
        ([0.5, 0.5], [1.0], "q has 1"),
    ],
)
def test_an_error_names_the_argument(p, q, told):
    with pytest.raises(PlogpError, match=told):
        draw.draw_bars(p, q)


@pytest.mark.parametrize(
    ("look", "told"),
    [({"width": 100}, "width"), ({"width": math.nan}, "width"), ({"lang": "fr"}, "lang"), ({"theme": "blue"}, "theme")],
)
def test_an_unknown_look_is_refused_by_its_name(look, told):
    with pytest.raises(InvalidParameter, match=told):
        draw.draw_bars([0.5, 0.5], **look)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_has_a_contrast_of_4_5_and_every_shape_of_3(colours):
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return sum(weight * x for weight, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    def contrast(a, b):
        high, low = sorted((luminance(a), luminance(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    def mixed(top, below, opacity):
        parts = [opacity * int(top[i : i + 2], 16) + (1 - opacity) * int(below[i : i + 2], 16) for i in (1, 3, 5)]
        return "#" + "".join(f"{round(part):02x}" for part in parts)

    ground = colours["ground"]
    for name in {*colours} - {"ground", "grid", "on"}:
        assert contrast(colours[name], ground) >= 4.5, name
    for name in {*colours} - {"ground", "grid", "on", "ink", "muted"}:
        assert contrast(colours["on"], colours[name]) >= 4.5, name
    from plogp.draw.heat_map import _SHADES

    for shade in _SHADES:
        text = colours["on"] if shade == 1 else colours["ink"]
        assert contrast(text, mixed(colours["info"], ground, shade)) >= 4.5, shade


def test_pictures_of_several_themes_stand_in_one_page():
    for theme in ("light", "dark"):
        svg = draw.draw_bars([0.5, 0.5], theme=theme)
        assert f'class="plogp plogp-{theme}"' in svg
        assert f"svg.plogp.plogp-{theme}{{--ground:" in svg
        assert not re.search(r"(^|})\.plogp{--", stylesheet(theme))


def test_a_page_holds_the_style_sheet_once_and_its_pictures_none():
    assert "<style>" not in draw.draw_bars([0.5, 0.5], theme="page")
    assert stylesheet("auto") in draw.draw_bars([0.5, 0.5])
    assert "url(" not in stylesheet()


def test_the_gallery_shows_every_picture_of_the_package():
    folder = Path(__file__).parents[2] / "docs"
    assert (folder / "gallery.md").read_text("utf-8") == gallery_page(GALLERY)
    assert {path.stem for path in (folder / "pictures").glob("*.svg")} == {*GALLERY}
    shown = {getattr(getattr(picture, "func", picture), "__name__", "") for picture in GALLERY.values()}
    assert {name for name in draw.__all__ if name.startswith("draw_")} <= shown | {"draw_tree", "draw_estimates"}
    for path in (folder / "pictures").glob("*.svg"):
        check(path.read_text("utf-8"), 640)
