"""Files: paths and globs turned into one source, each format in its own file."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from plogp.engines.arrow_file import ArrowFile
from plogp.engines.csv_file import CsvFile
from plogp.engines.parquet_file import ParquetFile
from plogp.engines.source import BATCH_ROWS, Source, check_schema
from plogp.theory.errors import EmptyData, FileForbidden, FileMissing, NotAFile, SchemaMismatch, UnreadableData

_SUFFIXES: dict[str, Callable[[Path], Source]] = {
    ".parquet": ParquetFile,
    ".pq": ParquetFile,
    ".csv": CsvFile,
    ".tsv": CsvFile,
    ".tab": CsvFile,
    ".arrow": ArrowFile,
    ".feather": ArrowFile,
    ".ipc": ArrowFile,
}
_MAGIC: dict[bytes, Callable[[Path], Source]] = {b"PAR1": ParquetFile, b"ARRO": ArrowFile}
_COMPRESSED = (".gz", ".zst", ".bz2")


def open_files(patterns: Sequence[str | Path]) -> Source:
    """The source of one or several files; a pattern with `*`, `?` or `[` stands for the files that match it."""
    paths = [path for pattern in patterns for path in _matches(os.fspath(pattern))]
    for path in paths:
        _check_readable(path)
    files = [_format_of(path)(path) for path in paths]
    return files[0] if len(files) == 1 else Files(files)


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
    if path.is_dir():
        raise NotAFile(f"{str(path)!r} is a directory: name its files, as in {str(path / '*.parquet')!r}")
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except PermissionError as error:
        raise FileForbidden(f"{str(path)!r} may not be read by this user") from error
    if empty:
        raise EmptyData(f"{str(path)!r} is empty")


def _format_of(path: Path) -> Callable[[Path], Source]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _COMPRESSED:
        suffixes.pop()
    if suffixes and suffixes[-1] in _SUFFIXES:
        return _SUFFIXES[suffixes[-1]]
    with path.open("rb") as file:
        magic = file.read(4)
    if magic in _MAGIC:
        return _MAGIC[magic]
    raise UnreadableData(
        f"{str(path)!r} is of no known kind: known are {', '.join(sorted(_SUFFIXES))}, .csv.gz, .tsv.gz"
    )


class Files:
    """Several files with the same columns, read one after the other."""

    def __init__(self, files: Sequence[Source]) -> None:
        self._files = files
        self.label = f"{files[0].label} and {len(files) - 1} more"
        self.name = f"{files[0].name} and {len(files) - 1} more"

    @property
    def rows(self) -> int | None:
        """The sum of the rows, if each file tells."""
        rows = [file.rows for file in self._files]
        return None if None in rows else sum(r for r in rows if r is not None)

    def schema(self) -> pa.Schema:
        """The names and types of the columns, which all files share."""
        first, *others = self._files
        schema = first.schema()
        for other in others:
            schema = _shared(schema, other.schema(), first.name, other.name)
        return schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """All batches of all files."""
        for file in self._files:
            yield from file.batches(columns, batch_rows)


def _shared(a: pa.Schema, b: pa.Schema, name_a: str, name_b: str) -> pa.Schema:
    """One schema for two files: kinds must agree, numbers may be whole in one and not in the other."""
    from plogp.engines.kinds import Kind, kind_of

    check_schema(b, name_b)
    apart = sorted(set(a.names) ^ set(b.names))
    if apart:
        has, lacks = (name_a, name_b) if apart[0] in a.names else (name_b, name_a)
        raise SchemaMismatch(f"column {apart[0]!r} is in {has} but not in {lacks}")
    fields = []
    for field in a:
        kinds = kind_of(field.type), kind_of(b.field(field.name).type)
        if kinds[0] is kinds[1] or kinds[1] is Kind.EMPTY:
            fields.append(field)
        elif kinds[0] is Kind.EMPTY:
            fields.append(b.field(field.name))
        elif set(kinds) == {Kind.INTEGER, Kind.NUMBER}:
            fields.append(pa.field(field.name, pa.float64()))
        else:
            raise SchemaMismatch(f"column {field.name!r} holds {kinds[0]} in {name_a} and {kinds[1]} in {name_b}")
    return pa.schema(fields)
