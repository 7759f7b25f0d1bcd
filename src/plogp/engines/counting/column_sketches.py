"""What one pass measures of the columns of a plan, here or wherever a part of the rows lies: parts add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from math import inf
from typing import Any, Generic, TypeVar

import pyarrow as pa

from plogp.backend.counting import Spectrum
from plogp.engines.counting.arrow_values import values_of
from plogp.engines.counting.quantile_edges import Refinement
from plogp.engines.tally.column_types import Kind

_TOGETHER = 64  # columns measured between two looks at how much is held

Sketch = TypeVar("Sketch", Spectrum, Refinement)


class Measures(Generic[Sketch]):
    """A spectrum or a refinement for each of some columns.

    Attributes
    ----------
    sketches : mapping of str to Spectrum or Refinement
        What takes note of the values of each column that was not put off.
    texts : set of str
        Columns of text that turned out to write no times after all.
    """

    def __init__(self, kinds: Mapping[str, Kind], sketches: Mapping[str, Sketch], most_values: float = inf) -> None:
        self.sketches: Mapping[str, Sketch] = sketches
        self._most_values = most_values
        self.texts = {name for name in sketches if not kinds[name].ordered}
        self._kinds = {name: kinds[name] for name in sketches}

    def update(self, batch: pa.RecordBatch, map_: Callable[..., Iterator[Any]] = map) -> None:
        """Measure the rows of one batch; once too many values are held, the last columns are put off."""
        names, held = list(self.sketches), 0
        for at in range(0, len(names), _TOGETHER):
            if held > self._most_values:
                self.sketches = {name: self.sketches[name] for name in names[:at]}
                return
            group = names[at : at + _TOGETHER]
            for _ in map_(lambda name: self._take(batch.column(name), name), group):
                pass
            held += sum(self.sketches[name].different for name in group)

    def _take(self, array: pa.Array, name: str) -> None:
        try:
            if name not in self.texts:
                self.sketches[name].add(*values_of(array, self._kinds[name]))
        except pa.ArrowInvalid:  # later values of text are no times
            self.texts.add(name)


def added(parts: Sequence[Measures[Sketch]]) -> Measures[Sketch]:
    """The measures of all rows of some parts, which stay as they are."""
    whole = deepcopy(parts[0])
    for part in parts[1:]:
        whole.texts |= part.texts
        for name, sketch in whole.sketches.items():
            sketch.merge(part.sketches[name])
    return whole
