"""The first pass over the data: what each column holds, and the edges of numbers and times with many values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from plogp.backend.counting import Spectrum
from plogp.engines.counting.column_sketches import Measures, Sketch
from plogp.engines.counting.quantile_edges import (
    BINS,
    Cells,
    Refinement,
    finite,
    quantile_edges,
    too_coarse,
    worth_levels,
)
from plogp.engines.sources.dask_frame import DaskFrame
from plogp.engines.sources.lazy_frame import SPARK, LazyFrame
from plogp.engines.sources.prefetch import on_threads
from plogp.engines.sources.source import Source, batch_rows_of
from plogp.engines.tally.column_types import Kind, kind_of, plain, written_times
from plogp.engines.tally.plan import MOST_EXACT, Column, Missing, Plan
from plogp.theory.progress import Progress, silent

# Ordered columns of very many values measured at a time, each in a few megabytes. More are read in a further pass.
MOST_AT_ONCE = 64


def survey(
    source: Source,
    columns: Sequence[str] | None = None,
    *,
    bins: int = BINS,
    missing: Missing = Missing.CATEGORY,
    batch_rows: int | None = None,
    progress: Progress = silent,
) -> Plan:
    """Make the plan for some columns of a source; list and struct columns keep their place and are never counted."""
    schema = source.schema()
    names = list(schema.names if columns is None else columns)
    kinds = {name: kind_of(schema.field(name).type) for name in names}
    batch_rows = batch_rows or batch_rows_of(len(names))
    _times_written_as_text(source, kinds, batch_rows)
    found: dict[str, Column] = {}
    waiting = [name for name in names if kinds[name].ordered]
    while waiting:
        group = waiting[:MOST_AT_ONCE] if _elsewhere(source) else waiting
        found |= {column.name: column for column in _measured(source, kinds, group, bins, batch_rows, progress)}
        waiting = [name for name in waiting if name not in found and kinds[name].ordered]
    return Plan(tuple(found.get(name, Column(name, kinds[name])) for name in names), missing)


def _elsewhere(source: Source) -> Callable[[Any, Measures[Any]], Measures[Any]] | None:
    """What measures the columns where their rows lie, unless that is here."""
    if isinstance(source, DaskFrame):
        from plogp.engines.counting import dask

        return dask.measured
    if isinstance(source, LazyFrame) and source.implementation in SPARK:
        from plogp.engines.counting import spark

        return spark.measured
    return None


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


def _measured(
    source: Source,
    kinds: dict[str, Kind],
    names: Sequence[str],
    bins: int,
    batch_rows: int,
    progress: Progress,
) -> Iterator[Column]:
    """Columns of some names, the first of them; text whose values turn out to be no times is text, in `kinds` too."""

    def read(sketches: Mapping[str, Sketch]) -> Mapping[str, Sketch]:
        if measured := _elsewhere(source):
            measures = measured(source, Measures(kinds, sketches))
        else:
            measures = Measures(kinds, sketches, MOST_AT_ONCE * MOST_EXACT)
            for batch, map_ in on_threads(source.batches(list(sketches), batch_rows)):
                measures.update(batch, map_)
                progress("reading", batch.num_rows, source.rows)
        kinds.update(dict.fromkeys(measures.texts, Kind.STRING))
        return {name: sketch for name, sketch in measures.sketches.items() if name not in measures.texts}

    spectra = read({name: Spectrum() for name in names})
    counted = {name: Cells(*spectrum.cells()) for name, spectrum in spectra.items()}
    present = {name: int(found.n.sum()) for name, found in counted.items()}
    cells = {name: finite(found) for name, found in counted.items()}
    while refinements := {
        name: Refinement(found, bins) for name, found in cells.items() if too_coarse(found, bins).any()
    }:
        cells |= {name: refinement.cells() for name, refinement in read(refinements).items()}
    for name, found in cells.items():
        yield _column(name, kinds[name], spectra[name], found, present[name], bins)


def _column(name: str, kind: Kind, spectrum: Spectrum, cells: Cells, present: int, bins: int) -> Column:
    """Whose cells are those of finite values."""
    if not present:
        return Column(name, Kind.EMPTY)
    if kind is Kind.NUMBER and spectrum.whole:
        kind = Kind.INTEGER
    distinct = spectrum.different
    if not spectrum.exact:
        distinct = max(MOST_EXACT + 1, min(present, int(float(f"{distinct:.3g}"))))
    # Few values, or wide whole numbers that lie closer to each other than doubles do.
    if spectrum.exact and (worth_levels(distinct, present, bins) or (np.diff(cells.least) == 0).any()):
        return Column(name, kind)
    edges = quantile_edges(cells.greatest, np.cumsum(cells.n) - 1, bins)
    return Column(name, kind, edges, distinct) if edges else Column(name, kind)
