"""A picture while it is drawn: shapes in order, and texts of which none covers another or leaves the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from math import inf, isinf
from typing import TypedDict

from plogp.draw.drawing.text_metrics import fitted, is_measured, rises, text_width, wrapped
from plogp.draw.drawing.theme import THEMES, stylesheet
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import real_number, shown
from plogp.theory.typography import typeset
from plogp.translations.message import Message, language_of, say

TEXT, LINE, PAD = 13, 20, 12  # the smallest text, what a line of it takes, and the margin; in pixels
NARROWEST, WIDEST = 240.0, 4096.0
Box = tuple[float, float, float, float]  # left, top, right, bottom
Spot = tuple[float, float, str]  # x, base line, and what of the text stands at x: "start", "middle" or "end"


class Look(TypedDict, total=False):
    """How a picture looks: width in pixels, language of its words, theme ("auto", "light", "dark"; "page": the page has
    the style sheet)."""

    width: float
    lang: str
    theme: str


class Canvas:
    """A picture as wide as asked for and as high as what is drawn on it."""

    def __init__(self, width: float = 640, lang: str = "en", theme: str = "auto") -> None:
        self.width = min(WIDEST, real_number("width", width, NARROWEST, closed=True))
        if theme not in THEMES:
            raise InvalidParameter(f"theme must be one of {', '.join(THEMES)}, but it is {shown(theme)}")
        self.lang, self.theme = language_of(lang), theme
        self.bottom = 0.0
        self.boxes: list[Box] = []
        self.lines: list[Box] = []  # what a label rather does not lie on
        self._parts: list[str] = []

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - PAD

    def say(self, words: Message | str, **values: object) -> str:
        """Words of ours in the language of the picture."""
        return say(words, self.lang, **values)

    def avoid(self, points: Sequence[tuple[float, float]]) -> None:
        """Labels that have a choice keep clear of the lines through these points."""
        for (x0, y0), (x1, y1) in pairwise(points):
            parts = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / 5))
            for i in range(parts + 1):
                x, y = x0 + (x1 - x0) * i / parts, y0 + (y1 - y0) * i / parts
                self.lines.append((x - 1, y - 1, x + 1, y + 1))

    def rect(
        self, x: float, y: float, width: float, height: float, style: str, title: str = "", *, round: float = 0
    ) -> None:
        """A rectangle; `title` is shown where the pointer rests."""
        corner = f' rx="{_n(min(round, width / 2, height / 2))}"' if round else ""
        self._shape(
            "rect",
            f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(0, width))}" height="{_n(max(0, height))}"{corner}',
            style,
            title,
        )
        self.reach(y + height)

    def shade(self, x: float, y: float, width: float, height: float, opacity: float, title: str) -> None:
        """A cell in a shade of the colour of information."""
        attributes = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill-opacity="{opacity:g}"'
        self._shape("rect", attributes, "info", title)
        self.reach(y + height)

    def hatch(self, x: float, y: float, width: float, height: float, style: str, gap: float = 6) -> None:
        """Parallel lines through a rectangle, from left below to right above."""
        lines = []
        steps = range(1, int((width + height) / gap) + 1)
        for along in (gap * i for i in steps):
            x0, x1 = max(0.0, along - height), min(along, width)
            if x1 > x0:
                lines.append(f"M{x + x0:.0f} {y + along - x0:.0f}l{x1 - x0:.0f}-{x1 - x0:.0f}")
        if lines:
            self.path("".join(lines), f"{style}-line")

    def bar(
        self, x: float, y: float, width: float, height: float, style: str, title: str = "", *, hatched: bool = False
    ) -> None:
        """A bar, full or hatched."""
        if hatched:
            self.rect(x, y, width, height, f"{style} faint", title)
            self.hatch(x, y, width, height, style)
            self.rect(x, y, width, height, f"{style}-line")
        else:
            self.rect(x, y, width, height, style, title, round=2)

    def line(self, x0: float, y0: float, x1: float, y1: float, style: str) -> None:
        """A straight line."""
        self._shape("line", f'x1="{_n(x0)}" y1="{_n(y0)}" x2="{_n(x1)}" y2="{_n(y1)}"', style)
        self.reach(max(y0, y1))

    def path(self, steps: str, style: str, title: str = "") -> None:
        """A path, as SVG writes it."""
        self._shape("path", f'd="{steps}"', style, title)

    def polyline(self, points: Iterable[tuple[float, float]], style: str, *, closed: bool = False) -> None:
        """Straight lines through points."""
        self.path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z" * closed, style)

    def circle(self, x: float, y: float, radius: float, style: str, title: str = "") -> None:
        """A disc."""
        self._shape("circle", f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"', style, title)
        self.reach(y + radius)

    def image(self, x: float, y: float, width: float, height: float, png: str) -> None:
        """A PNG, in base64."""
        self._parts.append(
            f'<image x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
            f'preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,{png}"/>'
        )
        self.reach(y + height)

    def text(
        self, x: float, y: float, text: str, style: str = "ink", *, anchor: str = "start", bold: bool = False,
        mono: bool = False, max_width: float = inf, spots: Sequence[Spot] = (),
    ) -> bool:  # fmt: skip
        """A line of text whose base line is `y`, shortened to fit: at the first spot where it covers no other.

        Returns whether there was one; where there is none the text is left out.
        """
        text = fitted(text, min(max_width, self.width - 8), TEXT, bold=bold or mono)
        width = text_width(text, TEXT, bold=bold or mono)
        above, below = (part * TEXT for part in rises(text))
        free = []
        for at, base, side in ((x, y, anchor), *spots):
            left = at - {"start": 0.0, "middle": width / 2, "end": width}[side]
            box = (left, base - above, left + width, base + below)
            if (
                left >= 0
                and box[2] <= self.width
                and box[1] >= 0
                and not any(_cover(box, other) for other in self.boxes)
            ):
                free.append((at, base, side, box))
        free.sort(key=lambda spot: sum(_cover(spot[3], line) for line in self.lines) if spots else 0)
        for at, base, side, box in free[:1]:
            self.boxes.append(box)
            classes = style + " bold" * bold + " mono" * mono
            length = "" if is_measured(text) else f' textLength="{_n(width)}" lengthAdjust="spacingAndGlyphs"'
            placed = "" if side == "start" else f' text-anchor="{side}"'
            self._parts.append(
                f'<text x="{_n(at)}" y="{_n(base)}" class="{classes}"{placed}{length}>{_escaped(text)}</text>'
            )
            self.reach(box[3])
            return True
        return False

    def paragraph(self, x: float, y: float, text: str, max_width: float, style: str = "muted") -> float:
        """Lines of text from the base line `y` on; returns the base line that would come next."""
        for line in wrapped(text, max_width, TEXT):
            self.text(x, y, line, style)
            y += LINE
        return y

    def legend(self, y: float, entries: Sequence[tuple[str, str, bool]], x: float = PAD) -> float:
        """Swatches (style, words, whether hatched) in as many lines as it takes; returns the base line after them."""
        left = x
        for style, words, hatched in entries:
            words = fitted(words, self.right - left - 20, TEXT)
            wide = 20 + text_width(words, TEXT)
            if x > left and x + wide > self.right:
                x, y = left, y + LINE
            self.bar(x, y - 11, 13, 12, style, hatched=hatched)
            self.text(x + 20, y, words)
            x += wide + 18
        return y + LINE

    def reach(self, y: float) -> None:
        """The picture is at least so high, and its margin."""
        self.bottom = max(self.bottom, y)

    def svg(self, title: str, description: str) -> str:
        """The whole picture, with its title and what it shows, in words, for those who hear it."""
        width, height = _n(self.width), _n(self.bottom + PAD)
        style = "" if self.theme == "page" else f"<style>{stylesheet(self.theme)}</style>"
        ground = "" if self.theme == "page" else f'<rect width="{width}" height="{height}" class="ground"/>'
        look = f"plogp plogp-{self.theme}" if self.theme in ("light", "dark") else "plogp"  # beside others in one page
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{look}" role="img" lang="{self.lang}" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}" font-size="{TEXT}">'
        )
        title, description = (_escaped(fitted(words, inf, TEXT)) for words in (title, description))
        words = f"<title>{title}</title><desc>{description}</desc>"
        return "\n".join([head + words + style + ground, *self._parts, "</svg>\n"])

    def _shape(self, name: str, attributes: str, style: str, title: str = "") -> None:
        end = f"><title>{_escaped(fitted(title, 2000, TEXT))}</title></{name}>" if title else "/>"
        self._parts.append(f'<{name} {attributes} class="{style}"{end}')


def number_text(x: float, digits: int = 3) -> str:
    """A number as people read it: digits after the point, or significant ones where it is small or large.

    Examples
    --------
    >>> number_text(1.86), number_text(-0.25), number_text(1e-300), number_text(float("inf")), number_text(123456.0)
    ('1.860', '−0.250', '1e-300', '∞', '123,456')
    """
    if isinf(x):
        return "∞" if x > 0 else "−∞"
    if x == int(x) and abs(x) >= 1000 and abs(x) < 1e12:
        text = f"{x:,.0f}"
    elif x != 0 and not 0.5 * 10**-digits <= abs(x) < 1e6:
        text = f"{x:.{digits}g}"
    else:
        text = f"{x:.{digits}f}"
    return typeset(text.replace("e+", "e"))


def share_text(x: float) -> str:
    """A share in percent, to a tenth, or to one digit where that is nothing."""
    if abs(x) >= 100:
        return number_text(min(x, 1e300) * 100) + "%"
    text = f"{100 * x:.1f}".removesuffix(".0") if x == 0 or abs(x) >= 0.0005 else f"{100 * x:.1g}"
    return typeset(text) + "%"


def _cover(a: Box, b: Box) -> bool:
    return a[0] < b[2] + 2 and b[0] < a[2] + 2 and a[1] < b[3] and b[1] < a[3]


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _n(x: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{x:z.1f}".removesuffix(".0")
