"""Text that is safe to show: names from a file are data, whatever control characters they hold."""

from __future__ import annotations

from rich.console import Console

_ASCII = str.maketrans({"±": "+-", "–": "-", "·": "|", "█": "#", "▌": "", "…": "~", "×": "x", "→": "->", "•": "*"})


def printable(text: str) -> str:
    """The text with what no eye can see written as an escape, so that it cannot steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def encodable(text: str, console: Console) -> str:
    """The text in characters that the console's encoding has."""
    if console.options.ascii_only:
        text = text.translate(_ASCII)
    return text.encode(console.encoding, "backslashreplace").decode(console.encoding)
