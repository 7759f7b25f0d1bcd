"""Tables behind a URL: http and https are downloaded, others (s3, gs, az, hf …) read by Polars with its credentials."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import narwhals as nw
import pyarrow as pa

from plogp.engines.sources.formats import PARQUET, format_named
from plogp.engines.sources.lazy_frame import LazyFrame
from plogp.engines.sources.source import BATCH_ROWS, Source
from plogp.engines.sources.spooled_stream import SpooledStream
from plogp.theory.errors import FileMissing, PlogpError, UnreadableData
from plogp.theory.extras import require

_HTTP = ("http://", "https://")
_PATIENCE = 60  # seconds for a server to answer
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")


def is_url(path: str) -> bool:
    """Whether it is one, and no path; one letter before the colon is a drive of Windows."""
    return _URL.match(path) is not None


def is_download(url: str) -> bool:
    """Whether it is copied here before it is read."""
    return url.lower().startswith(_HTTP)


def open_url(url: str, format_of: Callable[[Path], Callable[[Path], Source]]) -> Source:
    """The table behind a URL: downloaded, since it is read more than once, or computed by Polars at each pass."""
    return _downloaded(url, format_of) if is_download(url) else _computed(url)


def _downloaded(url: str, format_of: Callable[[Path], Callable[[Path], Source]]) -> SpooledStream:
    try:
        with urlopen(Request(url, headers={"User-Agent": "plogp"}), timeout=_PATIENCE) as answer:
            suffix = "".join(_suffixes(url))
            return SpooledStream(answer, url, repr(url), format_of, suffix, answer.headers["Content-Length"])
    except HTTPError as error:
        if error.code in (404, 410):
            raise FileMissing(f"there is nothing at {url!r}") from error
        raise UnreadableData(f"{url!r} cannot be read: its server answers {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        if isinstance(error, PlogpError):
            raise
        reason = error.reason if isinstance(error, URLError) else error
        raise UnreadableData(f"{url!r} cannot be read: {getattr(reason, 'strerror', None) or reason}") from error


def _computed(url: str) -> LazyFrame:
    with require("polars", f"{url!r} is a URL, which Polars reads"):
        import polars as pl
    with _in_one_sentence(url):
        lazy = _scanned(pl, url)
        lazy.collect_schema()
    return _Remote(nw.from_native(lazy), url)


class _Remote(LazyFrame):
    """A table that Polars computes, and whose faults become one sentence."""

    def __init__(self, frame: nw.LazyFrame[Any], url: str) -> None:
        super().__init__(frame)
        self.label, self.name = url, repr(url)

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """The rows, streamed into this process."""
        with _in_one_sentence(self.label):
            yield from super().batches(columns, batch_rows)

    def collect(self, query: nw.LazyFrame[Any]) -> pa.Table:
        """What Polars computes for a query of this table."""
        with _in_one_sentence(self.label):
            return super().collect(query)


@contextmanager
def _in_one_sentence(url: str) -> Iterator[None]:
    import polars as pl

    try:
        yield
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise UnreadableData(f"{url!r} cannot be read: {reason}") from error


def _suffixes(url: str) -> list[str]:
    return [suffix.lower() for suffix in PurePosixPath(urlsplit(url).path).suffixes]


def _scanned(pl: Any, url: str) -> Any:
    return (format_named(_suffixes(url), (".gz", ".zst")) or PARQUET).scan(pl, url)
