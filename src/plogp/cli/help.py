"""Help in the language that is spoken, in lines that fit: a Chinese sentence has no spaces to break at."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import typer
from rich.cells import cell_len
from typer.core import TyperGroup

from plogp.cli.language import Language, say, speak
from plogp.report.word_wrap import wrapped
from plogp.translations.message import Message

# What Typer writes by itself, besides the help of its options for completion.
_TYPER = {
    message.text: message
    for message in (
        Message("Arguments"), Message("Options"), Message("Commands"), Message("Show this message and exit."),
    )
}  # fmt: skip


class Commands(TyperGroup):
    """The commands; their help is translated before the words of one are parsed."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """A context of Typer, whose help is in the language of the arguments or the locale."""
        language = Language.asked(args)
        speak(language)
        if language is not Language.EN:
            translate_help(self, say)
        return super().make_context(info_name, args, parent, **extra)


def translate_help(commands: TyperGroup, translate: Callable[[str], str]) -> None:
    """Replace every text of the help by what the function makes of it, paragraph by paragraph."""
    for command in (commands, *commands.commands.values()):
        command.context_class = _Context
        paragraphs = [_translated(paragraph, translate) for paragraph in (command.help or "").split("\n\n")]
        command.short_help, command.help = paragraphs[0], "\n\n".join(paragraphs)
        command.epilog = command.epilog and translate(command.epilog)
        for parameter in command.params:
            parameter.help = translate(parameter.help)  # type: ignore[attr-defined]


def _translated(paragraph: str, translate: Callable[[str], str]) -> str:
    """Of a block of examples, which begins with a backspace, the heading and what is said beside the commands."""
    if not paragraph.startswith("\b"):
        return translate(" ".join(paragraph.split()))
    mark, heading, *examples = paragraph.split("\n")
    lines = [re.sub(r"(?<=   )\S.*", lambda said: translate(said[0]), line) for line in examples]
    return "\n".join([mark, translate(heading), *lines])


class _Page(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """A page of help, wrapped by the cells that characters take."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, say("Usage: "))

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + say("{heading}:", heading=_typers(heading)) + "\n")

    def write_text(self, text: str) -> None:
        margin = " " * self.current_indent
        for at, paragraph in enumerate(text.split("\n\n")):
            verbatim = paragraph.startswith("\b")
            lines = paragraph.splitlines()[1:] if verbatim else wrapped(paragraph, self.width - len(margin))
            self.write("\n" * (at > 0) + "".join(f"{margin}{line}\n" for line in lines))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        left = self.current_indent + min(max(cell_len(first) for first, _ in rows), col_max) + col_spacing
        for first, second in rows:
            margin, lines = " " * left, wrapped(_typers(second), self.width - left)
            start = " " * self.current_indent + first
            if cell_len(start) > left - col_spacing:
                self.write(f"{start}\n")
                start = ""
            self.write(f"{start}{margin[cell_len(start) :]}{lines[0]}\n")
            self.write("".join(f"{margin}{line}\n" for line in lines[1:]))


class _Context(typer.Context):
    formatter_class = _Page


def _typers(text: str) -> str:
    """Words of Typer: alone, or in brackets after a help text."""
    if text in _TYPER:
        return say(_TYPER[text])
    text = re.sub(r"\[required\]$", lambda _: say("[required]"), text)
    return re.sub(r"\[default: ([^]]*)\]$", lambda found: say("[default: {default}]", default=found[1]), text)
