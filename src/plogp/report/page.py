"""One self-contained page from a template: words in both languages, pictures at two widths, numbers as JSON."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from plogp.draw.drawing.canvas import number_text
from plogp.draw.drawing.theme import stylesheet
from plogp.report.report import Report
from plogp.results.percentage import percent
from plogp.theory.extras import require
from plogp.theory.printable import printable, printable_json, shortened
from plogp.translations.message import LANGUAGES, Message

NARROW, WIDE = 326, 546  # pixels that a picture has on a phone, and elsewhere
Picture = Callable[..., str]


def page(template: str, result: Report, lang: str, command: str = "", **content: Any) -> str:
    """The HTML of a result by the template of its kind; `lang` is what is shown first, `command` the line of origin."""
    script = _text("script.js")
    numbers = json.loads(result.to_json())
    content = {"findings": result.findings} | content
    return str(
        _environment().get_template(template).render(
            result=result, lang=lang, command=command, version=version("plogp"), time=numbers["time"], script=script,
            style=_text("style.css"), colours=stylesheet(), hashed=b64encode(sha256(script.encode()).digest()).decode(),
            data=printable_json(numbers, None).replace("<", "\\u003c"), **content,
        )
    )  # fmt: skip


def fragment(template: str, **content: Any) -> Any:
    """A part of a page, as markup."""
    return _markup(_environment().get_template(template).render(**content))


@cache
def _environment() -> Any:
    with require("report"):
        from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("plogp.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals |= {"t": spoken, "finding": _finding, "figure": figure}
    environment.filters |= {"name": _name, "number": number_text, "percent": percent, "p": _p_value, "line": printable}
    return environment


def spoken(words: str, **values: Any) -> Any:
    """Words of ours in both languages, of which the page shows one; a value is no markup, and may be a message."""
    return _in_both(
        {
            lang: _markup(Message(words).sentence(lang)).format(
                **{key: value.said(lang) if isinstance(value, Message) else value for key, value in values.items()}
            )
            for lang in LANGUAGES
        }
    )


def figure(picture: Picture, widths: tuple[int, ...] = (NARROW, WIDE)) -> Any:
    """A picture in both languages, at the widths of which the page shows one."""
    sizes = {NARROW: "narrow", WIDE: "wide"}
    return _markup("").join(
        _markup('<div class="figure {}" lang="{}">{}</div>').format(
            sizes[width] if len(widths) > 1 else "", lang, _markup(picture(width=width, lang=lang, theme="page"))
        )
        for lang in LANGUAGES
        for width in widths
    )


def _finding(texts: dict[str, str]) -> Any:
    return _in_both({lang: printable(texts[lang]) for lang in LANGUAGES})


def _in_both(texts: dict[str, Any]) -> Any:
    if len({*texts.values()}) == 1:
        return _markup("{}").format(texts["en"])
    return _markup("").join(_markup('<span lang="{}">{}</span>').format(lang, text) for lang, text in texts.items())


def _p_value(p: float | None) -> str:
    return "–" if p is None else "<1e-99" if p < 1e-99 else f"{p:.2g}"


def _name(text: str, longest: int = 60) -> str:
    """A name from data: nothing unseen in it, and no longer than can be read."""
    return shortened(printable(text), longest)


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


@cache
def _text(name: str) -> str:
    return files("plogp.report").joinpath("templates", name).read_text(encoding="utf-8")
