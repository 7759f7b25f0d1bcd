"""A result of a job over a table: it prints, is looked up by column, and turns into a frame, JSON or HTML."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib.metadata import version
from math import nan
from time import time
from typing import Any, overload

from plogp.files.atomic_write import write_whole
from plogp.report.views import html_page, rows_of, terminal_parts
from plogp.results.document import Document
from plogp.results.finding import Finding
from plogp.theory.errors import MissingExtra
from plogp.theory.extras import require
from plogp.theory.parameters import path_of
from plogp.theory.printable import printable_json
from plogp.theory.unknown_column import not_named
from plogp.translations.message import language_of


class Report(Document, ABC):
    """A result with an entry, which has a name, for each column of the data or each model.

    A kind of result is a dataclass that says what its `entries` are, and in `views.py` of its application how it is
    shown (`plogp.report.views`); all else is here. Entries are looked up by name or by place, and iterated.
    """

    findings: tuple[Finding, ...]  # what stands out, the most serious first

    @property
    @abstractmethod
    def entries(self) -> Sequence[Any]:
        """What it is looked up in."""

    def __getitem__(self, key: str | int) -> Any:
        if not isinstance(key, str):
            return self.entries[key]
        found = next((entry for entry in self.entries if entry.name == key), None)
        if found is None:
            raise not_named(key, [entry.name for entry in self.entries], f"the {type(self).__name__.lower()} has no")
        return found

    def __iter__(self) -> Iterator[Any]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, key: object) -> bool:
        return any(entry.name == key or entry is key for entry in self.entries)

    def __repr__(self) -> str:
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        shown = ", ".join(f"{name}={_brief(value)}" for name, value in values if value not in (None, ()))
        return f"{type(self).__name__}({shown})"

    def __str__(self) -> str:
        with require("tables"):
            from plogp.report.terminal import Page, plain_console
        page = Page("en", plain_console())
        return page.laid_out(terminal_parts(self, page))

    def to_json(self) -> str:
        """All of it as text, with the schema that it follows, the version that wrote it, and when.

        The time is that of `SOURCE_DATE_EPOCH`, where that is set, and not of now.
        """
        written = datetime.fromtimestamp(float(os.environ.get("SOURCE_DATE_EPOCH", time())), UTC)
        head = {
            "schema": f"urn:plogp:{type(self).__name__.lower()}:1",
            "plogp": version("plogp"),
            "time": written.isoformat(timespec="seconds"),
        }
        return printable_json(head | self.to_dict())

    def to_pandas(self) -> Any:
        """A pandas frame with a row for each entry, as `--csv` of the command prints them."""
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise MissingExtra("pandas is not installed: pip install pandas", name=error.name) from error
        head, body = rows_of(self)
        return pd.DataFrame([[nan if cell is None else cell for cell in row] for row in body], columns=list(head))

    def to_polars(self) -> Any:
        """The same as a Polars frame."""
        with require("polars"):
            import polars as pl
        head, body = rows_of(self)
        return pl.DataFrame([list(row) for row in body], schema=list(head), orient="row", infer_schema_length=None)

    @overload
    def to_html(self, path: None = None, *, lang: str = "en", command: str = "") -> str: ...

    @overload
    def to_html(self, path: str | os.PathLike[str], *, lang: str = "en", command: str = "") -> None: ...

    def to_html(self, path: Any = None, *, lang: str = "en", command: str = "") -> str | None:
        """One page that opens anywhere, with pictures, the table and the numbers, in both languages.

        Parameters
        ----------
        path : path, optional
            The file that is written, whole or not at all; without it the page is returned.
        lang : str
            What is shown first: "en" or "zh-TW".
        command : str
            The command line that the page names as its origin.
        """
        page = html_page(self, language_of(lang), command)
        if path is None:
            return page
        write_whole(path_of("path", path), page)
        return None


def _brief(value: Any) -> str:
    """A field in a word or two: of what has parts, how many."""
    if isinstance(value, tuple) and isinstance(value[0], Document):
        return f"<{len(value)}>"
    return f"<{type(value).__name__}>" if isinstance(value, Document) else repr(value)
