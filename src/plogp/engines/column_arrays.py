"""Columns of any source as NumPy arrays: numbers as float64, levels as codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plogp.engines.sources.source import Source, no_rows
from plogp.engines.tally.column_types import NUMBERS, kind_of
from plogp.engines.tally.exact_numbers import doubles
from plogp.theory.errors import UnusableColumn
from plogp.theory.progress import Progress, silent

Codes = tuple[list[Any], NDArray[np.int64]]


def read_columns(
    source: Source, numbers: Sequence[str], levels: Sequence[str] = (), progress: Progress = silent
) -> tuple[NDArray[np.float64], list[Codes]]:
    """Columns of numbers as one array (rows, columns), NaN where a value is missing; of others the levels and codes.

    Raises
    ------
    UnusableColumn
        Of a column that should hold numbers and does not, or of levels one of which is missing.
    EmptyData
        Without rows.
    """
    tables, held = [], []
    for table, levels_ in read_batches(source, numbers, levels, progress):
        tables.append(table)
        held.append(levels_)
    return np.concatenate(tables), [_joined(chunks) for chunks in zip(*held, strict=True)]


def read_batches(
    source: Source, numbers: Sequence[str], levels: Sequence[str] = (), progress: Progress = silent
) -> Iterator[tuple[NDArray[np.float64], list[Codes]]]:
    """The same, some rows at a time, each with levels of its own."""
    schema = source.schema()
    for name in numbers:
        if kind_of(schema.field(name).type) not in NUMBERS and not pa.types.is_boolean(schema.field(name).type):
            raise UnusableColumn(
                f"column {name!r} of {source.name} holds {schema.field(name).type}, which is no number"
            )
    rows = 0
    for batch in source.batches([*dict.fromkeys([*numbers, *levels])]):
        if not batch.num_rows:
            continue
        table = np.empty((batch.num_rows, len(numbers)))
        for place, name in enumerate(numbers):
            table[:, place] = _numbers(batch.column(name))
        codes = []
        for name in levels:
            column = batch.column(name)
            if column.null_count:
                row = rows + int(np.argmax(column.is_null().to_numpy(zero_copy_only=False)))
                raise UnusableColumn(f"row {row} of {source.name} has no {name!r}: leave it out, or give it one")
            encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
            codes.append(
                (encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64))
            )
        yield table, codes
        rows += batch.num_rows
        progress("read", batch.num_rows, source.rows)
    if not rows:
        raise no_rows(source)


def _numbers(column: pa.Array) -> NDArray[np.float64]:
    if pa.types.is_decimal(column.type):  # which Arrow's cast does not round correctly
        made, _ = doubles(column)
        return np.where(column.is_valid().to_numpy(zero_copy_only=False), made, np.nan)
    if pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.uint8())
    numbers: NDArray[np.float64] = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return numbers


def _joined(chunks: Sequence[Codes]) -> Codes:
    """The levels of several batches in ascending order, and the codes of all rows."""
    levels = {level for values, _ in chunks for level in values}
    ascending = sorted(levels, key=lambda level: (type(level).__name__, level))
    place = {level: i for i, level in enumerate(ascending)}
    codes = [np.array([place[level] for level in values], np.int64)[codes] for values, codes in chunks]
    return ascending, np.concatenate(codes)
