"""What import-linter cannot see: only the backend imports the native core, and the files that pages name are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import plogp

ROOT = Path(plogp.__file__).parent


def _imports_native(path: Path) -> bool:
    names = [
        f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    return any(name.startswith("plogp._native") for name in names)


def test_only_the_backend_knows_the_native_core() -> None:
    assert {path.parent.name for path in ROOT.rglob("*.py") if _imports_native(path)} == {"backend"}


def test_contributing_names_files_that_there_are() -> None:
    """By their path within the package or the project; after the first of a line by the name alone."""
    project = ROOT.parents[1]
    lines = (project / "CONTRIBUTING.md").read_text("utf-8").split("## Task, command")[0].splitlines()
    named = [name for line in lines for name in re.findall(r"`([\w/.-]+\.(?:py|pyi|po))`", line)]
    assert len(named) > 20
    missing = [n for n in named if not ((project / n).is_file() or any(ROOT.rglob(n)))]
    assert missing == []
