"""Draws a whole that is the sum of two parts: cross-entropy of entropy and divergence."""

from __future__ import annotations

from math import inf, isinf
from typing import Unpack

from plogp.draw.drawing.arguments import number
from plogp.draw.drawing.bar_chart import broken
from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Look, number_text
from plogp.draw.drawing.scale import Scale, bounds
from plogp.draw.drawing.text_metrics import text_width

Part = tuple[str, float, str, bool]  # words, number, style, whether hatched
_HIGH = 26


def draw_sum_bar(
    entropy: float, divergence: float, cross_entropy: float, *, unit: str = "bit", **look: Unpack[Look]
) -> str:
    """H(P, Q) = H(P) + D(P‖Q) as two bars of one length.

    Examples
    --------
    >>> draw_sum_bar(1.0, 0.25, 1.25).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    h = number("entropy", entropy, least=0.0)
    kl = number("divergence", divergence, least=0.0, infinite=True)
    whole = number("cross_entropy", cross_entropy, least=0.0, infinite=True)
    parts: list[Part] = [("entropy H(P)", h, "p", False), ("D(P‖Q)", kl, "q", True)]
    draw_sum(canvas, PAD, ("cross-entropy H(P,Q)", whole, "joint", False), parts, unit)
    words = f"H(P,Q) {number_text(whole)} = H(P) {number_text(h)} + D(P‖Q) {number_text(kl)} {canvas.say(unit)}"
    return canvas.svg(canvas.say("Cross-entropy is entropy plus divergence"), words)


def draw_sum(canvas: Canvas, top: float, whole: Part, parts: list[Part], unit: str) -> float:
    """The whole above its parts, each with its words: above the one, below the others, where they cannot collide."""
    high = bounds([whole[1], *(part[1] for part in parts)], include=(0.0,))[1]
    scale = Scale(0.0, high, PAD, canvas.right - (46 if isinf(whole[1]) else 0))
    y = top + 14
    canvas.text(PAD, y, _words(canvas, whole, unit), bold=True)
    y += 7
    _bar(canvas, PAD, canvas.right if isinf(whole[1]) else scale(whole[1]), y, whole)
    y += _HIGH + 4
    x, below = float(PAD), y + _HIGH
    for part in parts:
        end = canvas.right if isinf(part[1]) else min(canvas.right, x + scale(part[1]) - PAD)
        _bar(canvas, x, end, y, part)
        words = _words(canvas, part, unit)
        start = max(PAD, min(x + 6, canvas.right - text_width(words, TEXT)))
        lines = [(start, below + LINE * line - 3, "start") for line in (1, 2, 3)]
        if canvas.text(*lines[0][:2], words, spots=lines[1:]):
            canvas.line(x + 0.5, y + _HIGH, x + 0.5, canvas.boxes[-1][1], f"{part[2]}-line")
        x = end
    return canvas.bottom + 6


def _bar(canvas: Canvas, x: float, end: float, y: float, part: Part) -> None:
    canvas.bar(x, y, end - x, _HIGH, part[2], f"{canvas.say(part[0])} {number_text(part[1])}", hatched=part[3])
    if part[1] == inf:
        broken(canvas, end - 30, y, _HIGH, upright=False)


def _words(canvas: Canvas, part: Part, unit: str) -> str:
    return f"{canvas.say(part[0])} = {number_text(part[1])} {canvas.say(unit)}"
