"""Draws one distribution, or two side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from plogp.draw.drawing.arguments import Numbers, names_of, numbers
from plogp.draw.drawing.bar_chart import Series, draw_bar_chart, listed
from plogp.draw.drawing.canvas import PAD, Canvas, Look, share_text


def draw_bars(
    p: Numbers, q: Numbers | None = None, names: Sequence[Any] | None = None, *, labels: tuple[str, str] = ("P", "Q"),
    **look: Unpack[Look],
) -> str:  # fmt: skip
    """Bars of the probabilities P, and of Q beside them: the text of an SVG file.

    Parameters
    ----------
    p, q : sequence of float, shape (k,)
        Shares of at least 0.
    names : sequence of str, shape (k,)
        Of the outcomes.
    labels : tuple of str
        What the two are called.
    **look : width, lang, theme
        The width in pixels, the language ("en", "zh-TW"), and "auto", "light", "dark" or "page".

    Examples
    --------
    >>> draw_bars([0.5, 0.3, 0.2], [0.2, 0.2, 0.6], ["rain", "sun", "snow"]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    shares = [numbers("p", p, least=0.0)]
    if q is not None:
        shares.append(numbers("q", q, len(shares[0]), least=0.0))
    names = names_of("names", names, len(shares[0]))
    series = [
        Series(label, x, style, hatched)
        for label, x, style, hatched in zip(labels, shares, ("p", "q"), (False, True), strict=False)
    ]
    y = canvas.legend(PAD + 12, [(one.style, one.label, one.hatched) for one in series]) if q is not None else PAD
    draw_bar_chart(canvas, y, names, series, share_text)
    description = "; ".join(f"{one.label}: {listed(names, one.values, share_text)}" for one in series)
    return canvas.svg(canvas.say("Probabilities of {labels}", labels=" / ".join(labels[: len(series)])), description)
