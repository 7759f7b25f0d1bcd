"""How long work tells of its progress: a function that is called with what was done."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with a stage, how many rows were done since the last call, and how many there are, if known."""

    def __call__(self, stage: str, done: int, total: int | None, /) -> None:
        """Take note."""


def silent(stage: str, done: int, total: int | None, /) -> None:
    """Tell nobody."""
