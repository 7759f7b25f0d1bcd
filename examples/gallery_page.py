"""The page of all pictures, and photographs of a report and of a terminal.

`python examples/gallery_page.py docs` writes them, with every picture of `gallery.py` as SVG.
"""

from __future__ import annotations

import inspect
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from gallery import Picture, gallery

import plogp


def page(pictures: Mapping[str, Picture]) -> str:
    """The page of all pictures, in Markdown."""
    head = (
        "# Gallery\n\nThe pictures of `plogp.draw`: functions from numbers to the text of an SVG file, with `width` in "
        'pixels,\n`lang="en"` or `"zh-TW"`, and `theme="auto"`, `"light"` or `"dark"`. The numbers of this page are '
        "computed in\n[`examples/gallery.py`](../examples/gallery.py), which `make pictures` runs.\n\n"
        "`plogp profile flights.parquet --target late` in a terminal, and with `-o report.html` as a page:\n\n"
        "![A profile in a terminal](pictures/terminal.en.png)\n\n![The page of a profile](pictures/report.png)\n"
    )
    parts = []
    for name, picture in pictures.items():
        drawn = getattr(picture, "func", picture)
        title = getattr(drawn, "__qualname__", name)
        words = str(inspect.getdoc(drawn)).partition("\n")[0]
        parts.append(
            f"\n## {name.replace('_', ' ').capitalize()}\n\n`{title}`: {words}\n\n![{name}](pictures/{name}.svg)\n"
        )
    return head + "".join(parts)


# Signs that a font for Chinese has as wide as an ideograph are taken from another, at half of that width as a terminal.
TERMINAL = """<style>@font-face{{font-family:signs;src:local("DejaVu Sans Mono");size-adjust:83%;
unicode-range:U+B1,U+B7,U+2013,U+2580-259F}}
body{{margin:0;background:#14171f}}pre{{margin:0;padding:18px 22px;width:fit-content;color:#e6e9ef;
font:16px/1.3 signs,"Noto Sans Mono CJK TC",monospace}}</style><pre>{code}</pre>"""


def terminal(table: Path, lang: str) -> str:
    """What `plogp profile` prints in colour, as a page."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    words = ["profile", table.name, "--target", "late", "--quiet", "--lang", lang]
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "84", "TERM": "xterm-256color"}
    done = subprocess.run(
        [sys.executable, "-m", "plogp", *words], env=environment, capture_output=True, text=True, check=True,
        cwd=table.parent,
    )  # fmt: skip
    eight = [
        (20, 23, 31),
        (217, 84, 77),
        (110, 190, 120),
        (224, 184, 76),
        (95, 140, 230),
        (180, 130, 230),
        (80, 190, 200),
    ]
    bright = [
        (120, 126, 140),
        (255, 122, 112),
        (140, 215, 150),
        (245, 208, 110),
        (122, 165, 255),
        (195, 155, 245),
        (120, 220, 230),
    ]
    theme = TerminalTheme((20, 23, 31), (230, 233, 239), [*eight, (217, 220, 227)], [*bright, (255, 255, 255)])
    console = Console(record=True, width=84, file=io.StringIO())
    console.print(Text(f"$ plogp profile {table.name} --target late", "dim"), Text.from_ansi(done.stdout), sep="\n")
    return console.export_html(theme=theme, inline_styles=True, code_format=TERMINAL)


def photograph(html: str, png: Path, width: int, height: int | None) -> None:
    """What a browser shows of a page: the first of it, or where no height is given all."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, TemporaryDirectory() as here:
        Path(here, "page.html").write_text(html, "utf-8")
        chromium = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": width, "height": height or 100})
        tab.goto(Path(here, "page.html").as_uri())
        tab.screenshot(path=png, full_page=height is None)
        chromium.close()


def main(folder: Path) -> None:
    """Write everything; photographs where there is a browser."""
    pictures = gallery()
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / "pictures" / f"{name}.svg").write_text(picture(width=640), "utf-8")
    (folder / "gallery.md").write_text(page(pictures), "utf-8")
    if which("chromium") and find_spec("playwright"):
        from flights import flights
        from pyarrow.parquet import write_table

        photographs = (folder / "pictures").resolve()
        with TemporaryDirectory() as here, chdir(here):
            table = Path("flights.parquet")
            write_table(flights(), table)
            command = "plogp profile flights.parquet --target late -o report.html"
            report = plogp.profile(table, "late").to_html(command=command)
            photograph(report, photographs / "report.png", 1280, 1000)
            for lang in ("en", "zh-TW"):
                photograph(terminal(table, lang), photographs / f"terminal.{lang}.png", 820, None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
