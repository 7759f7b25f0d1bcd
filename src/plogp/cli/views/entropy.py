"""The entropy of the bytes of a file as a picture in text: a bar for each order and each code, of eight bits."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from plogp.apps.coding import ByteEntropy
from plogp.cli.views.terminal_text import encodable
from plogp.theory.printable import printable

_WIDEST, _BEFORE = 36, 44  # of a bar, and what stands before it: 80 in all


def show(name: str, found: ByteEntropy) -> None:
    """Print it on standard output."""
    console = Console(highlight=False)

    def say(content: str, style: str = "") -> Text:
        return Text(encodable(content, console), style)

    width = max(4, min(_WIDEST, console.width - _BEFORE))
    shape = f"{found.size:,} bytes, {found.distinct} different"
    console.print(say(printable(name), "bold") + say(f" · {shape}", "dim"), soft_wrap=True)
    rows = [
        ("order 0", "a byte alone", found.orders[0], "bright_blue"),
        ("order 1", "after one byte", found.orders[1], "bright_blue"),
        ("order 2", "after two bytes", found.orders[2], "bright_blue"),
        ("huffman", "code of bytes", found.huffman, "bright_green"),
        ("ans", "code of bytes", found.ans, "bright_green"),
    ]
    console.print(say(f"{'':25}bit/byte   of size", "dim"))
    for label, meaning, bits, style in rows:
        eighths = round(2 * width * bits / 8)
        bar = "█" * (eighths // 2) + "▌" * (eighths % 2)
        line = say(f"{label:8} ") + say(f"{meaning:16}", "dim") + say(f"{bits:8.3f} {bits / 8:8.1%}  ")
        console.print(line + say(bar, style), soft_wrap=True)
