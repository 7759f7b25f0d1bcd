"""A folder of files as one table: every file in it that plogp can read, and `key=value` in the names of its folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa

_NULL = "__HIVE_DEFAULT_PARTITION__"


def files_in(folder: Path, readable: Callable[[Path], bool]) -> list[Path]:
    """The readable files beneath a folder, in the order of their names; `_SUCCESS`, `.crc` and the like are none."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        found += [Path(root, name) for name in names if not name.startswith((".", "_")) and readable(Path(name))]
    return sorted(found)


def table_format(folder: Path) -> str | None:
    """Delta, Iceberg or Hudi, if the folder is a table of one: which of its files hold now, only they know."""
    if (folder / "_delta_log").is_dir():
        return "Delta"
    if (folder / ".hoodie").is_dir():
        return "Hudi"
    return "Iceberg" if any((folder / "metadata").glob("*.metadata.json")) else None


def partition_values(folder: Path, paths: Sequence[Path]) -> list[Mapping[str, pa.Scalar]]:
    """What the names of the folders between say, path for path: text, unless all are numbers that differ."""
    said = [
        {
            key: unquote(value)
            for key, equals, value in (part.partition("=") for part in _between(folder, path))
            if equals
        }
        for path in paths
    ]
    names = list(dict.fromkeys(name for values in said for name in values))
    types = {name: _type([values[name] for values in said if values.get(name, _NULL) != _NULL]) for name in names}
    return [{name: _scalar(values.get(name, _NULL), types[name]) for name in names} for values in said]


def _between(folder: Path, path: Path) -> tuple[str, ...]:
    return path.parent.relative_to(folder).parts


def _type(texts: Sequence[str]) -> pa.DataType:
    whole = texts and all(text.lstrip("-").isdecimal() and -(2**63) <= int(text) < 2**63 for text in texts)
    whole = whole and len({*texts}) == len({*map(int, texts)})  # 05 and 5 beside each other are codes
    return pa.int64() if whole else pa.string()


def _scalar(text: str, type_: pa.DataType) -> pa.Scalar:
    if text == _NULL:
        return pa.scalar(None, type_)
    return pa.scalar(int(text) if type_ == pa.int64() else text, type_)
