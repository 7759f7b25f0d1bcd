"""The cells of a table of counts that were seen: what every estimate from discrete data is computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Contingency:
    """Counts of the combinations that occurred, so that ten million levels are as easy as ten.

    Attributes
    ----------
    n : array (cells,)
        How often each combination was seen, never zero.
    codes : tuple of arrays (cells,)
        The level of each variable in each cell, the variables given beforehand last.
    levels : tuple of int
        Above the codes of each variable.
    given : int
        How many variables are given.
    """

    n: Integers
    codes: tuple[Integers, ...]
    levels: tuple[int, ...]
    given: int = 0

    @classmethod
    def of_table(cls, n: Integers, given: int = 0) -> Contingency:
        """The cells above zero of a dense table, one axis a variable."""
        if n.all():  # where every cell was seen there is nothing to look for
            codes = tuple(np.broadcast_to(axis, n.shape).ravel() for axis in np.ix_(*map(np.arange, n.shape)))
            return cls(n.ravel(), codes, n.shape, given)
        if n.ndim == 2:  # row after row, which needs no division
            cells = np.flatnonzero(n)
            rows = np.repeat(np.arange(n.shape[0]), np.count_nonzero(n, axis=1))
            return cls(n.ravel()[cells], (rows, cells - rows * n.shape[1]), n.shape, given)
        codes = np.nonzero(n)
        return cls(n[codes], codes, n.shape, given)

    @classmethod
    def of_codes(cls, codes: tuple[Integers, ...], levels: tuple[int, ...], given: int = 0) -> Contingency:
        """The cells of columns of codes, one entry an observation."""
        index, cells = combined(codes, levels)
        n = np.bincount(index, minlength=cells)
        first = np.empty(cells, dtype=np.int64)
        first[index] = np.arange(index.size)
        seen = n > 0
        return cls(n[seen], tuple(code[first[seen]] for code in codes), levels, given)

    @property
    def order(self) -> int:
        """How many variables, those given included."""
        return len(self.codes)

    @property
    def total(self) -> int:
        """How many observations."""
        return int(self.n.sum())

    def margin(self, variables: Iterable[int]) -> tuple[Integers, Integers | slice]:
        """Counts of the combinations of some variables that were seen, and which of them each cell belongs to."""
        chosen = tuple(variables)
        if chosen not in self._margins:
            self._margins[chosen] = self._margin(chosen)
        return self._margins[chosen]

    @cached_property
    def _margins(self) -> dict[tuple[int, ...], tuple[Integers, Integers | slice]]:
        return {}

    def _margin(self, chosen: tuple[int, ...]) -> tuple[Integers, Integers | slice]:
        if len(chosen) == self.order:
            return self.n, slice(None)
        if not chosen:
            return np.array([self.total]), np.zeros(self.n.size, dtype=np.int64)
        if len(chosen) == 1 and self.n.size == prod(self.levels):
            others = tuple(i for i in range(self.order) if i not in chosen)
            return self.n.reshape(self.levels).sum(axis=others), self.codes[chosen[0]]
        index, cells = combined(tuple(self.codes[i] for i in chosen), tuple(self.levels[i] for i in chosen))
        counts = np.zeros(cells, dtype=np.int64)
        np.add.at(counts, index, self.n)
        seen = counts > 0
        if seen.all():
            return counts, index
        return counts[seen], (np.cumsum(seen) - 1)[index]


def combined(codes: tuple[Integers, ...], levels: tuple[int, ...]) -> tuple[Integers, int]:
    """One code for each combination of codes, and a number above all of them that is not much above what occurs."""
    index, cells = codes[0], levels[0]
    for code, count in zip(codes[1:], levels[1:], strict=True):
        if cells * count > max(1 << 16, 4 * index.size):
            index, cells = renumbered(index)
        index = index * count + code
        cells *= count
    return renumbered(index) if cells > max(1 << 16, 4 * index.size) else (index.astype(np.int64, copy=False), cells)


def renumbered(values: NDArray[np.generic]) -> tuple[Integers, int]:
    """The values numbered from zero in their order, and how many there are."""
    levels, index = np.unique(values, return_inverse=True)
    return index.reshape(values.shape).astype(np.int64, copy=False), levels.size


def is_sparse(levels: tuple[int, ...], n: int) -> bool:
    """Whether most cells of the table of so many levels must be empty, so that it had better not be laid out."""
    return prod(levels) > max(1 << 22, 64 * n)
