"""Where rows come from: one protocol over files and frames, and what every reader checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import pyarrow as pa

from plogp.results.finding import Finding
from plogp.theory.errors import EmptyData, UnreadableData
from plogp.theory.unknown_column import no_column

BATCH_ROWS = 1 << 18  # at most
BATCH_CELLS = 1 << 24  # of a table of many columns: as many rows


class Source(Protocol):
    """Rows that can be read more than once, in batches of bounded size; `label` is their title, `name` for messages."""

    label: str
    name: str

    @property
    def rows(self) -> int | None:
        """How many there are, if it is known."""

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Read some columns of all rows."""


def batch_rows_of(columns: int) -> int:
    """How many rows of so many columns are read at a time, that their values fit into memory."""
    return min(BATCH_ROWS, max(1, BATCH_CELLS // max(1, columns)))


def remarks(source: object) -> tuple[Finding, ...]:
    """What a reader guessed of how a table is written, to be said to people."""
    return getattr(source, "remarks", ())


def column_names(source: Source) -> list[str]:
    """The names of the columns; of several files that differ, those that any of them has."""
    names: list[str] | None = getattr(source, "column_names", None)
    return source.schema().names if names is None else names


def narrowed(source: Source, names: Sequence[str]) -> Source:
    """The source of some of its columns; several files need to share no others."""
    return source.narrowed(names) if hasattr(source, "narrowed") else source


def check_columns(source: Source, names: Sequence[str]) -> None:
    """Raise `UnknownColumn`, with the nearest name there is, unless the source has all these columns."""
    known = column_names(source)
    for name in names:
        if name not in known:
            raise no_column(name, known, source.name)


def check_schema(schema: pa.Schema, name: str) -> pa.Schema:
    """The schema, if each column has a name of its own and there is at least one."""
    if not schema.names:
        raise EmptyData(f"{name} has no columns")
    check_distinct(schema.names, name)
    return schema


def check_distinct(names: Sequence[Any], where: str) -> None:
    """Raise unless all names differ."""
    twice = min((name for name, times in Counter(names).items() if times > 1), default=None)
    if twice is not None:
        raise UnreadableData(f"{where} has more than one column named {twice!r}: rename one of them")


def cut_off(name: str, error: BaseException) -> UnreadableData:
    """The error of a file whose bytes do not hang together."""
    return UnreadableData(f"{name} cannot be read to its end: it was cut off or is damaged ({error})")


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Every error that a reader of PyArrow raises for the bytes of a file is `UnreadableData`, which says `what`."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError, MemoryError) as error:
        raise UnreadableData(f"{what} ({error})") from error


def validate(column: pa.Array | pa.ChunkedArray, name: str, where: str) -> None:
    """Raise unless every offset, index and text of a column lies where it says: its bytes come from a file.

    Of times and decimals only the buffers are looked at: some writers have values beyond what Arrow's rules allow.
    """
    t = pa.types
    try:
        column.validate(full=not (t.is_temporal(column.type) or t.is_decimal(column.type)))
    except pa.ArrowInvalid as error:
        raise UnreadableData(f"{where} is damaged: column {name!r} holds {error}") from error


def no_rows(source: object) -> EmptyData:
    """The error of a table without rows."""
    return EmptyData(f"{getattr(source, 'name', 'the tally')} has no rows")
