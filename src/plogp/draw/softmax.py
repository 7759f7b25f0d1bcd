"""Draws the probabilities of a softmax, and the push that the loss gives to each logit."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, numbers
from plogp.draw.drawing.bar_chart import Series, draw_bar_chart, listed
from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Look, number_text, share_text
from plogp.draw.drawing.scale import Scale
from plogp.draw.drawing.text_metrics import fitted, text_width
from plogp.theory.parameters import whole_number

_MOST = 24


def draw_softmax(
    p: Numbers, gradient: Numbers, label: int, names: Sequence[Any] | None = None, **look: Unpack[Look]
) -> str:
    """Probabilities, and arrows along which descent moves the logits: against the gradient.

    Parameters
    ----------
    p, gradient : sequence of float, shape (k,)
        Probabilities, and the slopes ∂L/∂z of the loss.
    label : int
        The true class.

    Examples
    --------
    >>> draw_softmax([0.705, 0.259, 0.035], [0.705, -0.741, 0.035], 1, ["cat", "dog", "bird"]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    p = numbers("p", p, least=0.0)
    gradient = numbers("gradient", gradient, len(p))
    label = whole_number("label", label, 0, len(p) - 1)
    names = names_of("names", names, len(p))
    names[label] += " ✓"
    if len(p) > _MOST:  # what is pushed hardest, in order
        first = sorted(sorted(range(len(p)), key=lambda i: -abs(gradient[i]))[: _MOST - 1])
        p, gradient = ([row[i] for i in first] for row in (p, gradient))
        names = [names[i] for i in first]
    beside = canvas.width >= 560
    middle = canvas.width / 2
    right = middle - 12 if beside else canvas.right
    canvas.text(PAD, PAD + 12, "p = softmax(z)", "muted")
    y = draw_bar_chart(canvas, PAD + 22, names, [Series("p", p, "p")], share_text, right=right, height=150)
    left, top = (middle + 12, float(PAD)) if beside else (float(PAD), y)
    canvas.text(left, top + 12, canvas.say("push on each logit, −∂L/∂z"), "muted")
    _arrows(canvas, left, top + 26, names, [-g for g in gradient])
    description = f"p: {listed(names, p, share_text)}; −∂L/∂z: {listed(names, [-g for g in gradient], number_text)}"
    return canvas.svg(canvas.say("Softmax and its gradient"), description)


def _arrows(canvas: Canvas, left: float, top: float, names: Sequence[str], push: Sequence[float]) -> None:
    """An arrow for each name, to the right where the logit grows, and to the left, hatched, where it shrinks."""
    size = max(*map(abs, push), 1e-300) if len(push) > 1 else abs(push[0]) or 1.0
    max_width = min(max(text_width(fitted(name, inf, TEXT), TEXT) for name in names), (canvas.right - left) * 0.3)
    start, wide = left + max_width + 10, max(text_width("+" + number_text(value), TEXT) for value in push) + 10
    scale = Scale(-size, size, start + wide, canvas.right - wide)
    zero, y = scale(0.0), top
    for name, value in zip(names, push, strict=True):
        canvas.text(start - 10, y + 14, name, anchor="end", max_width=max_width)
        end, side = scale(value), 1 if value >= 0 else -1
        style = "p" if value >= 0 else "q"
        if abs(end - zero) > 7:
            canvas.bar(
                min(zero, end - 7 * side),
                y + 5,
                abs(end - zero) - 7,
                10,
                style,
                f"{name}: {number_text(value)}",
                hatched=value < 0,
            )
            canvas.polyline([(end - 8 * side, y + 1), (end, y + 10), (end - 8 * side, y + 19)], style, closed=True)
        canvas.text(
            end + 6 * side,
            y + 14,
            ("+" if value > 0 else "") + number_text(value),
            anchor="start" if side > 0 else "end",
        )
        y += LINE + 8
    canvas.line(zero, top - 2, zero, y - 4, "muted-line")
