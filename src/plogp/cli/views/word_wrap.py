"""Text of a cell that breaks after a separator, as names of columns are made of words: annual_income_ joint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

_WORDS = re.compile(r"[^\W_]*(?:[\W_]+|$)")


class Breaking:
    """Text as lines of whole words where they fit, and cut anywhere where one does not."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(map(cell_len, _WORDS.findall(self.text.plain)))
        return Measurement(longest, self.text.cell_len).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width, line = options.max_width, ""
        for word in _WORDS.findall(self.text.plain):
            if cell_len(line + word) > width:
                *full, line = filter(None, [line, *chop_cells(word, width)])
                yield from (Text(part, self.text.style) for part in full)
            else:
                line += word
        yield Text(line, self.text.style)
