"""Bars of named numbers, of one or several series side by side: columns where names and values fit, else rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf, isinf

from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas
from plogp.draw.drawing.scale import Scale, bounds
from plogp.draw.drawing.text_metrics import fitted, text_width

Form = Callable[[float], str]
MOST = 24  # rows of their own; what is smaller is one row together


@dataclass(frozen=True)
class Series:
    """Numbers of one kind; `negative` is the style of those below zero, which are hatched."""

    label: str
    values: Sequence[float]
    style: str
    hatched: bool = False
    negative: str = ""

    def look(self, i: int) -> tuple[str, bool]:
        """The style of one bar, and whether it is hatched."""
        below = self.negative and self.values[i] < 0
        return (self.negative, True) if below else (self.style, self.hatched)


def listed(names: Sequence[str], values: Sequence[float], form: Form, most: int = 12) -> str:
    """Names with their numbers, for a description."""
    shown = [f"{fitted(name, 300, TEXT)} {form(x)}" for name, x in zip(names[:most], values, strict=False)]
    return ", ".join(shown) + (" …" if len(names) > most else "")


def draw_bar_chart(
    canvas: Canvas, top: float, names: Sequence[str], series: Sequence[Series], form: Form, *, left: float = PAD,
    right: float | None = None, height: float = 200, whole: float = 0.0,
) -> float:  # fmt: skip
    """Draw from `top` on, and return where the picture goes on; `whole` is what the longest bar is measured by."""
    right = canvas.right if right is None else right
    slot = (right - left) / len(names)
    values = [x for one in series for x in one.values]
    widest = max(text_width(form(x), TEXT) for x in values)
    fits = (
        max(text_width(fitted(name, inf, TEXT), TEXT) for name in names) <= slot - 10 if len(names) <= MOST else False
    )
    if fits and widest <= slot * 0.8 / len(series) - 4:
        return _columns(canvas, top, names, series, form, left, right, height, whole)
    many = len(names) > MOST
    names, series = _largest(canvas, names, series) if many else (names, series)
    return _rows(canvas, top, names, series, form, left, right, whole, many)


def _columns(
    canvas: Canvas, top: float, names: Sequence[str], series: Sequence[Series], form: Form, left: float, right: float,
    height: float, whole: float,
) -> float:  # fmt: skip
    low, high = bounds((x for one in series for x in one.values), include=(0.0, whole))
    endless = any(isinf(x) for one in series for x in one.values)
    base = top + LINE + height
    scale = Scale(low, high, base - (LINE if low < 0 else 0), top + LINE + (36 if endless else 0))
    zero, slot = scale(0.0), (right - left) / len(names)
    wide = min(64.0, slot * 0.8 / len(series))
    for i, name in enumerate(names):
        start = left + slot * (i + 0.5) - wide * len(series) / 2
        for k, one in enumerate(series):
            x, value = start + wide * k, one.values[i]
            style, hatched = one.look(i)
            end = top + LINE if isinf(value) else scale(value)
            canvas.bar(
                x + 1,
                min(zero, end),
                wide - 2,
                abs(end - zero),
                style,
                f"{name}: {one.label} {form(value)}",
                hatched=hatched,
            )
            if isinf(value):
                broken(canvas, x + 1, top + LINE + 18, wide - 2, upright=True)
            canvas.text(
                x + wide / 2, end + 16 if end > zero else end - 5, form(value), anchor="middle", bold=isinf(value)
            )
        canvas.text(left + slot * (i + 0.5), base + 19, name, anchor="middle", max_width=slot - 4)
    canvas.line(left, zero, right, zero, "muted-line")
    return base + 28


def _rows(
    canvas: Canvas, top: float, names: Sequence[str], series: Sequence[Series], form: Form, left: float, right: float,
    whole: float, others_last: bool,
) -> float:  # fmt: skip
    own = len(names) - others_last
    low, high = bounds((x for one in series for x in one.values[:own]), include=(0.0, whole))
    max_width = min(max(text_width(fitted(name, inf, TEXT), TEXT) for name in names), (right - left) * 0.36)
    widest = max(text_width(form(x), TEXT, bold=True) for one in series for x in one.values) + 8
    start = left + max_width + 10
    scale = Scale(low, high, start + (widest if low < 0 else 0), right - widest)
    zero = scale(0.0)
    y = top
    for i, name in enumerate(names):
        canvas.text(start - 10, y + LINE * len(series) / 2 + 5, name, anchor="end", max_width=max_width)
        for one in series:
            value = one.values[i]
            style, hatched = one.look(i)
            over = value > high
            end = scale(min(value, high))
            shown = fitted(name, 300, TEXT)
            canvas.bar(
                min(zero, end),
                y + 3,
                abs(end - zero),
                LINE - 5,
                style,
                f"{shown}: {one.label} {form(value)}",
                hatched=hatched,
            )
            if over:
                broken(canvas, end - 20, y + 3, LINE - 5, upright=False)
            canvas.text(
                end + 6 if end >= zero else end - 6,
                y + 15,
                form(value),
                anchor="start" if end >= zero else "end",
                bold=isinf(value),
            )
            y += LINE
        y += 6 if len(series) > 1 else 2
    canvas.line(zero, top, zero, y - 2, "muted-line")
    return y + 4


def broken(canvas: Canvas, x: float, y: float, across: float, *, upright: bool) -> None:
    """Two gaps through a bar that goes on for ever."""
    for shift in (0, 7):
        if upright:
            canvas.path(
                f"M{x - 3:.1f} {y + shift + 4:.1f}L{x + across + 3:.1f} {y + shift - 4:.1f}", "ground-line strong"
            )
        else:
            canvas.path(
                f"M{x + shift + 4:.1f} {y - 3:.1f}L{x + shift - 4:.1f} {y + across + 3:.1f}", "ground-line strong"
            )


def _largest(canvas: Canvas, names: Sequence[str], series: Sequence[Series]) -> tuple[list[str], list[Series]]:
    """The rows that matter most, the largest first, and all others as one."""
    size = [max(abs(one.values[i]) for one in series) for i in range(len(names))]
    first = sorted(range(len(names)), key=lambda i: -size[i])[: MOST - 1]
    others = [i for i in range(len(names)) if i not in first]
    rows = [[*(one.values[i] for i in first), min(inf, sum(one.values[i] for i in others))] for one in series]
    shown = [*(names[i] for i in first), canvas.say("{count} others together", count=f"{len(others):,}")]
    return shown, [replace(one, values=row) for one, row in zip(series, rows, strict=True)]
