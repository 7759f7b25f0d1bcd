"""Draws a joint distribution as a mosaic: columns as wide as x is frequent, parted as y is where x holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from plogp.draw.drawing.arguments import names_of, numbers
from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Look, share_text
from plogp.draw.drawing.text_metrics import fitted, text_width
from plogp.draw.drawing.theme import CLASSES, class_colour
from plogp.theory.errors import InvalidParameter

_GAP = 2
_MOST = 40  # rows and columns each


def draw_mosaic(
    joint: Sequence[Sequence[float]], x_names: Sequence[Any] | None = None, y_names: Sequence[Any] | None = None,
    **look: Unpack[Look],
) -> str:  # fmt: skip
    """P(x, y) as areas.

    Parameters
    ----------
    joint : sequence of sequences of float, shape (k, m)
        A row for each x, at least 0.

    Examples
    --------
    >>> draw_mosaic([[0.3, 0.1], [0.15, 0.45]], ["rain", "sun"], ["coat", "none"]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    rows = [numbers(f"joint[{i}]", row, least=0.0) for i, row in enumerate(joint)]
    rows = [numbers(f"joint[{i}]", row, len(rows[0])) for i, row in enumerate(rows)]
    x_names, y_names = (
        names_of("x_names", x_names, len(rows)),
        names_of("y_names", y_names, len(rows[0]) if rows else 0),
    )
    if not 0 < len(rows) <= _MOST or len(rows[0]) > _MOST:
        raise InvalidParameter(f"joint has {len(rows)} rows: a mosaic of 1 to {_MOST} rows and columns can be read")
    total = sum(map(sum, rows)) or 1.0
    entries = [(class_colour(k), name, k >= CLASSES or k % 2 == 1) for k, name in enumerate(y_names)]
    top = canvas.legend(PAD + 12, entries) - 6
    high = min(300.0, max(180.0, canvas.width * 0.5))
    max_width = canvas.right - PAD - _GAP * (len(rows) - 1)
    x = float(PAD)
    for name, row in zip(x_names, rows, strict=True):
        wide = max_width * sum(row) / total
        y = top
        for (style, y_name, hatched), cell in zip(entries, row, strict=True):
            tall = (high - _GAP * (len(row) - 1)) * cell / (sum(row) or 1.0)
            words = share_text(cell / total)
            canvas.bar(x, y, wide, tall, style, f"{name}, {y_name}: {words}", hatched=hatched)
            if tall >= 24 and wide >= text_width(words, TEXT) + 12:
                if hatched:
                    half = text_width(words, TEXT) / 2 + 5
                    canvas.rect(x + wide / 2 - half, y + tall / 2 - 10, 2 * half, 20, "ground", round=4)
                canvas.text(x + wide / 2, y + tall / 2 + 4.5, words, "ink" if hatched else "on", anchor="middle")
            y += tall + _GAP * (cell > 0)
        if wide >= min(42.0, text_width(fitted(name, 999, TEXT), TEXT) + 2):
            canvas.text(x + wide / 2, top + high + LINE - 1, name, anchor="middle", max_width=wide)
        x += wide + _GAP
    canvas.reach(top + high + LINE + 4)
    description = "; ".join(
        f"{x}: " + ", ".join(f"{y} {share_text(cell / total)}" for y, cell in zip(y_names[:8], row, strict=False))
        for x, row in zip(x_names[:8], rows, strict=False)
    )
    return canvas.svg(canvas.say("A joint distribution as areas"), description)
