"""Draws columns in order of what they tell, with intervals, and what noise would show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf
from typing import Any, Protocol, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, numbers
from plogp.draw.drawing.bar_chart import Form, listed
from plogp.draw.drawing.canvas import PAD, TEXT, Canvas, Look, share_text
from plogp.draw.drawing.scale import Scale, tick_text
from plogp.draw.drawing.text_metrics import fitted, text_width
from plogp.theory.typography import typeset

_ROW, _MOST = 26, 40


def draw_ranking(
    names: Sequence[Any], values: Numbers, *, low: Numbers | None = None, high: Numbers | None = None,
    noise: Numbers | None = None, suspects: Collection[int] = (), form: Form = share_text, words: str = "",
    **look: Unpack[Look],
) -> str:  # fmt: skip
    """Bars in the order given, on a square-root scale.

    Parameters
    ----------
    names, values : sequences, shape (k,)
        A negative value, which an estimate without bias can be, is written and has no bar.
    low, high : sequence of float, optional
        The ends of the intervals.
    noise : sequence of float, optional
        What a column that tells nothing would show: a grey zone.
    suspects : collection of int
        The rows that are marked, with "!" and hatched.
    words : str
        What the values are.

    Examples
    --------
    >>> draw_ranking(["refunds", "calls"], [0.75, 0.05], noise=[0.001, 0.002], suspects=[0]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    values = numbers("values", values)
    names = names_of("names", names, len(values))
    ends = [None if row is None else numbers(name, row, len(values)) for name, row in (("low", low), ("high", high))]
    zone = None if noise is None else numbers("noise", noise, len(values), least=0.0)
    rows = range(min(_MOST, len(values)))
    max_width = min(
        max(text_width(fitted(names[i], inf, TEXT), TEXT, bold=i in suspects) for i in rows) + 12, canvas.width * 0.4
    )
    widest = max(text_width(form(values[i]), TEXT) for i in rows) + 10
    left, right = PAD + max_width + 8, canvas.right - widest
    most = max(x for row in (values, zone or [], ends[1] or []) for x in row[: len(rows)])
    scale = Scale(0.0, most if most > 0 else 1.0, left, right, root=True)
    y = canvas.paragraph(PAD, PAD + 12, words, canvas.right - PAD) - 10 if words else float(PAD)
    if zone is not None:
        y = canvas.legend(y + 10, [("grid", canvas.say("what noise would show"), False)]) - 10
    for tick in scale.root_ticks(56):
        canvas.line(scale(tick), y, scale(tick), y + _ROW * len(rows), "grid-line")
        canvas.text(scale(tick), y + _ROW * len(rows) + 16, _tick(tick, form), "muted", anchor="middle")
    for i in rows:
        suspect, value = i in suspects, values[i]
        canvas.text(
            left - 8,
            y + 17,
            ("! " if suspect else "") + names[i],
            "q" if suspect else "ink",
            anchor="end",
            bold=suspect,
            max_width=max_width,
        )
        if zone is not None:
            canvas.rect(left, y + 1, scale(zone[i]) - left, _ROW - 2, "grid")
        if value > 0:
            canvas.bar(
                left,
                y + 6,
                max(1.0, scale(value) - left),
                _ROW - 12,
                "q" if suspect else "p",
                f"{names[i]}: {form(value)}",
                hatched=suspect,
            )
        end = scale(max(0.0, value))
        if ends[0] is not None and ends[1] is not None:
            a, b = scale(max(0.0, ends[0][i])), scale(max(0.0, ends[1][i]))
            end = max(end, b)
            canvas.path(f"M{a:.1f} {y + 9:g}v8m0-4H{b:.1f}m0-4v8", "ink-line")
        end = max(end, scale(zone[i]) if zone is not None else 0.0)
        canvas.text(end + 6, y + 17, form(value))
        y += _ROW
    canvas.line(left, y - _ROW * len(rows), left, y, "muted-line")
    y += 20
    note = canvas.say("square-root scale")
    if len(values) > len(rows):
        note += canvas.say("; {count} more columns are not shown", count=f"{len(values) - len(rows):,}")
    canvas.paragraph(PAD, y + 18, note, canvas.right - PAD)
    return canvas.svg(canvas.say("Columns in order"), listed(names, values, form))


class Interval(Protocol):
    """An estimate."""

    @property
    def value(self) -> float:
        """The number."""

    @property
    def low(self) -> float:
        """The lower end of its interval."""

    @property
    def high(self) -> float:
        """The upper end."""


def draw_estimates(
    estimates: Sequence[tuple[str, Interval]], *, noise: Numbers | None = None, suspects: Collection[str] = (),
    words: str = "", **look: Unpack[Look],
) -> str:  # fmt: skip
    """A ranking of estimates with their names and intervals, to four digits after the point.

    Examples
    --------
    >>> from plogp import Counts, entropy
    >>> draw_estimates([("coin", entropy(Counts([5, 4])))]).startswith("<svg")
    True
    """
    names, found = [name for name, _ in estimates], [estimate for _, estimate in estimates]
    return draw_ranking(
        names, [e.value for e in found], low=[e.low for e in found], high=[e.high for e in found], noise=noise,
        form=_four_digits,
        suspects=[i for i, name in enumerate(names) if name in suspects], words=words, **look,
    )  # fmt: skip


def _four_digits(x: float) -> str:
    return typeset(f"{x:z.4f}")


def _tick(x: float, form: Form) -> str:
    return share_text(x) if form is share_text else tick_text(x)
