"""Draws what estimators say of many samples, as histograms one above another, against the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from plogp.draw.drawing.arguments import Numbers, number, numbers
from plogp.draw.drawing.canvas import LINE, PAD, Canvas, Look, number_text
from plogp.draw.drawing.scale import Scale, bounds, tick_text
from plogp.theory.errors import InvalidParameter

_HIGH = 74


def draw_sampling_bias(
    edges: Numbers, counts: Mapping[str, Numbers], means: Mapping[str, float], truth: float, *, unit: str = "bit",
    **look: Unpack[Look],
) -> str:  # fmt: skip
    """A histogram of the estimates of each estimator, with its mean and how far that is from the truth.

    Parameters
    ----------
    edges : sequence of float, shape (k + 1,)
        Of the bins, rising.
    counts : mapping of str to sequence of float, shape (k,)
        How many estimates of each estimator fall into each bin.
    means : mapping of str to float
        Of the same.

    Examples
    --------
    >>> draw_sampling_bias([3, 3.5, 4], {"plug-in": [8, 2]}, {"plug-in": 3.4}, 3.6).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    edges, truth = numbers("edges", edges), number("truth", truth)
    if not counts or {*counts} != {*means}:
        raise InvalidParameter("counts and means must name the same estimators, and at least one")
    scale = Scale(*bounds([*edges, truth]), PAD + 4, canvas.right - 4)
    unit, y, description = canvas.say(unit), float(PAD), []
    for i, (name, row) in enumerate(counts.items()):
        row = numbers(f"counts[{name!r}]", row, len(edges) - 1, least=0.0)
        mean = number(f"means[{name!r}]", means[name])
        away = mean - truth
        words = f"{number_text(mean)} ({'+' if away > 0 else ''}{number_text(away)})"
        canvas.text(PAD, y + 12, name, bold=True, max_width=canvas.width * 0.45)
        canvas.text(
            canvas.right,
            y + 12,
            canvas.say("mean {mean}", mean=words),
            "muted",
            anchor="end",
            max_width=canvas.width * 0.48,
        )
        base, most, style = y + LINE + _HIGH, max(*row, 1e-300), "q" if i == 0 else "p"
        for low, high, n in zip(edges, edges[1:], row, strict=False):
            if n:
                tall = _HIGH * min(1.0, n / most)
                canvas.rect(
                    scale(low) + 0.5,
                    base - tall,
                    max(0.5, scale(high) - scale(low) - 1),
                    tall,
                    style,
                    f"{number_text(low)} – {number_text(high)}: {n:g}",
                )
        canvas.line(PAD, base, canvas.right, base, "muted-line")
        at = scale(mean)
        canvas.polyline([(at - 6, base + 9), (at, base + 1), (at + 6, base + 9)], "ink", closed=True)
        canvas.line(scale(truth), y + LINE, scale(truth), base + 14, "ink-line dashed")
        description.append(f"{name}: {words}")
        y = base + LINE + 4
    canvas.text(
        scale(truth),
        y + 10,
        canvas.say("truth {value}", value=number_text(truth)),
        bold=True,
        anchor="middle",
        spots=((canvas.right, y + 10, "end"), (PAD, y + 10, "start")),
    )
    for tick in scale.ticks(max(2, int(canvas.width / 110))):
        canvas.text(scale(tick), y + 10, tick_text(tick), "muted", anchor="middle")
    canvas.paragraph(PAD, y + 12 + LINE, canvas.say("▲ mean; dashed: truth; in {unit}", unit=unit), canvas.right - PAD)
    return canvas.svg(canvas.say("Estimates of many small samples"), "; ".join(description))
