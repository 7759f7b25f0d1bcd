"""Text in lines: names of columns broken after a separator, as they are made of words, and sentences between words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

_WORDS_OF_A_NAME = re.compile(r"[^\W_]*(?:[\W_]+|$)")
_CJK, _CLOSING = r"\u3001-\u9fff\uff01-\uff60", "，。、：；！？）」"
# A line may be broken after any Chinese character, but never before a mark that closes.
_WORDS = re.compile(rf"\s+|[（「]*(?:[{_CJK}]|[^\s{_CJK}]+)[{_CLOSING}]*")


def wrapped(text: str, width: int) -> list[str]:
    """A paragraph in lines of no more cells than the width."""
    return [line.strip() for line in _lines(_WORDS.findall(text), width)]


class Breaking:
    """Text as lines of whole words where they fit, and cut anywhere where one does not."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(map(cell_len, _WORDS_OF_A_NAME.findall(self.text.plain)))
        return Measurement(longest, self.text.cell_len).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        for line in _lines(_WORDS_OF_A_NAME.findall(self.text.plain), options.max_width):
            yield Text(line, self.text.style)


def _lines(words: list[str], width: int) -> Iterator[str]:
    line = ""
    for word in words:
        if cell_len(line + word) > width:
            *full, line = filter(None, [line, *chop_cells(word, width)])
            yield from full
        else:
            line += word
    yield line
