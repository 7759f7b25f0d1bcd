"""Draws how often predictions of each confidence are right, against the diagonal and its band of chance."""

from __future__ import annotations

from typing import Unpack

from plogp.draw.drawing.arguments import Numbers, numbers
from plogp.draw.drawing.canvas import LINE, PAD, Canvas, Look, share_text
from plogp.draw.drawing.scale import Frame


def draw_reliability(
    confidence: Numbers,
    frequency: Numbers,
    counts: Numbers,
    *,
    low: Numbers | None = None,
    high: Numbers | None = None,
    words: str = "",
    **look: Unpack[Look],
) -> str:
    """Points for bins of predictions; below, how many predictions each holds.

    Parameters
    ----------
    confidence, frequency, counts : sequence of float, shape (k,)
        Mean confidence, share that came true, and number of the predictions of each bin, confidence rising.
    low, high : sequence of float, optional
        The band in which the frequencies of a calibrated model lie.

    Examples
    --------
    >>> draw_reliability([0.1, 0.9], [0.15, 0.8], [50, 70], low=[0.05, 0.8], high=[0.2, 0.95]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    x = numbers("confidence", confidence, least=0.0)
    y, n = numbers("frequency", frequency, len(x), least=0.0), numbers("counts", counts, len(x), least=0.0)
    side = min(380.0, canvas.width - 90)
    top = canvas.paragraph(PAD, PAD + 12, words, canvas.right - PAD) - 12 if words else float(PAD)
    entries = [("p", canvas.say("observed"), False)]
    if low is not None:
        entries.append(("info", canvas.say("if calibrated, 95 in 100 lie here"), True))
    top = canvas.legend(top + 12, entries) - 10
    frame = Frame(
        canvas, (0.0, 1.0), (0.0, 1.0), top, side, right=min(canvas.right, PAD + side + 56), x_text=share_text,
        y_text=share_text, x_words=canvas.say("confidence"), y_words=canvas.say("how often it came true"),
    )  # fmt: skip
    if low is not None and high is not None:
        lows, highs = numbers("low", low, len(x)), numbers("high", high, len(x))
        band = [frame.at(a, b) for a, b in zip(x, lows, strict=True)]
        band += [frame.at(a, b) for a, b in zip(reversed(x), reversed(highs), strict=True)]
        canvas.polyline(band, "info faint", closed=True)
        canvas.polyline(band, "info-line dotted", closed=True)
    canvas.polyline([frame.at(0, 0), frame.at(1, 1)], "muted-line dashed")
    canvas.polyline([frame.at(a, b) for a, b in zip(x, y, strict=True)], "p-line strong")
    for a, b, m in zip(x, y, n, strict=True):
        canvas.circle(*frame.at(a, b), 4.5, "p", f"{share_text(a)} → {share_text(b)} (n = {m:,.0f})")
    base, most = frame.end + 60, max(*n, 1e-300)
    wide = min(18.0, (frame.right - frame.left) / len(x) - 1)
    for a, m in zip(x, n, strict=True):
        canvas.rect(
            min(frame.right - wide, max(frame.left, frame.x(a) - wide / 2)),
            base - 44 * min(1.0, m / most),
            wide,
            44 * min(1.0, m / most),
            "joint",
            f"n = {m:,.0f}",
        )
    canvas.line(frame.left, base, frame.right, base, "muted-line")
    canvas.text(
        frame.left,
        base + LINE,
        canvas.say("predictions in each bin, at most {most}", most=f"{max(n):,.0f}"),
        "muted",
        max_width=canvas.right - frame.left,
    )
    description = ", ".join(f"{share_text(a)} → {share_text(b)}" for a, b in zip(x, y, strict=True))
    return canvas.svg(canvas.say("Reliability"), description)
