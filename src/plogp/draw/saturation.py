"""Draws how JS stops growing with the distance, and its slope, beside KL, which does not."""

from __future__ import annotations

from typing import Unpack

from plogp.draw.drawing.arguments import Numbers, number, numbers
from plogp.draw.drawing.canvas import PAD, Canvas, Look, number_text
from plogp.draw.drawing.scale import Frame, bounds
from plogp.theory.parameters import whole_number

_AXIS = PAD + 48.0  # where the left axes of both stand


def draw_saturation(
    distance: Numbers, js: Numbers, kl: Numbers, *, ceiling: float = 1.0, at: int | None = None,
    slope: float | None = None, unit: str = "bit", **look: Unpack[Look],
) -> str:  # fmt: skip
    """JS against its ceiling, above KL on an axis of its own; at one distance the slope as an arrow.

    Parameters
    ----------
    distance, js, kl : sequence of float, shape (n,)
        The divergences at each distance.
    ceiling : float
        The largest JS in this unit: log 2.
    at : int, optional
        The point that is marked.
    slope : float, optional
        Of JS there.

    Examples
    --------
    >>> draw_saturation([0, 1, 2], [0, 0.16, 0.49], [0, 0.72, 2.9], at=1).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    distance = numbers("distance", distance)
    js, kl = numbers("js", js, len(distance), least=0.0), numbers("kl", kl, len(distance), least=0.0, infinite=True)
    ceiling, unit = number("ceiling", ceiling, least=0.0), canvas.say(unit)
    range_x = bounds(distance)
    upper = Frame(canvas, range_x, (0.0, max(1.15 * ceiling, *js)), PAD, 150, y_words=f"JS ({unit})", axis=_AXIS)
    canvas.line(upper.left, upper.y(ceiling), upper.right, upper.y(ceiling), "muted-line dashed")
    canvas.avoid([(upper.left, upper.y(ceiling)), (upper.right, upper.y(ceiling))])
    upper.curve(distance, js, "info-line")
    canvas.text(
        upper.right,
        upper.y(ceiling) - 5,
        canvas.say("never more than {most}", most=number_text(ceiling)),
        "muted",
        anchor="end",
    )
    words = canvas.say("distance between the two")
    lower = Frame(
        canvas,
        range_x,
        bounds(kl, include=(0.0,)),
        upper.end + 6,
        110,
        x_words=words,
        y_words=f"KL ({unit})",
        axis=_AXIS,
    )
    lower.curve(distance, kl, "q-line")
    description = (
        f"JS {number_text(js[0])} … {number_text(js[-1])}, KL {number_text(kl[0])} … {number_text(kl[-1])} {unit}"
    )
    if at is not None:
        i = whole_number("at", at, 0, len(distance) - 1)
        x, y = upper.at(distance[i], js[i])
        canvas.line(x, upper.top, x, lower.base, "muted-line dotted")
        note = f"JS {number_text(js[i])}"
        if slope is not None:
            slope = number("slope", slope)
            note += canvas.say(", slope {slope}", slope=number_text(slope))
            _arrow(upper, distance[i], js[i], slope)
        canvas.circle(x, y, 5, "info", note)
        upper.label(distance[i], js[i], note, bold=True)
        if kl[i] < float("inf"):
            canvas.circle(*lower.at(distance[i], kl[i]), 5, "q", f"KL {number_text(kl[i])}")
            lower.label(distance[i], kl[i], f"KL {number_text(kl[i])}", bold=True)
        description = f"{note}; {description}"
    return canvas.svg(canvas.say("JS saturates, KL does not"), description)


def _arrow(frame: Frame, x: float, y: float, slope: float) -> None:
    """As long as the slope is steep."""
    size = abs(slope) * (frame.x.high - frame.x.low) / ((frame.y.high - frame.y.low) or 1.0)
    reach = 0.2 * min(1.0, size / 2) * (frame.x.high - frame.x.low)
    (x0, y0), (x1, y1) = frame.at(x, y), frame.at(x + reach, y + slope * reach)
    long = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if long < 6:
        return
    along, across = ((x1 - x0) / long, (y1 - y0) / long), (-(y1 - y0) / long, (x1 - x0) / long)
    frame.canvas.line(x0, y0, x1, y1, "ink-line strong")
    wings = [(x1 - 9 * along[0] + s * 5 * across[0], y1 - 9 * along[1] + s * 5 * across[1]) for s in (1, -1)]
    frame.canvas.polyline([wings[0], (x1, y1), wings[1]], "ink", closed=True)
