"""Cuts a column of numbers into bins that hold about as many rows each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def quantile_cuts(x: NDArray[np.float64], weights: NDArray[np.float64] | None, n_bins: int) -> NDArray[np.float64]:
    """The observed values at the shares 1/n_bins, 2/n_bins, …, ascending, without repeats and without the largest.

    A bin reaches up to its cut, which is included; equal values are never parted.
    """
    if x.size == 0:
        return np.empty(0)
    if weights is None:
        return cuts_of_sorted(np.sort(x), n_bins)
    order = np.argsort(x, kind="stable")
    x, reached = x[order], np.cumsum(weights[order])
    wanted = reached[-1] * np.arange(1, n_bins) / n_bins
    return _above(x, np.searchsorted(reached, wanted * (1 - 1e-12), side="left"))


def cuts_of_sorted(x: NDArray[np.float64], n_bins: int) -> NDArray[np.float64]:
    """The same of numbers that are in order, and one at least."""
    places = np.ceil(np.arange(1, n_bins) * (x.size / n_bins) * (1 - 1e-12)).astype(np.int64) - 1
    return _above(x, places)


def _above(x: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
    cuts = np.unique(x[np.maximum(places, 0)])
    return np.asarray(cuts[cuts < x[-1]])  # above the largest value there is no bin
