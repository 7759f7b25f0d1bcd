"""Draws a divergence term by term, as signed bars; an infinite one breaks the frame."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, number, numbers
from plogp.draw.drawing.bar_chart import Series, draw_bar_chart, listed
from plogp.draw.drawing.canvas import LINE, PAD, Canvas, Look, number_text


def draw_terms(
    terms: Numbers, total: float, names: Sequence[Any] | None = None, *, label: str = "D(P‖Q)", unit: str = "bit",
    **look: Unpack[Look],
) -> str:  # fmt: skip
    """The terms p·log(p/q) of a divergence and their sum: costs above zero, savings hatched below.

    Parameters
    ----------
    terms : sequence of float, shape (k,)
        Of each outcome; infinity where Q has no mass.
    total : float
        Their sum, as the library gives it.

    Examples
    --------
    >>> "∞" in draw_terms([0.5, float("inf")], float("inf"), ["rain", "sun"])
    True
    """
    canvas = Canvas(**look)
    terms = numbers("terms", terms, infinite=True)
    total = number("total", total, infinite=True)
    names = names_of("names", names, len(terms))
    unit = canvas.say(unit)
    canvas.text(PAD, PAD + 12, f"{label} = {number_text(total)} {unit}", bold=True)
    entries = [("q", canvas.say("costs"), False)]
    entries += [("p", canvas.say("saves"), True)] if any(x < 0 for x in terms) else []
    y = canvas.legend(PAD + 12 + LINE + 2, entries)
    draw_bar_chart(canvas, y, names, [Series(label, terms, "q", False, "p")], _signed, height=190)
    return canvas.svg(
        canvas.say("{label}, term by term", label=label),
        f"{label} = {number_text(total)} {unit}; {listed(names, terms, _signed)}",
    )


def _signed(x: float) -> str:
    return ("+" if 0 < x < inf else "") + number_text(x)
