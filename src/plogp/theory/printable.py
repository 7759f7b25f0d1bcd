"""Text from data that is safe and short enough to show: names from a file hold whatever its author liked."""

from __future__ import annotations

import json
import re
from typing import Any

_SUSPECT = re.compile(r"[^ -~\n]")


def printable(text: str) -> str:
    """The text with what no eye can see written as an escape, so that it cannot steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def printable_json(value: Any, indent: int | None = 2) -> str:
    """A value as JSON text, for which the same holds; a reader of JSON gets every name as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _SUSPECT.sub(lambda found: found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1], text)


def shortened(text: str, longest: int = 60) -> str:
    """The text with its middle left out where it is longer; in quotes where it is blank, so that it is seen.

    Examples
    --------
    >>> shortened("a name"), shortened("")
    ('a name', "''")
    """
    end = longest // 3
    if not text.strip():
        text = f"'{text}'"
    return text if len(text) <= longest else f"{text[: longest - end - 1]}…{text[-end:]}"
