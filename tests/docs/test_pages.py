"""Every example of the README files and the pages in docs gives what the page says."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pyarrow.parquet
import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page in a language."""
    return [text for found, text in FENCE.findall(page.read_text("utf-8")) if found == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python(page: Path) -> None:
    source = "\n".join(blocks(page, "python"))
    for library in ("torch", "jax"):
        if f"import {library}\n" in source:
            pytest.importorskip(library, reason=f"{library} is not installed")
    test = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the flights of the demo, as the pages suppose."""
    spec = importlib.util.spec_from_file_location("flights", ROOT / "examples" / "flights.py")
    demo = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(demo)
    folder = tmp_path_factory.mktemp("flights")
    pyarrow.parquet.write_table(flights := demo.flights(), folder / "flights.parquet")
    for number, name in enumerate(["january", "february"], 1):
        pyarrow.parquet.write_table(demo.month(flights, number), folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "console")], ids=lambda page: page.name)
def test_commands(page: Path, folder: Path) -> None:
    for block in blocks(page, "console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            assert [line.rstrip() for line in run(command, folder)] == [line.rstrip() for line in expected.splitlines()]


@cache  # the same commands stand in the page of each language
def run(command: str, folder: Path) -> list[str]:
    """What a command of plogp prints, in a terminal of eighty columns."""
    program, *arguments = shlex.split(command)
    assert program == "plogp"
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "plogp", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout.rstrip().splitlines()
