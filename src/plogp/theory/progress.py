"""How long work tells of its progress: a function that is called with what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from plogp.theory.parameters import called


class Progress(Protocol):
    """Called with a stage, how much was done since the last call, and how much there is, if known."""

    def __call__(self, stage: str, done: int, total: int | None, /) -> None:
        """Take note."""


def silent(stage: str, done: int, total: int | None, /) -> None:
    """Tell nobody."""


def progress_of(progress: Any) -> Progress:
    """What is called with the progress; nothing happens where that is None."""
    if progress is None:
        return silent

    def report(stage: str, done: int, total: int | None, /) -> None:
        called("progress=", progress, stage, done, total)

    return report


def reporting(batches: Iterable[int], size: int, whole: int, stage: str, progress: Progress) -> Iterator[int]:
    """The same batches, each of so many of `whole`, which are reported when they are done."""
    for done, batch in enumerate(batches):
        yield batch
        progress(stage, min(size, whole - done * size), whole)
