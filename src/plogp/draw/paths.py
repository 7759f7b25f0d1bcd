"""Draws lines of training: losses by step, and layers through the information plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from plogp.draw.drawing.arguments import Numbers, number, numbers
from plogp.draw.drawing.canvas import PAD, Canvas, Look, number_text
from plogp.draw.drawing.scale import Frame, bounds
from plogp.draw.drawing.theme import class_colour
from plogp.theory.errors import InvalidParameter

_DASHES = ("", " dashed", " dotted")


def draw_training(
    steps: Numbers, losses: Mapping[str, Numbers], *, entropy: float | None = None, best: float | None = None,
    unit: str = "nat", **look: Unpack[Look],
) -> str:  # fmt: skip
    """Curves of losses, with the entropy that none can pass below, and the step to stop at.

    Parameters
    ----------
    steps : sequence of float, shape (n,)
        Epochs or batches.
    losses : mapping of str to sequence of float, shape (n,)
        By name; infinity leaves a gap.
    entropy : float, optional
        The entropy of the labels given the inputs.
    best : float, optional
        The step with the smallest validation loss.

    Examples
    --------
    >>> draw_training([1, 2, 3], {"training": [1.1, 0.7, 0.4], "validation": [1, 0.8, 0.9]}, best=2).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    steps = numbers("steps", steps)
    rows = {name: numbers(f"losses[{name!r}]", row, len(steps), infinite=True) for name, row in losses.items()}
    if not rows:
        raise InvalidParameter("losses is empty: there is nothing to draw")
    least = [] if entropy is None else [number("entropy", entropy)]
    range_y = bounds([*(x for row in rows.values() for x in row), *least], include=(0.0,), above=0.12)
    words = canvas.say("loss ({unit})", unit=canvas.say(unit))
    frame = Frame(canvas, bounds(steps), range_y, PAD, _high(canvas), x_words=canvas.say("step"), y_words=words)
    for i, row in enumerate(rows.values()):
        frame.curve(steps, row, f"{class_colour(i)}-line{_DASHES[i % 3]}")
    for level in least:
        line = [frame.at(steps[0], level), (frame.right, frame.y(level))]
        canvas.polyline(line, "ink-line dashed")
        canvas.avoid(line)
    if best is not None:
        at = frame.x(number("best", best))
        canvas.line(at, frame.top, at, frame.base, "muted-line dotted")
        canvas.avoid([(at, frame.top), (at, frame.base)])
        canvas.text(
            at + 5,
            frame.top + 12,
            canvas.say("best {step}", step=f"{best:g}"),
            "muted",
            spots=((at - 5, frame.top + 12, "end"),),
        )
    for i, (name, row) in enumerate(rows.items()):
        _end_label(frame, steps, row, f"{name} {number_text(row[-1])}", class_colour(i))
    for level in least:
        frame.label(steps[0], level, canvas.say("entropy {value}", value=number_text(level)), "muted")
    description = "; ".join(f"{name}: {number_text(row[0])} → {number_text(row[-1])}" for name, row in rows.items())
    return canvas.svg(canvas.say("Losses by step"), description)


def draw_information_plane(
    layers: Mapping[str, Sequence[Numbers]], *, ceiling: float | None = None, unit: str = "bit", **look: Unpack[Look]
) -> str:
    """Each layer's way through I(X;T) and I(T;Y), from a ring to a disc.

    Parameters
    ----------
    layers : mapping of str to sequence of pairs
        (I(X;T), I(T;Y)) of each layer as training goes on.
    ceiling : float, optional
        The entropy of Y, above which no I(T;Y) lies.

    Examples
    --------
    >>> draw_information_plane({"layer 1": [(1, 0.1), (4, 0.8)], "layer 2": [(1, 0.1), (2, 0.7)]}).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    ways = {
        name: [numbers(f"layers[{name!r}][{i}]", point, 2) for i, point in enumerate(way)]
        for name, way in layers.items()
    }
    if not ways or not all(ways.values()):
        raise InvalidParameter("layers is empty, or one of them has no points: there is nothing to draw")
    top = [] if ceiling is None else [number("ceiling", ceiling)]
    unit = canvas.say(unit)
    range_x = bounds((a for way in ways.values() for a, _ in way), include=(0.0,), above=0.15)
    range_y = bounds([*(b for way in ways.values() for _, b in way), *top], include=(0.0,), above=0.12)
    frame = Frame(canvas, range_x, range_y, PAD, _high(canvas), x_words=f"I(X;T) ({unit})", y_words=f"I(T;Y) ({unit})")
    for level in top:
        canvas.line(frame.left, frame.y(level), frame.right, frame.y(level), "muted-line dashed")
        canvas.text(frame.left + 6, frame.y(level) - 5, f"H(Y) {number_text(level)}", "muted")
    for i, way in enumerate(ways.values()):
        frame.curve([a for a, _ in way], [b for _, b in way], f"{class_colour(i)}-line{_DASHES[i % 3]}")
    for i, (name, way) in enumerate(ways.items()):
        start, end = frame.at(*way[0]), frame.at(*way[-1])
        canvas.circle(*start, 4, "ground")
        canvas.circle(*start, 4, f"{class_colour(i)}-line")
        canvas.circle(*end, 5, class_colour(i), f"{name}: {number_text(way[-1][0])}, {number_text(way[-1][1])}")
    for i, (name, way) in enumerate(ways.items()):
        frame.label(way[-1][0], way[-1][1], name, class_colour(i), bold=True)
    description = "; ".join(
        f"{name}: I(X;T) {number_text(way[-1][0])}, I(T;Y) {number_text(way[-1][1])}" for name, way in ways.items()
    )
    return canvas.svg(canvas.say("Layers in the information plane"), description)


def _high(canvas: Canvas) -> float:
    return min(320.0, max(200.0, canvas.width * 0.45))


def _end_label(frame: Frame, xs: Numbers, row: Numbers, words: str, style: str) -> None:
    """At the last finite point, above or below the curve."""
    last = max((i for i, y in enumerate(row) if y < float("inf")), default=None)
    if last is None:
        return
    x, y = frame.at(xs[last], row[last])
    right = min(x, frame.right)
    spots = [
        (right, y + shift, "end") for shift in (-8, 18, -26, 36, -44, 54) if frame.top + 8 < y + shift < frame.base - 4
    ]
    if spots:
        frame.canvas.text(*spots[0][:2], words, style, anchor="end", bold=True, spots=spots[1:])
