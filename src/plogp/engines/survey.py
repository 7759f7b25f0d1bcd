"""The first pass over the data: what each column holds, and the edges of numbers and times with many values."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.backend.kernels import get_num_threads
from plogp.engines.edges import BINS, quantile_edges, worth_levels
from plogp.engines.kinds import Kind, kind_of, numeric, plain, written_times
from plogp.engines.plan import Column, Missing, Plan
from plogp.engines.progress import Progress, silent
from plogp.engines.source import BATCH_ROWS, Source

# Values of ordered columns held at a time. More columns than fit are read in a further pass.
HELD_BYTES = 1 << 28


def survey(
    source: Source,
    columns: Sequence[str] | None = None,
    *,
    bins: int = BINS,
    missing: Missing = Missing.CATEGORY,
    batch_rows: int = BATCH_ROWS,
    progress: Progress = silent,
) -> Plan:
    """Make the plan for some columns of a source; list and struct columns keep their place and are never counted."""
    schema = source.schema()
    names = list(schema.names if columns is None else columns)
    kinds = {name: kind_of(schema.field(name).type) for name in names}
    _times_written_as_text(source, kinds, batch_rows)
    found: dict[str, Column] = {}
    waiting = [name for name in names if kinds[name].ordered]
    while waiting:
        waiting = _measure(source, kinds, waiting, found, bins, batch_rows, progress)
    return Plan(tuple(found.get(name, Column(name, kinds[name])) for name in names), missing)


def _times_written_as_text(source: Source, kinds: dict[str, Kind], batch_rows: int) -> None:
    """A text column whose first values are all ISO 8601 dates or timestamps is one of times, as it would be in CSV."""
    texts = [name for name, kind in kinds.items() if kind is Kind.STRING]
    first = next(iter(source.batches(texts, batch_rows)), None) if texts else None
    if first is None:
        return
    for name in texts:
        kinds[name] = _kind_written(_distinct_texts(first.column(name)))


def _kind_written(values: pa.Array) -> Kind:
    if not len(values) or written_times(values[:20]) is None:  # most text is no time, which a few values show
        return Kind.STRING
    times = written_times(values)
    return Kind.STRING if times is None else kind_of(times.type)


def _distinct_texts(array: pa.Array) -> pa.Array:
    array = plain(array)
    return (array.dictionary if pa.types.is_dictionary(array.type) else array.unique()).drop_null()


def _measure(
    source: Source,
    kinds: dict[str, Kind],
    names: list[str],
    found: dict[str, Column],
    bins: int,
    batch_rows: int,
    progress: Progress,
) -> list[str]:
    """Hold the values of as many columns as fit, sort each, and write its `Column`; the rest is returned."""
    held: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in names}
    if source.rows is not None:
        fitting = max(1, HELD_BYTES // (8 * max(1, source.rows)))
        held = {name: [] for name in names[:fitting]}
    size = 0
    for batch in source.batches(list(held), batch_rows):
        for name in list(held):
            try:
                values = numeric(plain(batch.column(name)), kinds[name])
            except pa.ArrowInvalid:  # text whose later values are no times after all
                kinds[name] = Kind.STRING
                found[name] = Column(name, Kind.STRING)
                del held[name]
                continue
            held[name].append(values)
            size += values.nbytes
        while size > HELD_BYTES and len(held) > 1:
            _, dropped = held.popitem()
            size -= sum(values.nbytes for values in dropped)
        progress("reading", batch.num_rows, source.rows)
    with ThreadPoolExecutor(get_num_threads()) as pool:
        columns = pool.map(lambda name: _column(name, kinds[name], held[name], bins), list(held))
        found.update((column.name, column) for column in columns)
    return [name for name in names if name not in found]


def _column(name: str, kind: Kind, parts: list[np.ndarray[Any, Any]], bins: int) -> Column:
    values = np.concatenate(parts) if parts else np.empty(0)
    parts.clear()
    if not len(values):
        return Column(name, Kind.EMPTY)
    if kind is Kind.NUMBER and np.isfinite(values).all() and (values == np.floor(values)).all():
        kind = Kind.INTEGER
    levels, last = _levels(values)
    if worth_levels(len(levels), len(values), bins):
        return Column(name, kind)
    return Column(name, kind, quantile_edges(levels, last, bins), len(levels))


def _levels(values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The different values in order, and the rank of the last of each; whole numbers close together need no sorting."""
    low, high = values.min(), values.max()
    if values.dtype.kind in "iu" and int(high) - int(low) <= 4 * len(values):
        counts = np.bincount(values - low)
        seen = np.flatnonzero(counts)
        return seen.astype(values.dtype) + low, np.cumsum(counts[seen]) - 1
    values.sort()
    last = np.append(np.flatnonzero(values[1:] != values[:-1]), len(values) - 1)
    return values[last], last
