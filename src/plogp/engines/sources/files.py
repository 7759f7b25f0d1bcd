"""Concatenated: paths and globs turned into one source, each format in its own file."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pyarrow as pa

from plogp.engines.sources.concatenated import Concatenated, Partitioned
from plogp.engines.sources.formats import CSV, Format, Reader, format_begun, format_named, known
from plogp.engines.sources.hive_partitions import files_in, partition_values, table_format
from plogp.engines.sources.source import Source
from plogp.engines.sources.spooled_stream import SpooledStream
from plogp.engines.sources.text.csv_file import CsvFile
from plogp.engines.sources.text.delimited import Delimited
from plogp.engines.sources.url import is_download, is_url, open_url
from plogp.theory.errors import (
    EmptyData,
    FileForbidden,
    FileMissing,
    InvalidParameter,
    NotAFile,
    PlogpError,
    UnreadableData,
)

FormatOf = Callable[[Path], Reader]


def open_files(patterns: Sequence[str | Path], how: Delimited | None = None) -> Source:
    """The source of one or several files; those of delimited text read as was said.

    A pattern with `*`, `?` or `[` stands for the files that match it, a folder for all files in it, `-` for standard
    input, and a URL for what is there.
    """
    sources = [source for pattern in patterns for source in _named(os.fspath(pattern), how)]
    return sources[0] if len(sources) == 1 else Concatenated(sources)


def _named(pattern: str, how: Delimited | None) -> list[Source]:
    """The sources of a pattern, or what the system says against it: a name too long, a closed stream, a full disk."""
    try:
        return _opened(pattern, how)
    except PlogpError:
        raise
    except OSError as error:
        name = "standard input" if pattern == "-" else repr(pattern)
        raise UnreadableData(f"{name} cannot be read: {error.strerror or error}") from error


def _opened(pattern: str, how: Delimited | None) -> list[Source]:
    if pattern == "-":
        if sys.stdin is None:
            raise UnreadableData("standard input is closed")
        return [
            SpooledStream(sys.stdin.buffer, "standard input", "standard input", _described(_format_by_content, how))
        ]
    if is_url(pattern):
        if how is not None and not is_download(pattern):
            raise InvalidParameter(f"{pattern!r} is read by Polars, which has rules of its own: download it")
        return [open_url(pattern, _described(lambda path: _reader_named(path) or _format_by_content(path), how))]
    paths = _matches(pattern)
    if len(paths) == 1 and paths[0].is_dir():
        return [_open_folder(paths[0], how)]
    return [_open_file(path, how) for path in paths]


def _open_file(path: Path, how: Delimited | None) -> Source:
    if _is_stream(path):
        try:
            with path.open("rb") as stream:
                return SpooledStream(stream, str(path), repr(str(path)), _described(_format_by_content, how))
        except PermissionError as error:
            raise FileForbidden(f"{str(path)!r} may not be read by this user") from error
    _check_readable(path)
    return _described(_format_of, how)(path)(path)


def _is_stream(path: Path) -> bool:
    """Whether a path can be read but once: a named pipe, or what a shell hands over as `/dev/fd/63`."""
    return path.exists() and not path.is_dir() and (not path.is_file() or path.parts[:2] == ("/", "dev"))


def _described(format_of: FormatOf, how: Delimited | None) -> FormatOf:
    """A choice of the format of a file that tells the reader of delimited text what was said of it."""
    if how is None:
        return format_of

    def chosen(path: Path) -> Reader:
        format_ = _reader_named(path) or (CsvFile if format_of is _format_of else format_of(path))
        if format_ is not CsvFile:
            raise InvalidParameter(
                f"{str(path)!r} is no delimited text, of which alone a delimiter and the like are said"
            )
        return partial(CsvFile, how=how)

    return chosen


def _open_folder(folder: Path, how: Delimited | None) -> Source:
    kind = table_format(folder)
    if kind is not None:
        raise UnreadableData(
            f"{str(folder)!r} is a table of {kind}, whose folder also holds files that were replaced: open it by its "
            "own reader, as docs/distributed.md shows"
        )
    paths = files_in(folder, lambda path: _format_named(path) is not None)
    sources: list[Source] = []
    for path, values in zip(paths, partition_values(folder, paths), strict=True):
        with suppress(EmptyData):  # as writers of many files leave them
            file = _open_file(path, how)
            sources.append(Partitioned(file, values) if values else file)
    if sources:
        files = Concatenated(sources)
        files.label, files.name = str(folder), repr(str(folder))
        return files
    if paths:
        raise EmptyData(f"{str(folder)!r} has no rows in any of its {len(paths)} files")
    raise NotAFile(f"{str(folder)!r} is a directory without a file that plogp can read: known are {known()}")


def _matches(pattern: str) -> list[Path]:
    if Path(pattern).exists() or not glob.has_magic(pattern):
        return [Path(pattern)]
    found = sorted(Path(name) for name in glob.glob(pattern, recursive=True))
    if not found:
        raise FileMissing(f"no file matches {pattern!r}")
    return found


def _check_readable(path: Path) -> None:
    if not path.exists():
        raise FileMissing(f"there is no file {str(path)!r}")
    try:
        str(path).encode()
    except UnicodeEncodeError as error:  # which PyArrow cannot open
        raise UnreadableData(
            f"the name of {str(path)!r} is not UTF-8: rename it, or read it as standard input"
        ) from error
    if path.is_dir():
        raise NotAFile(f"{str(path)!r} is a directory among files: name its files, as in {str(path / '*.parquet')!r}")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except PermissionError as error:
        raise FileForbidden(f"{str(path)!r} may not be read by this user") from error
    named = _format_named(path)
    if empty and named is not None and named.binary:  # even a table without rows has a footer
        raise UnreadableData(f"{str(path)!r} was cut off: it is empty")
    if empty:
        raise EmptyData(f"{str(path)!r} is empty")


def _format_of(path: Path) -> Reader:
    named = _format_named(path)
    if named is not None:
        return named.read
    with path.open("rb") as file:
        begun = format_begun(file.read(64), binary=True)
    if begun is not None:
        return begun.read
    raise UnreadableData(f"{str(path)!r} is of no known kind: known are {known()}")


def _format_named(path: Path) -> Format | None:
    """What the name of a file says of its format, if anything."""
    return format_named(path.suffixes)


def _reader_named(path: Path) -> Reader | None:
    named = _format_named(path)
    return None if named is None else named.read


def _format_by_content(path: Path) -> Reader:
    """What its first bytes say; a file of which they say nothing is taken for CSV."""
    try:
        with pa.input_stream(path, compression="detect") as file:
            start = file.read(64)
    except OSError:  # no such compression: reported when it is read
        start = b""
    return (format_begun(start) or CSV).read
