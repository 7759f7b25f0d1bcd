"""Imports run one way, down the floors of the house."""

from __future__ import annotations

import ast
from pathlib import Path

import plogp

ROOT = Path(plogp.__file__).parent
FLOORS = [
    {"cli"},
    {"report", "lab"},
    {"apps", "draw"},
    {"learn"},
    {"__init__"},
    {"quantities"},
    {"estimators", "distributions"},
    {"theory"},
    {"backend"},
    {"_native"},
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
FLOOR["engines"] = FLOOR["theory"]  # below the distributions, which count with it


def _room(module: str) -> str:
    """The room of a module plogp.x.y."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _imports(path: Path) -> list[tuple[int, str]]:
    here = ["plogp", *path.relative_to(ROOT).with_suffix("").parts][:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) + "." if node.level else ""
            module = (base + (node.module or "")).rstrip(".")
            names = [f"{module}.{alias.name}" for alias in node.names]
            found += [(node.lineno, name if _is_room(name) else module) for name in names]
    return [(line, module) for line, module in found if module.split(".")[0] == "plogp"]


def _is_room(module: str) -> bool:
    return module.count(".") == 1 and module.split(".")[1] in FLOOR


def test_no_import_runs_upwards() -> None:
    upwards = []
    for path in sorted(ROOT.rglob("*.py")):
        here = _room(".".join(["plogp", *path.relative_to(ROOT).with_suffix("").parts]))
        upwards += [
            f"{path.relative_to(ROOT)}:{line} imports {module}"
            for line, module in _imports(path)
            if FLOOR[here] > FLOOR[_room(module)]
        ]
    assert not upwards


def test_apps_do_not_import_each_other() -> None:
    across = []
    for path in sorted((ROOT / "apps").rglob("*.py")):
        mine = path.relative_to(ROOT / "apps").parts[0].removesuffix(".py")
        across += [
            f"{path.relative_to(ROOT)}:{line} imports {module}"
            for line, module in _imports(path)
            if module.startswith("plogp.apps.") and module.split(".")[2] != mine
        ]
    assert not across


def test_only_the_backend_knows_the_native_core() -> None:
    rooms = {
        _room(".".join(["plogp", *path.relative_to(ROOT).with_suffix("").parts]))
        for path in ROOT.rglob("*.py")
        if any(module.startswith("plogp._native") for _, module in _imports(path))
    }
    assert rooms == {"backend"}


def test_every_room_is_on_a_floor() -> None:
    rooms = {path.name.removesuffix(".py") for path in ROOT.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms - {"__pycache__"} <= set(FLOOR)
