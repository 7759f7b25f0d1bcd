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
    """The first file of each line by its path within the package or the project, the others beside it."""
    project = ROOT.parents[1]
    lines = (project / "CONTRIBUTING.md").read_text("utf-8").split("## Task, command")[0].splitlines()
    named = [re.findall(r"`([\w/.-]+\.(?:py|pyi|po))`", line) for line in lines]
    assert sum(map(bool, named)) > 15
    for first, *others in filter(None, named):
        place = next((root / first for root in (ROOT, project) if (root / first).is_file()), None)
        known = place or next(ROOT.rglob(first), None)
        assert known, first
        assert all(
            any((base / o).is_file() for base in (ROOT, project, known.parent)) or [*ROOT.rglob(o)] for o in others
        )
