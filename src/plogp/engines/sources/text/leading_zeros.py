"""Whether delimited text holds whole numbers with leading zeros, which are codes such as 0421 and not numbers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from plogp.engines.sources.source import Source

# What a column of such codes is recognised by.
PATTERN = r"^\s*[+-]?0\d"


def has_leading_zeros(blocks: Iterable[bytes], delimiter: str) -> bool:
    """Whether any field of some blocks of a file consists of a zero and more digits; a zero at the start of the file
    counts."""
    before = np.zeros(256, np.bool_)
    before[list(f'{delimiter}\n"+-'.encode())] = True
    after = before.copy()
    after[[ord("\r"), ord(" ")]] = True
    last = b"\n"
    for block in blocks:
        text = np.frombuffer(last + block, np.uint8)
        last = block[-64:]
        at = np.flatnonzero(text[1:-1] == ord("0")) + 1
        at = at[before[text[at - 1]] & _is_digit(text[at + 1])]
        if not len(at):
            continue
        other = np.append(np.flatnonzero(~_is_digit(text)), len(text))
        ends = other[np.searchsorted(other, at)]
        if (ends[ends < len(text)].size < ends.size) or after[text[ends[ends < len(text)]]].any():
            return True
    return False


def share_codes(sources: Sequence[Source], texts: Iterable[str] = ()) -> None:
    """Columns whose whole numbers have leading zeros in one of some files, or are text elsewhere, are text in each."""
    for source in sources:
        source.schema()
    codes = {*texts}.union(*(codes_of(source) for source in sources))
    for source in sources if codes else ():
        keep_as_text(source, codes)


def codes_of(source: Source) -> frozenset[str]:
    """The columns that a source reads as text because of leading zeros."""
    return getattr(source, "codes", frozenset())


def keep_as_text(source: Source, names: Container[str]) -> None:
    """Have whole numbers of some columns read as text, if a source reads them from text."""
    if hasattr(source, "keep_as_text"):
        source.keep_as_text(names)


def _is_digit(text: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (text >= ord("0")) & (text <= ord("9"))
