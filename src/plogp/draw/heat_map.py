"""Draws a symmetric matrix of shares as a triangle, with the names along its edge; large ones as an image."""

from __future__ import annotations

import zlib
from base64 import b64encode
from collections.abc import Sequence
from math import inf
from struct import pack
from typing import Any, Unpack

from plogp.draw.drawing.arguments import names_of, numbers
from plogp.draw.drawing.canvas import PAD, TEXT, Canvas, Look, share_text
from plogp.draw.drawing.text_metrics import fitted, text_width
from plogp.theory.errors import InvalidParameter

MOST_CELLS = 40  # columns of which each cell is a shape of its own
_STEPS = (0.02, 0.1, 0.25, 0.45, 0.7)  # between the shades, which leave out those on which no text can be read
_BETWEEN = "8f5cd6"  # of an image, which cannot follow the theme: seen on light and on dark
_SHADES = (0.05, 0.14, 0.25, 0.37, 0.5, 1.0)


def draw_heat_map(
    names: Sequence[Any], matrix: Sequence[Sequence[float]], *, words: str = "", **look: Unpack[Look]
) -> str:
    """Shares between 0 and 1 of each two columns; follow a row to the right and a column upwards to their names.

    Parameters
    ----------
    names : sequence of str, shape (k,)
        Of the columns.
    matrix : sequence of sequences of float, shape (k, k)
        What lies below the diagonal is drawn.

    Examples
    --------
    >>> draw_heat_map(["a", "b"], [[1, 0.3], [0.3, 1]]).startswith("<svg")
    True
    """
    canvas = Canvas(**look)
    k = len(matrix)
    names = names_of("names", names, k)
    rows = [numbers(f"matrix[{i}]", row, k) for i, row in enumerate(matrix)]
    if not k:
        raise InvalidParameter("matrix is empty: there is nothing to draw")
    y = canvas.paragraph(PAD, PAD + 12, words, canvas.right - PAD) - 12 if words else float(PAD)
    y = _shade_legend(canvas, y)
    max_width = min(max(text_width(fitted(name, inf, TEXT), TEXT) for name in names) + 8, canvas.width * 0.36)
    cell = min(44.0, (canvas.right - PAD - max_width) / k)
    if k <= MOST_CELLS:
        _cells(canvas, y, cell, names, rows)
    else:
        canvas.image(PAD, y, cell * k, cell * k, _png(rows))
    for i, name in enumerate(names):
        base = y + cell * (i + 0.5)
        canvas.text(PAD + cell * (i + 1) + 5, base + 4.5, name, max_width=canvas.right - PAD - cell * (i + 1))
    canvas.reach(y + cell * k)
    pairs = sorted(((rows[i][j], j, i) for i in range(k) for j in range(i)), key=lambda pair: -pair[0])[:8]
    description = "; ".join(f"{names[j]}, {names[i]}: {share_text(x)}" for x, j, i in pairs)
    return canvas.svg(canvas.say("What {count} columns share", count=k), description)


def _cells(canvas: Canvas, top: float, cell: float, names: Sequence[str], rows: Sequence[Sequence[float]]) -> None:
    for i, row in enumerate(rows):
        y = top + cell * i
        for j in range(i):
            x, shade = PAD + cell * j, _shade(row[j])
            title = f"{names[i]}, {names[j]}: {share_text(row[j])}" if row[j] else ""
            canvas.shade(x + 0.5, y + 0.5, cell - 1, cell - 1, shade, title)
            text = f"{100 * row[j]:.0f}"
            if row[j] >= 0.095 and cell >= max(24, text_width(text, TEXT) + 6):
                canvas.text(x + cell / 2, y + cell / 2 + 4.5, text, "on" if shade == 1 else "ink", anchor="middle")
        canvas.rect(PAD + cell * i + 0.5, y + 0.5, cell - 1, cell - 1, "grid")


def _shade_legend(canvas: Canvas, y: float) -> float:
    x = float(PAD)
    for shade, words in zip(_SHADES, ("<2%", "2%", "10%", "25%", "45%", "≥70%"), strict=True):
        canvas.shade(x, y, 46, 20, shade, "")
        canvas.text(x + 23, y + 14.5, words, "on" if shade == 1 else "ink", anchor="middle")
        x += 48
    return y + 32


def _shade(share: float) -> float:
    return _SHADES[sum(share >= step for step in _STEPS)]


def _png(rows: Sequence[Sequence[float]]) -> str:
    """A pixel for each cell, of one colour and as opaque as the share is large, so that it lies on any ground."""
    colour = bytes.fromhex(_BETWEEN)
    lines = [
        b"\0"
        + b"".join(colour + bytes([round(255 * _shade(x)) if j < i else 40 * (i == j)]) for j, x in enumerate(row))
        for i, row in enumerate(rows)
    ]
    size = pack(">IIBBBBB", len(rows), len(rows), 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    data = b"".join(pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    return b64encode(b"\x89PNG\r\n\x1a\n" + data).decode()
