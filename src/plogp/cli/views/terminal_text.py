"""Text in the characters that a terminal has."""

from __future__ import annotations

from rich.console import Console

_ASCII = str.maketrans(
    {"±": "+-", "–": "-", "·": "|", "█": "#", "▌": "", "…": "~", "×": "x", "→": "->", "•": "*", "≈": "~"}
)


def encodable(text: str, console: Console) -> str:
    """The text in characters that the console's encoding has."""
    if console.options.ascii_only:
        text = text.translate(_ASCII)
    return text.encode(console.encoding, "backslashreplace").decode(console.encoding)
