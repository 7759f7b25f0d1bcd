"""A result as a document: its fields by name, as its JSON Schema describes them, and the same as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from plogp.results.estimate import Estimate
from plogp.theory.printable import printable_json

_OF_AN_ESTIMATE = ("value", "low", "high", "unit")


@dataclass(frozen=True)
class Document:
    """A result that can be written as JSON."""

    def to_dict(self) -> dict[str, Any]:
        """Its fields by name: dicts, lists, text and numbers."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    def to_json(self) -> str:
        """The same as text."""
        return printable_json(self.to_dict())


def schema_in(package: str, name: str) -> dict[str, Any]:
    """The JSON Schema that lies in a package."""
    return dict(json.loads(files(package).joinpath(name).read_text(encoding="utf-8")))


def _plain(value: Any) -> Any:
    if isinstance(value, Estimate):
        return {name: getattr(value, name) for name in _OF_AN_ESTIMATE}
    if isinstance(value, Document):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
