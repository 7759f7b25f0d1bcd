"""From numbers to pixels: scales with round ticks, and a frame with two axes in which curves and points are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isinf, log10, sqrt

from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Spot
from plogp.draw.drawing.text_metrics import text_width
from plogp.theory.typography import typeset


@dataclass(frozen=True)
class Scale:
    """Numbers from `low` to `high` at the pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float
    root: bool = False  # square roots of the numbers, in which small ones can be seen

    def __call__(self, x: float) -> float:
        half = self.high / 2 - self.low / 2  # halves: a range of floats may be more than a float
        part = 0.5 if half <= 0 else (x / 2 - self.low / 2) / half
        part = sqrt(max(0.0, part)) if self.root else part
        return self.start + min(1.0, max(0.0, part)) * (self.end - self.start)

    def ticks(self, most: int = 5) -> list[float]:
        """Round numbers within the range, at most so many: multiples of one, two or five times a power of ten."""
        half = self.high / 2 - self.low / 2
        if half <= 0:
            return [self.low]
        power = floor(log10(half)) - 2
        for step in (m * 10.0 ** (power + k) for k in range(4) for m in (1, 2, 5) if -307 < power + k < 308):
            first, last = self.low / step, self.high / step
            if last - first < most + 2 and floor(last + 1e-9) - ceil(first - 1e-9) < most:
                return [step * i for i in range(ceil(first - 1e-9), floor(last + 1e-9) + 1)]
        return [self.low]

    def root_ticks(self, apart: float) -> list[float]:
        """Of a scale of square roots from zero on: round numbers, from the largest down, so many pixels apart."""
        found: list[float] = []
        power = floor(log10(self.high))
        for x in (m * 10.0**k for k in range(power, max(-300, power - 6), -1) for m in (5, 2, 1)):
            if x <= self.high and self(x) - self.start >= apart and (not found or self(found[-1]) - self(x) >= apart):
                found.append(x)
        return [0.0, *reversed(found)]


def tick_text(x: float) -> str:
    """A round number, as short as it is."""
    text = f"{x:.10g}" if 1e-4 <= abs(x) < 1e6 or x == 0 else f"{x:.3g}".replace("e+", "e").replace("e-0", "e-")
    return typeset(text)


def bounds(values: Iterable[float], *, include: Sequence[float] = (), above: float = 0.0) -> tuple[float, float]:
    """The range of what is finite, a little more than that at the upper end if so asked, and never of no width."""
    finite = [*(x for x in values if not isinf(x)), *include] or [0.0]
    low, high = min(finite), max(finite)
    if low == high:
        low, high = (low, low + (abs(low) or 1.0)) if low >= 0 else (low, 0.0)
    return low, min(high + above * (high - low), 1.7e308)


class Frame:
    """A plot: two axes with their captions, in a box of the canvas; `axis` is where the left one stands."""

    def __init__(
        self, canvas: Canvas, x: tuple[float, float], y: tuple[float, float], top: float, height: float, *,
        x_words: str = "", y_words: str = "", right: float | None = None, axis: float | None = None,
        x_text: Callable[[float], str] = tick_text, y_text: Callable[[float], str] = tick_text,
    ) -> None:  # fmt: skip
        self.canvas = canvas
        right = canvas.right if right is None else right
        if y_words:
            top = canvas.paragraph(PAD, top + 11, y_words, right - PAD) - 7
        top += 8
        self.y = Scale(*y, top + height, top)
        y_ticks = self.y.ticks(max(2, min(6, int(height / 34))))
        margin = max(text_width(y_text(tick), TEXT) for tick in y_ticks) + 8
        self.left, self.right = PAD + margin if axis is None else axis, right - 6
        self.top, self.base = top, top + height
        self.x = Scale(*x, self.left, self.right)
        for tick in y_ticks:
            canvas.line(self.left, self.y(tick), self.right, self.y(tick), "grid-line")
            canvas.text(self.left - 7, self.y(tick) + 4.5, y_text(tick), "muted", anchor="end")
        canvas.line(self.left, self.base, self.right, self.base, "muted-line")
        for tick in self.x.ticks(max(2, int((self.right - self.left) / 80))):
            at = self.x(tick)
            canvas.line(at, self.base, at, self.base + 4, "muted-line")
            half = text_width(x_text(tick), TEXT) / 2
            shift = min(0.0, right - at - half)
            canvas.text(at + shift, self.base + 21, x_text(tick), "muted", anchor="middle")
        self.end = self.base + 26
        if x_words:
            self.end = canvas.paragraph(self.left, self.end + 15, x_words, self.right - self.left) - LINE + 8
        canvas.reach(self.end)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point in pixels."""
        return self.x(x), self.y(y)

    def curve(self, xs: Sequence[float], ys: Sequence[float], style: str) -> None:
        """Straight lines from point to point; infinite values leave a gap."""
        run: list[tuple[float, float]] = []
        for x, y in [*zip(xs, ys, strict=True), (0.0, float("inf"))]:
            if isinf(y):
                if len(run) > 1:
                    self.canvas.polyline(run, f"{style} strong")
                    self.canvas.avoid(run)
                elif run:
                    self.canvas.circle(*run[0], 2.5, style.split("-")[0])
                run = []
            else:
                run.append(self.at(x, y))

    def area(self, xs: Sequence[float], ys: Sequence[float], style: str) -> None:
        """What lies between a curve and zero."""
        points = [self.at(x, y) for x, y in zip(xs, ys, strict=True)]
        zero = self.y(0.0)
        self.canvas.polyline([(points[0][0], zero), *points, (points[-1][0], zero)], style, closed=True)

    def label(self, x: float, y: float, words: str, style: str = "ink", *, gap: float = 9, bold: bool = False) -> bool:
        """Words beside a point of the plot, where there is a place for them."""
        a, b = self.at(x, y)
        spots: list[Spot] = [(a + gap, b - 6, "start"), (a - gap, b - 6, "end"), (a, b - gap - 2, "middle")]
        spots += [(a + gap, b + 15, "start"), (a - gap, b + 15, "end"), (a, b + gap + 13, "middle")]
        spots = [s for s in spots if s[1] + 4 < self.base]
        inside = [
            s
            for s in spots
            if self.left < _left(s, words, bold)
            and _left(s, words, bold) + text_width(words, TEXT, bold=bold) < self.right
        ]
        return bool(inside) and self.canvas.text(
            *inside[0][:2], words, style, anchor=inside[0][2], bold=bold, spots=inside[1:]
        )


def _left(spot: Spot, words: str, bold: bool) -> float:
    return spot[0] - {"start": 0.0, "middle": 0.5, "end": 1.0}[spot[2]] * text_width(words, TEXT, bold=bold)
