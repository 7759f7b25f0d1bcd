"""Draws what the members of an ensemble predict, and how its doubt parts into chance and disagreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, number, numbers
from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Look, number_text, share_text
from plogp.draw.drawing.text_metrics import text_width
from plogp.draw.drawing.theme import CLASSES, class_colour
from plogp.draw.sum_bar import draw_sum
from plogp.theory.errors import InvalidParameter

_MOST, _ROW = 20, 26


def draw_ensemble(
    members: Sequence[Numbers], mean: Numbers, total: float, aleatoric: float, epistemic: float,
    names: Sequence[Any] | None = None, *, unit: str = "bit", **look: Unpack[Look],
) -> str:  # fmt: skip
    """Each member's distribution as a bar of classes, their mean, and total = aleatoric + epistemic below.

    Parameters
    ----------
    members : sequence of sequences of float, shape (m, k)
        Probabilities; the first 20 members are shown.
    mean : sequence of float, shape (k,)
        The prediction of the ensemble.

    Examples
    --------
    >>> draw_ensemble([[0.9, 0.1], [0.1, 0.9]], [0.5, 0.5], 1.0, 0.469, 0.531).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    mean = numbers("mean", mean, least=0.0)
    rows = [numbers(f"members[{i}]", row, len(mean), least=0.0) for i, row in enumerate(members)]
    if not rows:
        raise InvalidParameter("members is empty: there is nothing to draw")
    names = names_of("names", names, len(mean))
    entries = [(class_colour(i), name, i % 2 == 1 or i >= CLASSES) for i, name in enumerate(names)]
    y = canvas.legend(PAD + 12, entries[:_MOST]) - 8
    labels = [canvas.say("member {i}", i=i + 1) for i in range(len(rows))][:_MOST]
    left = PAD + max(text_width(words, TEXT, bold=True) for words in (*labels, canvas.say("mean"))) + 10
    for label, row, bold in [
        *((a, b, False) for a, b in zip(labels, rows, strict=False)),
        (canvas.say("mean"), mean, True),
    ]:
        y += 6 * bold
        canvas.text(left - 10, y + 16, label, anchor="end", bold=bold)
        x = left
        for (style, name, hatched), share in zip(entries, row, strict=True):
            wide = (canvas.right - left) * share / (sum(row) or 1.0)
            if wide > 0.3:
                canvas.bar(
                    x,
                    y + 2,
                    max(0.3, wide - 1),
                    _ROW - 5,
                    style,
                    f"{label}, {name}: {share_text(share)}",
                    hatched=hatched,
                )
            x += wide
        y += _ROW
    if len(rows) > _MOST:
        canvas.text(left, y + 14, canvas.say("and {count} more members", count=f"{len(rows) - _MOST:,}"), "muted")
        y += LINE
    parts = (("total", total), ("aleatoric", aleatoric), ("epistemic", epistemic))
    h, own, between = (max(0.0, number(name, x)) for name, x in parts)
    draw_sum(
        canvas,
        y + 10,
        ("total doubt H", h, "joint", False),
        [("chance (aleatoric)", own, "p", False), ("disagreement (epistemic)", between, "q", True)],
        unit,
    )
    description = ", ".join(f"{canvas.say(name)} {number_text(x)}" for name, x in parts)
    return canvas.svg(canvas.say("The doubt of an ensemble"), f"{description} {canvas.say(unit)}")
