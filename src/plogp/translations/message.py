"""A sentence or word for people, with named places for names and numbers, and how it is said in each language."""

from __future__ import annotations

import functools
import gettext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import shown
from plogp.theory.printable import shortened

LANGUAGES = ("en", "zh-TW")
MOST_NAMED = 5  # of a list, whose others are counted


@dataclass(frozen=True)
class Message:
    """A sentence in English, by which its translation is found in the catalogue of another language.

    Attributes
    ----------
    text : str
        The sentence, with places such as {name}.
    many : str or None
        The sentence where {count} is not one.
    """

    text: str
    many: str | None = None

    def said(self, language: str, **values: Any) -> str:
        """The sentence in a language. Long values are shortened, a list of names is written as the language writes one,
        and a value that is a message is translated too."""
        sentence = self.sentence(language, values.get("count", 1))
        return sentence.format(**{key: _written(value, language) for key, value in values.items()})

    def sentence(self, language: str, count: int = 1) -> str:
        """The sentence in a language, with its places."""
        catalogue = _catalogue(language)
        return catalogue.gettext(self.text) if self.many is None else catalogue.ngettext(self.text, self.many, count)


def language_of(lang: Any) -> str:
    """A language that there is."""
    if lang not in LANGUAGES:
        raise InvalidParameter(f"lang must be one of {', '.join(LANGUAGES)}, but it is {shown(lang)}")
    return str(lang)


def say(words: Message | str, language: str, **values: Any) -> str:
    """Words in a language; a text stands for the message that it is in English."""
    return (Message(words) if isinstance(words, str) else words).said(language, **values)


_AND_LAST = Message("{names} and {last}")
_AND_MORE = Message("{names} and {count} more")
_BETWEEN = Message(", ")


def _written(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return value.said(language)
    if isinstance(value, str):
        return shortened(value)
    if not isinstance(value, list):
        return value
    between = _BETWEEN.said(language)
    if len(value) > MOST_NAMED:
        names, more = between.join(map(shortened, value[:MOST_NAMED])), len(value) - MOST_NAMED
        return _AND_MORE.sentence(language).format(names=names, count=more)
    *first, last = map(shortened, value)
    names = between.join(first)
    return _AND_LAST.sentence(language).format(names=names, last=last) if first else last


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation("plogp", Path(__file__).parent, [language.replace("-", "_")])
