"""What import-linter cannot see: only the backend imports the native core, which is no Python module."""

from __future__ import annotations

import ast
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
