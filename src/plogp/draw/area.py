"""Draws cross-entropy as an area: each outcome as wide as it is frequent, and as high as its code is long."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, numbers
from plogp.draw.drawing.bar_chart import broken, listed
from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Look, number_text
from plogp.draw.drawing.scale import Scale, bounds, tick_text
from plogp.draw.drawing.text_metrics import text_width

_IN_ORDER = 40  # outcomes in the order given; more stand by their frequency


def draw_area(
    p: Numbers, own: Numbers, paid: Numbers | None = None, names: Sequence[Any] | None = None, *, unit: str = "bit",
    **look: Unpack[Look],
) -> str:  # fmt: skip
    """The areas of H(P) and, with `paid`, of the cross-entropy H(P, Q): what is overspent less what is saved is the KL.

    Parameters
    ----------
    p : sequence of float, shape (k,)
        How often each outcome happens.
    own, paid : sequence of float, shape (k,)
        The lengths −log p and −log q of the codes made for P and for Q, in `unit`; infinity where there is none.

    Examples
    --------
    >>> draw_area([0.5, 0.5], [1.0, 1.0], [2.0, 0.415]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    p = numbers("p", p, least=0.0)
    own = numbers("own", own, len(p), least=0.0, infinite=True)
    lengths = own if paid is None else numbers("paid", paid, len(p), least=0.0, infinite=True)
    names = names_of("names", names, len(p))
    if len(p) > _IN_ORDER:
        order = sorted(range(len(p)), key=lambda i: -p[i])
        p, own, lengths = ([row[i] for i in order] for row in (p, own, lengths))
        names = [names[i] for i in order]
    y = PAD + 12.0
    if paid is not None:
        entries = [("p", "paid either way", False), ("q", "overspent", False), ("p", "saved", True)]
        y = canvas.legend(y, [(style, canvas.say(words), hatched) for style, words, hatched in entries])
    high = bounds([*(x for x, share in zip(own, p, strict=True) if share), *lengths], include=(0.0,), above=0.04)[1]
    endless = any(isinf(x) and share for x, share in zip(lengths, p, strict=True))
    top = y + (22 if endless else 4)
    base = top + min(280.0, max(170.0, canvas.width * 0.42))
    scale = Scale(0.0, high, base, top + (16 if endless else 0))
    ticks = scale.ticks(6)
    left = PAD + max(text_width(tick_text(tick), TEXT) for tick in ticks) + 8
    for tick in ticks:
        canvas.line(left, scale(tick), canvas.right, scale(tick), "grid-line")
        canvas.text(left - 7, scale(tick) + 4.5, tick_text(tick), "muted", anchor="end")
    total, x = sum(p) or 1.0, left
    steps = []
    for name, share, mine, length in zip(names, p, own, lengths, strict=True):
        wide = (canvas.right - left) * share / total
        if share:
            _column(
                canvas,
                x,
                wide,
                base,
                top,
                scale,
                mine,
                length,
                f"{name}: p {number_text(share)}, −log p {number_text(mine)}, −log q {number_text(length)}",
            )
            level = top - 18 if isinf(length) else scale(length)
            steps += [(x, level), (x + wide, level)]
            middle = x + wide / 2
            if len(p) <= _IN_ORDER:
                below = ((middle, base + 18 + LINE, "middle"), (canvas.right, base + 18 + LINE, "end"))
                canvas.text(middle, base + 18, name, anchor="middle", max_width=max(42.0, wide - 4), spots=below)
        x += wide
    canvas.polyline(steps, "ink-line strong")
    words = (
        "width: how often it happens, p(x); height: what its code takes, −log p(x), in {unit}"
        if paid is None
        else "width: how often it happens, p(x); height: what Q spends on it, −log q(x), in {unit}"
    )
    canvas.paragraph(left, max(canvas.bottom, base) + 18, canvas.say(words, unit=canvas.say(unit)), canvas.right - left)
    description = f"p: {listed(names, p, number_text)}; −log p: {listed(names, own, number_text)}"
    description += "" if paid is None else f"; −log q: {listed(names, lengths, number_text)}"
    title = canvas.say("Entropy as an area") if paid is None else canvas.say("Cross-entropy as an area")
    return canvas.svg(title, description)


def _column(
    canvas: Canvas, x: float, wide: float, base: float, top: float, scale: Scale, own: float, paid: float, title: str
) -> None:
    """Shared below; above that what is overspent, or hatched what is saved; a code without end leaves the frame."""
    shared = scale(min(own, paid, scale.high))
    edge = 0.75 if wide > 3 else 0.0
    canvas.rect(x + edge, shared, wide - 2 * edge, base - shared, "p", title)
    if paid > own:
        end = top - 18 if isinf(paid) else scale(paid)
        canvas.rect(x + edge, end, wide - 2 * edge, shared - end, "q", title)
        if isinf(paid):
            broken(canvas, x, top + 2, wide, upright=True)
            canvas.text(
                x + wide / 2,
                top - 22,
                "∞",
                bold=True,
                anchor="middle",
                spots=((x + wide + 4, top - 6, "start"), (x - 4, top - 6, "end")),
            )
    elif own > paid:
        end = scale(own)
        canvas.rect(x + edge, end, wide - 2 * edge, shared - end, "p-line", title)
        canvas.hatch(x + edge, end, wide - 2 * edge, shared - end, "p")
