"""Draws how two uncertainties overlap: bars of H(X), H(Y), H(X,Y) and of what they share, I(X;Y)."""

from __future__ import annotations

from typing import Unpack

from plogp.draw.drawing.arguments import number
from plogp.draw.drawing.canvas import PAD, TEXT, Canvas, Look, number_text
from plogp.draw.drawing.scale import Scale, bounds
from plogp.draw.drawing.text_metrics import fitted, text_width

_HIGH, _ROW = 24, 54


def draw_information(
    entropy_x: float, entropy_y: float, joint: float, shared: float, *, names: tuple[str, str] = ("X", "Y"),
    unit: str = "bit", **look: Unpack[Look],
) -> str:  # fmt: skip
    """Bars on one line of numbers, so that H(X,Y) = H(X) + H(Y) − I(X;Y) is seen; a negative estimate of I is a gap.

    Examples
    --------
    >>> draw_information(0.971, 0.993, 1.782, 0.181, names=("weather", "coat")).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    given = {"entropy_x": entropy_x, "entropy_y": entropy_y, "joint": joint}
    hx, hy, hxy = (number(name, x, least=0.0) for name, x in given.items())
    mi = number("shared", shared)
    high = bounds([hxy, hx, hx - mi + hy, hx - mi], include=(0.0,))
    scale = Scale(min(0.0, high[0]), high[1], PAD, canvas.right)
    x, y = (fitted(name, canvas.width * 0.22, TEXT) for name in names)
    rows = [
        (f"H({x})", hx, 0.0, "p", False), (f"H({y})", hy, hx - mi, "q", True),
        (f"H({x}, {y})", hxy, 0.0, "joint", False),
        (f"I({x}; {y})", abs(mi), min(hx, hx - mi), "info", False),
    ]  # fmt: skip
    top = PAD
    for end in (hx - mi, hx):
        canvas.line(scale(end), top + 20, scale(end), top + 3 * _ROW + 20 + _HIGH, "info-line dashed")
    for i, (name, value, start, style, hatched) in enumerate(rows):
        at = top + i * _ROW
        words = f"{name} = {number_text(mi if style == 'info' else value)} {canvas.say(unit)}"
        left = max(float(PAD), min(scale(start), canvas.right - text_width(words, TEXT, bold=True)))
        wide = text_width(words, TEXT, bold=True)
        canvas.rect(left - 2, at - 1, wide + 4, 18, "ground")
        canvas.text(left, at + 13, words, bold=True)
        canvas.bar(scale(start), at + 20, scale(start + value) - scale(start), _HIGH, style, words, hatched=hatched)
    description = (
        "; ".join(f"{name} = {number_text(value)}" for name, value, *_ in rows[:3])
        + f"; {rows[3][0]} = {number_text(mi)}"
    )
    return canvas.svg(canvas.say("What {x} and {y} share", x=x, y=y), description)
