"""Draws one column of two tables, one histogram over the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, numbers
from plogp.draw.drawing.bar_chart import listed
from plogp.draw.drawing.canvas import LINE, PAD, Canvas, Look, share_text
from plogp.draw.drawing.scale import Scale, bounds
from plogp.draw.drawing.text_metrics import fitted


def draw_histograms(
    reference: Numbers, current: Numbers, names: Sequence[Any] | None = None, *,
    labels: tuple[str, str] = ("reference", "current"), height: float = 120, **look: Unpack[Look],
) -> str:  # fmt: skip
    """The shares of the same levels or bins in both tables: the current one full, the reference a line above it.

    Examples
    --------
    >>> draw_histograms([0.5, 0.5], [0.4, 0.6], ["< 10", "≥ 10"]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    before = numbers("reference", reference, least=0.0)
    now = numbers("current", current, len(before), least=0.0)
    names = names_of("names", names, len(before))
    shown = [canvas.say(label) for label in labels]
    y = canvas.legend(PAD + 12, [("q", shown[0], True), ("p", shown[1], False)]) - 8
    base = y + height
    scale = Scale(0.0, bounds([*before, *now], include=(0.0,))[1], base, y)
    wide = (canvas.right - PAD) / len(before)
    gap = 1.0 if wide > 5 else 0.0
    steps = [(float(PAD), base)]
    for i, name in enumerate(names):
        x = PAD + wide * i
        title = f"{name}: {shown[0]} {share_text(before[i])}, {shown[1]} {share_text(now[i])}"
        canvas.rect(x, scale(before[i]), wide, base - scale(before[i]), "q faint", title)
        inset = gap + (0.17 * wide if wide > 9 else 0.0)
        canvas.rect(x + inset, scale(now[i]), wide - 2 * inset, base - scale(now[i]), "p", title)
        steps += [(x, scale(before[i])), (x + wide, scale(before[i]))]
    canvas.polyline([*steps, (canvas.right, base)], "q-line strong")
    canvas.line(PAD, base, canvas.right, base, "muted-line")
    if all(canvas_room(name, wide) for name in names):
        for i, name in enumerate(names):
            canvas.text(PAD + wide * (i + 0.5), base + 18, name, "muted", anchor="middle")
    else:
        half = (canvas.right - PAD) / 2 - 10
        canvas.text(PAD, base + 18, names[0], "muted", max_width=half)
        if len(names) > 1:
            canvas.text(canvas.right, base + 18, names[-1], "muted", anchor="end", max_width=half)
    canvas.reach(base + LINE)
    description = f"{shown[0]}: {listed(names, before, share_text)}; {shown[1]}: {listed(names, now, share_text)}"
    return canvas.svg(canvas.say("Shares in two tables"), description)


def canvas_room(name: str, wide: float) -> bool:
    """Whether a name can stand whole below its bar."""
    return bool(name.strip()) and fitted(name, wide - 6, 13) == name
