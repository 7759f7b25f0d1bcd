"""The cells of a table of counts that were seen: what every estimate from discrete data is computed from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from plogp.backend import counting
from plogp.theory.counts.code_arrays import combined
from plogp.theory.counts.effect import Effect
from plogp.theory.counts.fingerprint import count_of_counts
from plogp.typing import Floats, Integers


class Contingency(ABC):
    """Counts of the combinations that occurred, so that ten million levels are as easy as ten.

    Attributes
    ----------
    levels : tuple of int
        Above the codes of each variable.
    given : int
        How many variables are given; they are the last.
    """

    def __init__(self, levels: tuple[int, ...], given: int = 0) -> None:
        self.levels = levels
        self.given = given
        self._margins: dict[tuple[int, ...], tuple[Integers, Integers | slice]] = {}
        self._counts_of_counts: dict[tuple[int, ...], tuple[Integers, Integers]] = {}

    @property
    @abstractmethod
    def n(self) -> Integers:
        """How often each combination was seen, never zero: (cells,)."""

    @property
    @abstractmethod
    def codes(self) -> tuple[Integers, ...]:
        """The level of each variable in each cell: arrays (cells,)."""

    @staticmethod
    def of_table(n: Integers, given: int = 0) -> Contingency:
        """The cells above zero of a dense table, one axis a variable."""
        if n.ndim == 2:
            return _LaidOut(n, given)
        codes = np.nonzero(n)
        return _Listed(n[codes], codes, n.shape, given)

    @staticmethod
    def of_cells(n: Integers, codes: tuple[Integers, ...], levels: tuple[int, ...], given: int = 0) -> Contingency:
        """The cells that were seen: how often, and the level of each variable."""
        return _Listed(n, codes, levels, given)

    @staticmethod
    def of_codes(codes: tuple[Integers, ...], levels: tuple[int, ...], given: int = 0) -> Contingency:
        """The cells of columns of codes, one entry an observation."""
        index, cells = combined(codes, levels)
        n = np.bincount(index, minlength=cells)
        first = np.empty(cells, dtype=np.int64)
        first[index] = np.arange(index.size)
        seen = n > 0
        return _Listed(n[seen], tuple(code[first[seen]] for code in codes), levels, given)

    @property
    def order(self) -> int:
        """How many variables, those given included."""
        return len(self.levels)

    @cached_property
    def total(self) -> int:
        """How many observations."""
        return int(self.n.sum())

    def margin(self, variables: Iterable[int]) -> Integers:
        """Counts of the combinations of some variables that were seen."""
        return self._margin(tuple(variables))[0]

    def index(self, variables: Iterable[int]) -> Integers | slice:
        """Which of the combinations of some variables each cell belongs to."""
        return self._margin(tuple(variables))[1]

    def count_of_counts(self, variables: tuple[int, ...]) -> tuple[Integers, Integers]:
        """The different counts of the combinations of some variables, ascending, and how many have each."""
        if variables not in self._counts_of_counts:
            self._counts_of_counts[variables] = count_of_counts(self._outcomes(variables))
        return self._counts_of_counts[variables]

    def _outcomes(self, variables: tuple[int, ...]) -> Integers:
        """How often each combination of some variables was seen, some of them perhaps never."""
        return self.margin(variables)

    def sums(self, slopes: Iterable[Effect], coefficients: Sequence[Sequence[Floats | float]]) -> list[float]:
        """Sums over the cells of a + b·s + c·s², where s is the sum of the slopes, of proper subsets of the variables.

        Each sum has its (a, b, c), which are beside the counts that occur.
        """
        s = self._added(slopes)
        counts = self.count_of_counts(tuple(range(self.order)))[0]
        found = []
        for row in coefficients:
            a, b, c = (Effect((), counts, np.broadcast_to(one, counts.shape)).of_each(self.n) for one in row)
            found.append(float((a + s * (b + s * c)).sum()))
        return found

    def spread(self, effects: Iterable[Effect]) -> tuple[float, float]:
        """Mean and variance over the observations of the sum of some effects."""
        change = self._added(effects)
        p = self.n / self.total
        mean = float(p @ change)
        return mean, float(p @ (change - mean) ** 2)

    def skewness(self, effects: Iterable[Effect]) -> float:
        """Of the sum of some effects over the observations: of one observation, zero where nothing varies."""
        change = self._added(effects)
        p = self.n / self.total
        change -= float(p @ change)
        square = p * change * change
        variance = float(square.sum())
        return float((square * change).sum()) / variance**1.5 if variance > 0 else 0.0

    def _added(self, effects: Iterable[Effect]) -> Floats:
        change = np.zeros(self.n.size)
        for effect in effects:
            change += effect.of_each(self.margin(effect.variables))[self.index(effect.variables)]
        return change

    def _margin(self, chosen: tuple[int, ...]) -> tuple[Integers, Integers | slice]:
        if chosen not in self._margins:
            self._margins[chosen] = self._summed(chosen)
        return self._margins[chosen]

    def _summed(self, chosen: tuple[int, ...]) -> tuple[Integers, Integers | slice]:
        if len(chosen) == self.order:
            return self.n, slice(None)
        if not chosen:
            return np.array([self.total]), np.zeros(self.n.size, dtype=np.int64)
        index, cells = combined(tuple(self.codes[i] for i in chosen), tuple(self.levels[i] for i in chosen))
        counts = np.zeros(cells, dtype=np.int64)
        np.add.at(counts, index, self.n)
        seen = counts > 0
        if seen.all():
            return counts, index
        return counts[seen], (np.cumsum(seen) - 1)[index]


class _Listed(Contingency):
    """Cell by cell, those that were never seen left out."""

    def __init__(self, n: Integers, codes: tuple[Integers, ...], levels: tuple[int, ...], given: int = 0) -> None:
        super().__init__(levels, given)
        self._n = n
        self._codes = codes

    @property
    def n(self) -> Integers:
        return self._n

    @property
    def codes(self) -> tuple[Integers, ...]:
        return self._codes


class _LaidOut(Contingency):
    """A table of two variables, read where it lies: a list of a million cells takes longer to make than to sum up."""

    def __init__(self, table: Integers, given: int = 0) -> None:
        super().__init__((table.shape[0], table.shape[1]), given)
        self._table = table

    @cached_property
    def n(self) -> Integers:
        return self._table[self.codes]

    @cached_property
    def codes(self) -> tuple[Integers, ...]:
        return np.nonzero(self._table)

    @cached_property
    def total(self) -> int:
        return int(self._sums[0].sum())

    @cached_property
    def _sums(self) -> tuple[Integers, Integers]:
        return self._table.sum(axis=1), self._table.sum(axis=0)

    def margin(self, variables: Iterable[int]) -> Integers:
        chosen = tuple(variables)
        if len(chosen) != 1:
            return super().margin(chosen)
        sums = self._sums[chosen[0]]
        return sums[sums > 0]

    def _added(self, effects: Iterable[Effect]) -> Floats:
        change = np.zeros(self._table.shape)
        for effect in effects:
            (i, *more) = effect.variables
            change += effect.of_each(self._table if more else np.expand_dims(self._sums[i], 1 - i))
        return np.asarray(change[self._table > 0])

    def _outcomes(self, variables: tuple[int, ...]) -> Integers:
        return self._table.ravel() if len(variables) == 2 else self.margin(variables)

    def sums(self, slopes: Iterable[Effect], coefficients: Sequence[Sequence[Floats | float]]) -> list[float]:
        counts = self.count_of_counts((0, 1))[0]
        if counts[-1] > max(64, 8 * self._table.size):
            return super().sums(slopes, coefficients)
        sides = [np.zeros(size) for size in self.levels]
        for effect in slopes:
            (i,) = effect.variables
            sides[i] += effect.of_each(self._sums[i])
        by_count = np.zeros((len(coefficients), 3, int(counts[-1]) + 1))
        for one, row in zip(by_count, coefficients, strict=True):
            for place, values in zip(one, row, strict=True):
                place[counts] = values
        return counting.table_sums(self._table, sides[0], sides[1], by_count)

    def spread(self, effects: Iterable[Effect]) -> tuple[float, float]:
        effects = list(effects)
        slopes = [effect for effect in effects if len(effect.variables) == 1]
        n = self.count_of_counts((0, 1))[0].astype(np.float64)
        own = np.sum([effect.values for effect in effects if len(effect.variables) == 2], axis=0) + np.zeros(n.size)
        mean = self.sums(slopes, [(n * own, n, 0.0)])[0] / self.total
        own -= mean
        return mean, max(0.0, self.sums(slopes, [(n * own**2, 2 * n * own, n)])[0] / self.total)
