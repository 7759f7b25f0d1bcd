"""Draws two densities and, below them, where their divergence is paid."""

from __future__ import annotations

from typing import Unpack

from plogp.draw.drawing.arguments import Numbers, number, numbers
from plogp.draw.drawing.canvas import LINE, PAD, Canvas, Look, number_text
from plogp.draw.drawing.scale import Frame, bounds


def draw_bells(
    x: Numbers, p: Numbers, q: Numbers, terms: Numbers | None = None, divergence: float | None = None, *,
    labels: tuple[str, str] = ("P", "Q"), unit: str = "nat", **look: Unpack[Look],
) -> str:  # fmt: skip
    """The densities P and Q over x, and the terms p·log(p/q), of which the divergence is the area.

    Examples
    --------
    >>> draw_bells([-1, 0, 1], [0.1, 0.8, 0.1], [0.3, 0.4, 0.3]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    x = numbers("x", x)
    p, q = numbers("p", p, len(x), least=0.0), numbers("q", q, len(x), least=0.0)
    y = canvas.legend(PAD + 12, [("p", labels[0], False), ("q", labels[1], True)])
    axis = PAD + 62.0
    frame = Frame(canvas, bounds(x), bounds([*p, *q], include=(0.0,), above=0.05), y - 14, 170, axis=axis)
    for density, style, line in ((p, "p", "p-line strong"), (q, "q", "q-line strong dashed")):
        frame.area(x, density, f"{style} faint")
        canvas.polyline([frame.at(a, b) for a, b in zip(x, density, strict=True)], line)
    description = f"{labels[0]}, {labels[1]}: x = {number_text(x[0])} … {number_text(x[-1])}"
    if terms is not None:
        terms = numbers("terms", terms, len(x), infinite=True)
        low, high = bounds(terms, include=(0.0,), above=0.08)
        words = canvas.say("p·log(p/q): above zero it costs, below it saves")
        second = Frame(canvas, bounds(x), (low, high), frame.end + 10, 110, y_words=words, axis=axis)
        finite = [min(t, high) for t in terms]
        second.area(x, [max(0.0, t) for t in finite], "q faint")
        second.area(x, [min(0.0, t) for t in finite], "p faint")
        second.curve(x, terms, "ink-line")
        canvas.line(second.left, second.y(0.0), second.right, second.y(0.0), "muted-line")
    if divergence is not None:
        divergence = number("divergence", divergence, infinite=True)
        words = f"D({labels[0]}‖{labels[1]}) = {number_text(divergence)} {canvas.say(unit)}"
        canvas.text(
            canvas.right, PAD + 12, words, bold=True, anchor="end", spots=((PAD, canvas.bottom + LINE, "start"),)
        )
        description = f"{words}; {description}"
    return canvas.svg(canvas.say("Two densities and their divergence"), description)
