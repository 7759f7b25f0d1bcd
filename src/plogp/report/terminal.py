"""A page of text for people: coloured on a terminal, plain in a pipe or a string, in the characters that it has."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from plogp.report.word_wrap import Breaking
from plogp.results.finding import WARNING, Finding
from plogp.theory.printable import printable, shortened
from plogp.translations.message import Message, say

_PLAIN_WIDTH, _WIDEST = 80, 110
_FINDINGS = 8  # what is shown here; all of it is in the JSON


class Page:
    """A page to be printed on a console, in a language."""

    def __init__(self, lang: str = "en", console: Console | None = None) -> None:
        self.lang = lang
        self.console = console or Console(highlight=False)
        if self.console.is_terminal:
            self.console.width = min(self.console.width, _WIDEST)
        else:
            self.console.width = _PLAIN_WIDTH
        self.ascii_only = self.console.options.ascii_only
        self.wide = self.console.width >= 100

    def text(self, content: str, style: str = "") -> Text:
        """Names and numbers, of which none can steer the terminal."""
        return Text(encodable(printable(content), self.console), style)

    def name(self, content: str, style: str = "") -> Breaking:
        """Of a column or a table, short enough for a line or two, which breaks between words."""
        return Breaking(self.text(shortened(content), style))

    def say(self, words: Message | str, style: str = "", /, **values: object) -> Text:
        """Words of ours, in the language of the page."""
        return self.text(say(words, self.lang, **values), style)

    def table(self, header: bool = True) -> Table:
        """A table without lines."""
        return Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim", show_header=header)

    def heading(self, words: str) -> RenderableType:
        """Of a part of the page."""
        return Padding(self.say(words, "bold"), (1, 0, 0, 0))

    def findings(self, findings: Sequence[Finding]) -> list[RenderableType]:
        """What stands out, if anything does."""
        if not findings:
            return []
        table = self.table(header=False)
        table.add_column(width=1)
        table.add_column(overflow="fold")
        for finding in findings[:_FINDINGS]:
            loud = finding.severity == WARNING
            mark = self.text("!" if loud else "·", "bold bright_red" if loud else "dim")
            table.add_row(mark, self.text(finding.texts[self.lang]))
        if len(findings) > _FINDINGS:
            table.add_row(self.text("·", "dim"), self.say("and {count} more, in JSON", count=len(findings) - _FINDINGS))
        return [self.heading("What stands out"), table]

    def print(self, parts: Sequence[RenderableType]) -> None:
        """Print it; a pipe needs no padding."""
        if self.console.is_terminal:
            self.console.print(Group(*parts))
            return
        self.console.file.write(f"{self.laid_out(parts)}\n")

    def laid_out(self, parts: Sequence[RenderableType]) -> str:
        """The same as text, without the spaces that end a line."""
        with self.console.capture() as captured:
            self.console.print(Group(*parts))
        return "\n".join(line.rstrip() for line in captured.get().splitlines())


def plain_console() -> Console:
    """One that prints text of 80 columns, wherever Python runs."""
    return Console(
        file=io.StringIO(), width=_PLAIN_WIDTH, highlight=False, color_system=None, force_terminal=False,
        force_jupyter=False, legacy_windows=False,
    )  # fmt: skip


_ASCII = str.maketrans(
    {"±": "+-", "–": "-", "·": "|", "█": "#", "▌": "", "…": "~", "×": "x", "→": "->", "•": "*", "≈": "~", "−": "-"}
)


def encodable(text: str, console: Console) -> str:
    """The text in characters that the console's encoding has."""
    if console.options.ascii_only:
        text = text.translate(_ASCII)
    return text.encode(console.encoding, "backslashreplace").decode(console.encoding)
