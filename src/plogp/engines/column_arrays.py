"""Columns of any source as NumPy arrays: numbers as float64, levels as codes."""

from __future__ import annotations

from collections.abc import Sequence
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
    schema = source.schema()
    for name in numbers:
        if kind_of(schema.field(name).type) not in NUMBERS and not pa.types.is_boolean(schema.field(name).type):
            raise UnusableColumn(
                f"column {name!r} of {source.name} holds {schema.field(name).type}, which is no number"
            )
    parts: list[NDArray[np.float64]] = []
    held: list[list[pa.Array]] = [[] for _ in levels]
    rows = 0
    for batch in source.batches([*dict.fromkeys([*numbers, *levels])]):
        part = np.empty((batch.num_rows, len(numbers)))
        for place, name in enumerate(numbers):
            part[:, place] = _numbers(batch.column(name))
        parts.append(part)
        for place, name in enumerate(levels):
            column = batch.column(name)
            if column.null_count:
                row = rows + int(np.argmax(column.is_null().to_numpy(zero_copy_only=False)))
                raise UnusableColumn(f"row {row} of {source.name} has no {name!r}: leave it out, or give it one")
            held[place].append(pc.dictionary_encode(column) if not pa.types.is_dictionary(column.type) else column)
        rows += batch.num_rows
        progress("read", batch.num_rows, source.rows)
    if not rows:
        raise no_rows(source)
    return np.concatenate(parts), [_levels(chunks) for chunks in held]


def _numbers(column: pa.Array) -> NDArray[np.float64]:
    if pa.types.is_decimal(column.type):  # which Arrow's cast does not round correctly
        made, _ = doubles(column)
        return np.where(column.is_valid().to_numpy(zero_copy_only=False), made, np.nan)
    if pa.types.is_boolean(column.type):
        column = pc.cast(column, pa.uint8())
    numbers: NDArray[np.float64] = pc.cast(column, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return numbers


def _levels(chunks: list[pa.Array]) -> Codes:
    whole = pa.chunked_array(chunks).unify_dictionaries()
    values = whole.chunk(0).dictionary.to_pylist()
    codes = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in whole.chunks]).astype(np.int64)
    order = sorted(range(len(values)), key=lambda at: (str(type(values[at])), values[at]))
    place = np.empty(len(values), np.int64)
    place[order] = np.arange(len(values))
    return [values[at] for at in order], place[codes]
