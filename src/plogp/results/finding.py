"""What stands out in the numbers, as a sentence in each language that people are spoken to in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from plogp.results.document import Document
from plogp.translations.message import LANGUAGES, Message

WARNING, NOTE = "warning", "note"
_UNITS = {unit.text: unit for unit in (Message("nat"), Message("bit"), Message("hartley"))}


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
    def said(cls, severity: str, column: str | None, message: Message, **values: Any) -> Finding:
        """A finding from a message and the values for its places."""
        return cls(severity, column, MappingProxyType({name: message.said(name, **values) for name in LANGUAGES}))

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.texts["en"]

    def to_dict(self) -> dict[str, Any]:
        """With the English text by itself too."""
        return {**super().to_dict(), "text": self.text}


def unit_word(unit: str) -> Message:
    """The unit of an estimate, for a sentence."""
    return _UNITS.get(unit, Message(unit))
