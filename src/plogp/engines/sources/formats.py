"""The formats of files: one row each, which the readers of files and of URLs share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plogp.engines.sources.arrow_file import ArrowFile
from plogp.engines.sources.parquet_file import ParquetFile
from plogp.engines.sources.source import Source
from plogp.engines.sources.text.csv_file import CsvFile
from plogp.engines.sources.text.json_file import JsonLinesFile

Reader = Callable[[Path], Source]
COMPRESSED = (".gz", ".zst", ".bz2")
# What stands for a missing value in CSV, as PyArrow has it.
_NULLS = (
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "N/A", "NA", "NULL",
    "NaN", "n/a", "nan", "null",
)  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A format of files.

    Attributes
    ----------
    name : str
        As people call it.
    suffixes : tuple of str
        Of the names of its files, in lower case.
    read : type
        The source of one file.
    scan : function
        The lazy table of a URL by Polars, which is handed over first.
    starts : bytes
        The first bytes of its files, blanks left out of text; none where they tell nothing.
    binary : bool
        Whether even a table without rows is no empty file.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    scan: Callable[[Any, str], Any]
    starts: bytes = b""
    binary: bool = False

    def begins(self, start: bytes) -> bool:
        """Whether these may be the first bytes of a file of this format."""
        return bool(self.starts) and (start if self.binary else start.lstrip()).startswith(self.starts)


def _scan_delimited(separator: str) -> Callable[[Any, str], Any]:
    return lambda pl, url: pl.scan_csv(
        url, separator=separator, null_values=list(_NULLS), try_parse_dates=True, infer_schema_length=None
    )


PARQUET = Format("Parquet", (".parquet", ".pq"), ParquetFile, lambda pl, url: pl.scan_parquet(url), b"PAR1", True)
CSV = Format("CSV", (".csv",), CsvFile, _scan_delimited(","))
FORMATS: list[Format] = [
    PARQUET,
    CSV,
    Format("TSV", (".tsv", ".tab"), CsvFile, _scan_delimited("\t")),
    Format("Arrow", (".arrow", ".feather", ".ipc"), ArrowFile, lambda pl, url: pl.scan_ipc(url), b"ARRO", True),
    Format(
        "JSON lines",
        (".jsonl", ".ndjson", ".json"),
        JsonLinesFile,
        lambda pl, url: pl.scan_ndjson(url, infer_schema_length=None),
        b"{",
    ),
]


def format_named(suffixes: Sequence[str], compressed: Sequence[str] = COMPRESSED) -> Format | None:
    """What the suffixes of a name say of its format, if anything."""
    kept = [suffix.lower() for suffix in suffixes]
    if kept and kept[-1] in compressed:
        kept.pop()
    return next((one for one in FORMATS if kept and kept[-1] in one.suffixes), None)


def format_begun(start: bytes, *, binary: bool = False) -> Format | None:
    """What the first bytes of a file say of its format, if anything; `binary`: of one that is no text."""
    return next((one for one in FORMATS if one.begins(start) and (one.binary or not binary)), None)


def known() -> str:
    """The suffixes of all formats, for messages."""
    suffixes = sorted(suffix for one in FORMATS for suffix in one.suffixes)
    return f"{', '.join(suffixes)}, and .csv.gz, .jsonl.zst and the like"
