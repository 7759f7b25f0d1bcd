"""Draws a cut through points of several classes, the gain of every possible cut, and the classes on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, number, numbers
from plogp.draw.drawing.canvas import LINE, PAD, TEXT, Canvas, Look, number_text
from plogp.draw.drawing.scale import Frame, Scale, bounds
from plogp.draw.drawing.text_metrics import text_width
from plogp.draw.drawing.theme import CLASSES, class_colour
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import whole_number

_RADIUS, _STACK = 4.5, 11


def draw_split(
    x: Numbers,
    classes: Sequence[int],
    cut: float,
    cuts: Numbers,
    gains: Numbers,
    sides: Sequence[tuple[str, Numbers, float]] = (),
    names: Sequence[Any] | None = None,
    *,
    unit: str = "bit",
    **look: Unpack[Look],
) -> str:
    """Points above the curve of gains, with the cut through both.

    Parameters
    ----------
    x, classes : sequences, shape (n,)
        The points, and the number of the class of each.
    cut : float
        Where they are parted.
    cuts, gains : sequences of float, shape (m,)
        Every cut, rising, and what it gains.
    sides : sequence of (str, sequence of float, float)
        For a bar each, such as "before", "left" and "right": its words, the cases of each class, and its entropy.
    names : sequence of str
        Of the classes.

    Examples
    --------
    >>> draw_split([1, 2, 3], [0, 0, 1], 2.5, [1.5, 2.5], [0.25, 0.92]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    x, cut = numbers("x", x), number("cut", cut)
    cuts = numbers("cuts", cuts)
    gains = numbers("gains", gains, len(cuts))
    kinds = [whole_number(f"classes[{i}]", kind, 0) for i, kind in enumerate(classes)]
    if len(kinds) != len(x):
        raise InvalidParameter(f"classes has {len(kinds)} entries where {len(x)} points are drawn")
    names = names_of("names", names, max(kinds) + 1 if names is None else len(names))
    if max(kinds) >= len(names):
        raise InvalidParameter(f"classes has a {max(kinds)}, and names has {len(names)} names")
    entries = [(class_colour(k), name, k % 2 == 1) for k, name in enumerate(names)]
    y = canvas.legend(PAD + 12, entries)
    stacked = _stacks(x, bounds([*x, *cuts, cut]), canvas.right - PAD - 60)
    high = min(130.0, 14 + _STACK * (1 + max(stacked)))
    squeeze = min(1.0, (high - 14) / (_STACK * (1 + max(stacked))))
    words = canvas.say("gain of every cut ({unit})", unit=canvas.say(unit))
    frame = Frame(
        canvas, bounds([*x, *cuts, cut]), bounds(gains, include=(0.0,), above=0.15), y + high + 8, 110, y_words=words
    )
    for place, kind, level in zip(x, kinds, stacked, strict=True):
        _mark(canvas, frame.x(place), y + high - 8 - _STACK * level * squeeze, kind)
    frame.curve(cuts, gains, "info-line")
    at = frame.x(cut)
    canvas.line(at, y - 4, at, y + high, "ink-line dashed")
    canvas.line(at, frame.top, at, frame.base, "ink-line dashed")
    canvas.avoid([(at, frame.top), (at, frame.base)])
    best = max(range(len(gains)), key=gains.__getitem__)
    here = min(range(len(cuts)), key=lambda i: abs(cuts[i] - cut))
    canvas.circle(
        *frame.at(cuts[here], gains[here]), 5, "info", f"{number_text(cuts[here])}: {number_text(gains[here])}"
    )
    frame.label(cuts[here], gains[here], number_text(gains[here]), bold=True)
    if best != here:
        canvas.circle(*frame.at(cuts[best], gains[best]), 4, "muted-line")
        frame.label(cuts[best], gains[best], canvas.say("best {step}", step=number_text(gains[best])), "muted")
    if sides:
        _bars(canvas, frame.end + 12, sides, entries, unit)
    description = canvas.say(
        "cut at {cut}: gain {gain}; best {best}",
        cut=number_text(cut),
        gain=number_text(gains[here]),
        best=number_text(gains[best]),
    )
    return canvas.svg(canvas.say("A cut and what it gains"), description)


def _stacks(x: Sequence[float], limits: tuple[float, float], wide: float) -> list[int]:
    """How high each point lies, so that no two cover each other."""
    scale = Scale(*limits, 0.0, wide)
    ends: list[float] = []  # of each level, the last point so far
    levels = [0] * len(x)
    for i in sorted(range(len(x)), key=lambda i: x[i]):
        at = scale(x[i])
        levels[i] = next((k for k, end in enumerate(ends) if at - end >= 2 * _RADIUS), len(ends))
        ends[levels[i] : levels[i] + 1] = [at]
    return levels


def _mark(canvas: Canvas, x: float, y: float, kind: int) -> None:
    """Discs and squares in turn, so that colour is not all that tells."""
    if kind % 2:
        canvas.rect(x - 4, y - 4, 8, 8, class_colour(kind))
    else:
        canvas.circle(x, y, _RADIUS, class_colour(kind))


def _bars(
    canvas: Canvas,
    y: float,
    sides: Sequence[tuple[str, Numbers, float]],
    entries: Sequence[tuple[str, str, bool]],
    unit: str,
) -> None:
    rows = [
        (words, numbers("sides", cases, len(entries), least=0.0), number("sides", h, least=0.0))
        for words, cases, h in sides
    ]
    shown = [f"H = {number_text(h)} {canvas.say(unit)}" for *_, h in rows]
    left = PAD + min(canvas.width * 0.25, max(text_width(words, TEXT) for words, *_ in rows)) + 10
    right = canvas.right - max(text_width(words, TEXT) for words in shown) - 10
    most = max(*(sum(cases) for _, cases, _ in rows), 1e-300)
    for (words, cases, _), note in zip(rows, shown, strict=True):
        canvas.text(left - 10, y + 15, words, anchor="end", max_width=left - PAD - 10)
        x = left
        for (style, name, hatched), n in zip(entries, cases, strict=True):
            wide = (right - left) * n / most if isfinite(most) else 0.0
            if wide > 0:
                canvas.bar(
                    x,
                    y + 2,
                    wide,
                    LINE - 4,
                    style,
                    f"{words}, {name}: {n:g}",
                    hatched=hatched or entries.index((style, name, hatched)) >= CLASSES,
                )
            x += wide
        canvas.text(canvas.right, y + 15, note, anchor="end")
        y += LINE + 6
