"""Draws a curve with points on it: −p log p, the surprise −log p, a slope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, numbers
from plogp.draw.drawing.bar_chart import listed
from plogp.draw.drawing.canvas import PAD, Canvas, Look, number_text
from plogp.draw.drawing.scale import Frame, bounds


def draw_curve(
    x: Numbers, y: Numbers, points: Sequence[tuple[float, float]] = (), names: Sequence[Any] | None = None, *,
    title: str = "−p log p", x_words: str = "p", y_words: str = "−p log p", **look: Unpack[Look],
) -> str:  # fmt: skip
    """A curve through (x, y), and points with their names beside it.

    Examples
    --------
    >>> draw_curve([0, 0.5, 1], [0, 0.5, 0], [(0.5, 0.5)], ["coin"]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    x = numbers("x", x)
    y = numbers("y", y, len(x), infinite=True)
    at = [numbers(f"points[{i}]", point, 2, infinite=True) for i, point in enumerate(points)]
    names = names_of("names", names, len(at))
    high = min(300.0, max(180.0, canvas.width * 0.45))
    range_y = bounds([*y, *(b for _, b in at)], include=(0.0,), above=0.12)
    frame = Frame(canvas, bounds([*x, *(a for a, _ in at)]), range_y, PAD, high, x_words=x_words, y_words=y_words)
    frame.curve(x, y, "p-line")
    for a, b in at:
        frame.canvas.line(frame.x(a), frame.base, *frame.at(a, b), "q-line dotted")
        frame.canvas.avoid([(frame.x(a), frame.base), frame.at(a, b)])
    for name, (a, b) in zip(names, at, strict=True):
        frame.canvas.circle(*frame.at(a, b), 4.5, "q", f"{name}: {number_text(a)}, {number_text(b)}")
        frame.label(a, b, f"{name} {number_text(b)}")
    return canvas.svg(title, f"{x_words}, {y_words}: " + listed(names, [b for _, b in at], number_text))
