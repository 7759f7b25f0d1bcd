"""The language that people are spoken to in: the one that they ask for, or else that of their locale."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextvars import ContextVar
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import Any

from plogp.translations import message as translations
from plogp.translations.message import Message


class Language(StrEnum):
    """The languages there are."""

    EN = "en"
    ZH_TW = "zh-TW"

    @classmethod
    def of_locale(cls) -> Language:
        """By gettext's order of precedence; English unless it is traditional Chinese."""
        locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "C")
        if locale.partition(".")[0] in ("C", "POSIX"):
            return cls.EN
        for name in [*os.environ.get("LANGUAGE", "").split(":"), locale]:
            if name.startswith(("zh_TW", "zh_HK", "zh_MO", "zh_Hant")):
                return cls.ZH_TW
            if name.startswith("en"):
                return cls.EN
        return cls.EN

    @classmethod
    def asked(cls, words: Sequence[str]) -> Language:
        """By the words of a command, before they are parsed: help and errors of usage speak it as well."""
        words = list(takewhile(lambda word: word != "--", words))
        said = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
        said += [after for word, after in pairwise(words) if word == "--lang"]
        return cls(said[-1]) if said and said[-1] in [*cls] else cls.of_locale()


_SPOKEN = ContextVar("spoken", default=Language.EN)


def speak(language: Language) -> None:
    """Choose the language of this process."""
    _SPOKEN.set(language)


def spoken() -> Language:
    """The language of this process."""
    return _SPOKEN.get()


def say(message: Message | str, **values: Any) -> str:
    """A message in the language of this process."""
    return translations.say(message, spoken(), **values)
