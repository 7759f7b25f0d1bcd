"""Tables behind a URL (s3, gs, az, https, hf …), which Polars knows how to read, with the credentials at hand."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import narwhals as nw

from plogp.engines.query import Query
from plogp.theory.errors import MissingExtra, UnreadableData

_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
# What stands for a missing value in CSV, as PyArrow has it.
_NULLS = (
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "N/A", "NA", "NULL",
    "NaN", "n/a", "nan", "null",
)  # fmt: skip


def is_url(path: str) -> bool:
    """Whether it is one, and no path; one letter before the colon is a drive of Windows."""
    return _URL.match(path) is not None


def open_url(url: str) -> Query:
    """The table behind a URL, computed by Polars when it is asked; `*` stands for many files, where there are folders.

    Nothing is kept: each pass over the table reads it anew.
    """
    try:
        import polars as pl
    except ModuleNotFoundError as error:
        raise MissingExtra(f"{url!r} is a URL, which Polars reads: pip install 'plogp[polars]'") from error
    try:
        lazy = _scanned(pl, url)
        lazy.collect_schema()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise UnreadableData(f"{url!r} cannot be read: {reason}") from error
    query = Query(nw.from_native(lazy))
    query.label, query.name = url, repr(url)
    return query


def _scanned(pl: Any, url: str) -> Any:
    suffixes = [suffix.lower() for suffix in PurePosixPath(urlsplit(url).path).suffixes]
    last = next((suffix for suffix in reversed(suffixes) if suffix not in (".gz", ".zst")), "")
    if last in (".csv", ".tsv", ".tab"):
        separator = "," if last == ".csv" else "\t"
        return pl.scan_csv(
            url, separator=separator, null_values=list(_NULLS), try_parse_dates=True, infer_schema_length=None
        )
    if last in (".jsonl", ".ndjson"):
        return pl.scan_ndjson(url, infer_schema_length=None)
    if last in (".arrow", ".feather", ".ipc"):
        return pl.scan_ipc(url)
    return pl.scan_parquet(url)
