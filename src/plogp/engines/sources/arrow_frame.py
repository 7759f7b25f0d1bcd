"""Frames in memory: pandas, Polars, PyArrow and whatever else hands out an Arrow stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from plogp.engines.sources.source import BATCH_ROWS, check_schema
from plogp.engines.tally.exact_numbers import WIDE
from plogp.theory.errors import UnreadableData

_UNNAMED_INDEX = {"__index_level_0__"}  # of pandas, for rows that were shuffled or left out: no column of the user

_REFUSED = (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError, OverflowError, UnicodeError)

# What no UTF-8 is made of: file names that are no UTF-8 hold such, as Python reads them.
_HALF = "holds half of a surrogate pair, which is no character: replace it, as str.encode(errors='replace') does"


class Frame:
    """A table held in memory, seen through Arrow without a copy wherever its library allows."""

    def __init__(self, data: Any) -> None:
        library = type(data).__module__.partition(".")[0]
        self.label = "table" if library == "builtins" else f"{library} table"
        self.name = f"the {self.label}"
        try:
            table = data if isinstance(data, pa.Table) else _table(data)
            self._table = table.drop_columns([name for name in table.schema.names if name in _UNNAMED_INDEX])
        except _REFUSED as error:
            said = f"it {_HALF}" if isinstance(error, UnicodeError) else " · ".join(map(str, error.args))
            raise UnreadableData(f"{self.name} cannot be read: {said}") from error
        self.rows: int | None = self._table.num_rows
        check_schema(self._table.schema, self.name)

    def schema(self) -> pa.Schema:
        """The names and types of the columns."""
        return self._table.schema

    def batches(self, columns: Sequence[str], batch_rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
        """Slices of the table."""
        yield from self._table.select(list(columns)).to_batches(max_chunksize=batch_rows)


def _table(data: Any) -> pa.Table:
    """At once if it can be, else column by column, so that the one that cannot is read by its values or named."""
    objects = any(str(dtype) == "Object" for dtype in getattr(data, "dtypes", ()))  # Polars hands out their addresses
    if not objects:
        try:
            return pa.table(data)
        except _REFUSED:
            if not (isinstance(data, Mapping) or hasattr(data, "columns")):
                raise
    names = list(data if isinstance(data, Mapping) else data.columns)
    for name in names:
        if any("\ud800" <= letter <= "\udfff" for letter in str(name)):
            raise TypeError(f"the name of column {name!r} {_HALF}")
    return pa.table([_column(name, data[name]) for name in names], [str(name) for name in names])


def _column(name: Any, values: Any) -> pa.Array | pa.ChunkedArray:
    if not hasattr(values, "dtype") or str(values.dtype) not in ("Object", "Int128", "UInt128"):
        try:
            return pa.table({"": values}).column(0)
        except OverflowError:  # whole numbers of more than 64 bits
            pass
        except UnicodeEncodeError as error:
            raise TypeError(f"a value of column {name!r} {_HALF}") from error
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError) as error:
            raise type(error)(f"column {name!r}: {error.args[0]}") from error
    found = list(values)
    if all(value is None or type(value) is int for value in found):
        return pa.array([None if value is None else str(value) for value in found], pa.string()).cast(WIDE)
    try:
        return pa.array(found)
    except UnicodeEncodeError as error:
        raise TypeError(f"a value of column {name!r} {_HALF}") from error
    except _REFUSED as error:
        raise TypeError(f"column {name!r} holds Python objects of no one kind: {error.args[0]}") from error
