"""A result as a document: its fields by name, as its JSON Schema describes them, and the same as text."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from time import time
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


@dataclass(frozen=True)
class Report(Document):
    """A result that is kept: its JSON says which schema it follows, which version wrote it, and when."""

    def to_json(self) -> str:
        """The same as text. Of `SOURCE_DATE_EPOCH`, where that is set, and not of now."""
        written = datetime.fromtimestamp(float(os.environ.get("SOURCE_DATE_EPOCH", time())), UTC)
        head = {
            "schema": f"urn:plogp:{type(self).__name__.lower()}:1",
            "plogp": version("plogp"),
            "time": written.isoformat(timespec="seconds"),
        }
        return printable_json(head | self.to_dict())


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
