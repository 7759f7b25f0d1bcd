"""What people read on standard output: coloured on a terminal, plain in a pipe, in the characters that it has."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from plogp.cli.language import say, spoken
from plogp.cli.views.word_wrap import Breaking
from plogp.results.finding import WARNING, Finding
from plogp.theory.printable import printable, shortened
from plogp.translations.message import Message

_PLAIN_WIDTH, _WIDEST = 80, 110
_FINDINGS = 8  # what is shown here; all of it is in the JSON


class Page:
    """A page to be printed, in the language that is spoken."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)
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
        """Words of ours, in the language that is spoken."""
        return self.text(say(words, **values), style)

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
            table.add_row(mark, self.text(finding.texts[spoken()]))
        if len(findings) > _FINDINGS:
            table.add_row(
                self.text("·", "dim"), self.say("and {count} more, with --json", count=len(findings) - _FINDINGS)
            )
        return [self.heading("What stands out"), table]

    def print(self, parts: Sequence[RenderableType]) -> None:
        """Print it; a pipe needs no padding."""
        if self.console.is_terminal:
            self.console.print(Group(*parts))
            return
        with self.console.capture() as captured:
            self.console.print(Group(*parts))
        for line in captured.get().splitlines():
            self.console.file.write(f"{line.rstrip()}\n")


_ASCII = str.maketrans(
    {"±": "+-", "–": "-", "·": "|", "█": "#", "▌": "", "…": "~", "×": "x", "→": "->", "•": "*", "≈": "~"}
)


def encodable(text: str, console: Console) -> str:
    """The text in characters that the console's encoding has."""
    if console.options.ascii_only:
        text = text.translate(_ASCII)
    return text.encode(console.encoding, "backslashreplace").decode(console.encoding)
