"""The entropy of the bytes of a file as a picture in text: a bar for each order and each code, of eight bits."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from plogp.apps.coding import ByteEntropy
from plogp.cli.language import say
from plogp.report.terminal import encodable
from plogp.theory.printable import printable

_WIDEST, _BEFORE = 36, 44  # of a bar, and what stands before it: 80 in all


def show(name: str, found: ByteEntropy) -> None:
    """Print it on standard output."""
    console = Console(highlight=False)

    def text(content: str, style: str = "") -> Text:
        return Text(encodable(content, console), style)

    width = max(4, min(_WIDEST, console.width - _BEFORE))
    shape = say("{size:,} bytes, {distinct} different", size=found.size, distinct=found.distinct)
    console.print(text(printable(name), "bold") + text(f" · {shape}", "dim"), soft_wrap=True)
    rows = [
        ("order 0", say("a byte alone"), found.orders[0], "bright_blue"),
        ("order 1", say("after one byte"), found.orders[1], "bright_blue"),
        ("order 2", say("after two bytes"), found.orders[2], "bright_blue"),
        ("huffman", say("code of bytes"), found.huffman, "bright_green"),
        ("ans", say("code of bytes"), found.ans, "bright_green"),
    ]
    share = say("of size")
    console.print(text(f"{'bit/byte':>33}{' ' * (10 - cell_len(share))}{share}", "dim"))
    for label, meaning, bits, style in rows:
        eighths = round(2 * width * bits / 8)
        bar = "█" * (eighths // 2) + "▌" * (eighths % 2)
        what = text(f"{label:9}") + text(set_cell_size(meaning, 16), "dim")
        console.print(what + text(f"{bits:8.3f} {bits / 8:8.1%}  ") + text(bar, style), soft_wrap=True)
