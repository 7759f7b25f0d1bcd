"""Where rows come from: one protocol over files and frames, and the function that finds the source of what is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import narwhals as nw
import pyarrow as pa
from narwhals.dependencies import is_dask_dataframe, is_into_series, is_pandas_dataframe

from plogp.engines.sources.text.delimited import Delimited
from plogp.results.finding import Finding
from plogp.theory.errors import EmptyData, UnknownColumn, UnreadableData

if TYPE_CHECKING:
    from plogp.engines.counting.column_sketches import Measures, Taker
    from plogp.engines.tally.cells import Key
    from plogp.engines.tally.plan import Plan
    from plogp.engines.tally.tally import Tally

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


@runtime_checkable
class CountsItself(Source, Protocol):
    """Rows that lie on several machines, which measure and count them."""

    def measured(self, measures: Measures[Taker]) -> Measures[Taker]:
        """What fresh measures become once all rows are added."""

    def count(self, plan: Plan, tables: Sequence[Key], optional: Sequence[Key]) -> Tally:
        """Count every column of a plan, the tables asked for, and optional ones as far as the caps allow."""


def batch_rows_of(columns: int) -> int:
    """How many rows of so many columns are read at a time, that their values fit into memory."""
    return min(BATCH_ROWS, max(1, BATCH_CELLS // max(1, columns)))


def open_source(data: Any) -> Source:
    """Make a source of a path, a glob, a list of them, a frame that has an Arrow stream, or a dict of columns."""
    from plogp.engines.sources.arrow_frame import Frame
    from plogp.engines.sources.files import open_files

    if hasattr(data, "batches") and hasattr(data, "label"):
        return cast("Source", data)
    if isinstance(data, str | Path):
        return open_files([data])
    if isinstance(data, list | tuple) and data and all(isinstance(item, str | Path) for item in data):
        return open_files(data)
    if isinstance(data, Delimited):
        return open_files(data.paths, data)
    if isinstance(data, Mapping):
        return Frame(data)
    if is_dask_dataframe(data):
        from plogp.engines.sources.dask_frame import DaskFrame

        return DaskFrame(data)
    if type(data).__module__ == "pyarrow._dataset" and hasattr(data, "get_fragments"):
        from plogp.engines.sources.arrow_dataset import ArrowDataset

        return ArrowDataset(data)
    if is_into_series(data):
        raise UnreadableData("a Series is one column and no table: hand over a table, as its to_frame() makes one")
    _check_names(data)
    lazy = nw.from_native(data, pass_through=True)
    if isinstance(lazy, nw.LazyFrame):
        from plogp.engines.sources.lazy_frame import Query

        return Query(lazy)
    if hasattr(data, "__arrow_c_stream__"):
        return Frame(data)
    raise UnreadableData(
        f"a {type(data).__module__}.{type(data).__name__} is no table that plogp can read: give a path, or a table of "
        "pandas, Polars, PyArrow, DuckDB, Ibis, Dask or Spark"
    )


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


def no_column(name: str, known: Sequence[str], where: str) -> UnknownColumn:
    """The error of a column that is not there, with the nearest name there is."""
    near = get_close_matches(name, known, 1, 0.5) or [k for k in known if k.lower() == name.lower()]
    hint = f"did you mean {near[0]!r}?" if near else f"it has {_listed(known)}"
    return UnknownColumn(f"{where} has no column {name!r}: {hint}")


def _listed(names: Sequence[str]) -> str:
    some = ", ".join(repr(name) for name in names[:8])
    return some if len(names) <= 8 else f"{some} and {len(names) - 8} more"


def check_schema(schema: pa.Schema, name: str) -> pa.Schema:
    """The schema, if each column has a name of its own and there is at least one."""
    if not schema.names:
        raise EmptyData(f"{name} has no columns")
    _check_distinct(schema.names, name)
    return schema


def _check_distinct(names: Sequence[Any], where: str) -> None:
    twice = min((name for name, times in Counter(names).items() if times > 1), default=None)
    if twice is not None:
        raise UnreadableData(f"{where} has more than one column named {twice!r}: rename one of them")


def _check_names(data: Any) -> None:
    """Of a table of pandas, whose names may be repeated, or be alike as text."""
    if is_pandas_dataframe(data):
        _check_distinct([str(name) for name in data.columns], "the pandas table")


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


def no_rows(source: Source | Tally) -> EmptyData:
    """The error of a table without rows."""
    return EmptyData(f"{getattr(source, 'name', 'the tally')} has no rows")
