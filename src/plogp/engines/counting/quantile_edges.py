"""Quantile edges: the same cuts for a column from every engine, in whatever order its values come, kept in the plan.

They are read from a spectrum: the values themselves while there are up to 65,536 different ones, then cells of 1/1024
of an octave. Further passes look into the cells that hold the rank of an edge, until each edge is the exact quantile,
or among very many rows as good as that.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from plogp.backend.counting import Spectrum, add_within

BINS = 16
# An edge is a value of the column whose rank is right to so small a part of the rows, ties aside: below four million of
# them it is exact.
RANK_ERROR = 2.0**-22
# Different values that are kept of a cell, of which there is one for each edge.
MOST_WITHIN = 8000

Array = np.ndarray[Any, Any]


class Cells(NamedTuple):
    """The least and the greatest value of each cell, in order, and how many values it holds."""

    least: Array
    greatest: Array
    n: Array


def quantile_edges(levels: Array, last: Array, bins: int = BINS) -> tuple[float, ...]:
    """Cut a column into bins of equal weight, as far as ties allow.

    The i-th edge is the order statistic at rank `floor(i/bins · (n − 1))`; equal edges are one, and an edge at the
    maximum is none, since nothing lies above it. Where that leaves none, the greatest value below the maximum is one.

    Parameters
    ----------
    levels : array
        The different values, in order; of cells, the greatest value of each.
    last : array of int
        The rank, from zero, of the last of each among all n values.
    bins : int
        How many.

    Examples
    --------
    >>> quantile_edges(np.arange(9.0), np.arange(9), 4)
    (2.0, 4.0, 6.0)
    """
    levels = levels.astype(np.float64)
    edges = np.unique(levels[_cells_of_ranks(last, bins)])
    edges = edges[edges < levels[-1]]
    return tuple((edges if len(edges) else levels[levels < levels[-1]][-1:]).tolist())


def worth_levels(distinct: int, present: int, bins: int = BINS) -> bool:
    """Whether an ordered column is counted by value: no more values than bins, or few ones with 20 rows for each."""
    return distinct <= bins or distinct <= min(256, present // 20)


def too_coarse(cells: Cells, bins: int = BINS) -> Array:
    """Which cells hold the rank of an edge, several values, and more of the rows than an edge may be wrong by."""
    chosen: Array = np.zeros(len(cells.n), np.bool_)
    if len(cells.n):
        chosen[_cells_of_ranks(np.cumsum(cells.n) - 1, bins)] = True
    chosen &= (cells.least < cells.greatest) & (cells.n > RANK_ERROR * cells.n.sum())
    return chosen


def finite(cells: Cells) -> Cells:
    """The cells without those of infinities, which edges do not hang on."""
    inside = np.isfinite(cells.least)
    return Cells(*(part[inside] for part in cells))


class Refinement:
    """A second look at the cells of a column that are too coarse: a spectrum of each, from its least value on."""

    def __init__(self, cells: Cells, bins: int = BINS) -> None:
        coarse = too_coarse(cells, bins)
        self._fine = Cells(*(part[~coarse] for part in cells))
        self._coarse = Cells(*(part[coarse] for part in cells))
        self._spectra = [Spectrum(MOST_WITHIN) for _ in self._coarse.n]

    def add(self, x: Array, valid: Array | None = None, offset: int = 0, rest: Array | None = None) -> None:
        """Take note of the numbers that lie in these cells; an edge is a double, whatever `rest` it leaves."""
        add_within(self._spectra, self._coarse.least, self._coarse.greatest, x, valid, offset)

    @property
    def different(self) -> int:
        """How many values are held, at least."""
        return sum(spectrum.different for spectrum in self._spectra)

    def merge(self, other: Refinement) -> None:
        """Add what another has noted of other rows."""
        for spectrum, more in zip(self._spectra, other._spectra, strict=True):
            spectrum.merge(more)

    def cells(self) -> Cells:
        """All cells, those that were too coarse in parts."""
        parts = [self._fine]
        for least, spectrum in zip(self._coarse.least, self._spectra, strict=True):
            beyond = Cells(*spectrum.cells())
            parts.append(Cells(least + beyond.least, least + beyond.greatest, beyond.n))  # exact, within one octave
        least, greatest, n = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = np.argsort(least)
        return Cells(least[order], greatest[order], n[order])


def _cells_of_ranks(last: Array, bins: int) -> Array:
    """The place of the level or cell that holds the rank of each edge."""
    return np.searchsorted(last, (np.arange(1, bins) * int(last[-1])) // bins)
