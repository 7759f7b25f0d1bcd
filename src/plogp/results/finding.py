"""What stands out in the numbers, as a sentence in each language that people are spoken to in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from plogp.results.document import Document
from plogp.theory.printable import shortened

LANGUAGES = ("en", "zh-TW")
WARNING, NOTE = "warning", "note"
MOST_NAMED = 5  # of a list, whose others are counted


@dataclass(frozen=True)
class Finding(Document):
    """One sentence about a column, or about the whole.

    Attributes
    ----------
    severity : str
        "warning" or "note".
    column : str or None
        What it is about.
    texts : mapping of str to str
        The sentence, by language: "en" and "zh-TW".
    """

    severity: str
    column: str | None
    texts: Mapping[str, str]

    @classmethod
    def said(cls, severity: str, column: str | None, sentences: tuple[str, str], **values: Any) -> Finding:
        """A finding from sentences with places for the same values, of which long ones are shortened; a list of names
        is written as each language writes one."""
        texts = {
            language: sentence.format(**{key: _written(value, language) for key, value in values.items()})
            for language, sentence in zip(LANGUAGES, sentences, strict=True)
        }
        return cls(severity, column, MappingProxyType(texts))

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.texts["en"]

    def to_dict(self) -> dict[str, Any]:
        """With the English text by itself too."""
        return {**super().to_dict(), "text": self.text}


def _written(value: Any, language: str) -> Any:
    if not isinstance(value, list):
        return shortened(value) if isinstance(value, str) else value
    shown, more = [shortened(name) for name in value[:MOST_NAMED]], len(value) - MOST_NAMED
    if language != "en":
        return "、".join(shown) + (f" 與另外 {more} 欄" if more > 0 else "")
    first, last = (shown, f"{more} more") if more > 0 else (shown[:-1], shown[-1])
    return " and ".join(filter(None, [", ".join(first), last]))
