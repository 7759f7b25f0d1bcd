"""A table as HTML, for notebooks, in which a name is never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from plogp.theory.printable import printable, shortened
from plogp.theory.typography import typeset


def html_table(head: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> str:
    """Numbers to four digits; names short enough to be read, with nothing in them that is not seen.

    Examples
    --------
    >>> html_table(["name"], [["<a>"]])
    '<table><thead><tr><th>name</th></tr></thead><tbody><tr><td>&lt;a&gt;</td></tr></tbody></table>'
    """
    lines = ["".join(f"<th>{_cell(name)}</th>" for name in head)]
    lines += ["".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in rows]
    body = "".join(f"<tr>{line}</tr>" for line in lines[1:])
    return f"<table><thead><tr>{lines[0]}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: str | float | None) -> str:
    if isinstance(cell, str):
        return escape(shortened(printable(cell))) if cell else ""
    return "" if cell is None else typeset(f"{cell:.4g}")
