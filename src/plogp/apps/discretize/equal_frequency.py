"""Cuts numbers into bins that hold about as many rows each."""

from __future__ import annotations

import numpy as np

from plogp.apps.discretize._binning import Numbers, UnsupervisedBinning
from plogp.learn.parameters import check_whole


class EqualFrequency(UnsupervisedBinning):
    """Bins between the quantiles 1/n_bins, 2/n_bins, …; equal values share a bin, so there may be fewer.

    Parameters
    ----------
    n_bins : int
        The most bins of a column, at least 2.

    Attributes
    ----------
    cut_points_ : list of arrays
        For each column its cut points, observed values in ascending order; a value equal to one lies below it.

    Examples
    --------
    >>> from plogp.apps.discretize import EqualFrequency
    >>> EqualFrequency(n_bins=2).fit_transform([[1.0], [2.0], [3.0], [90.0]]).ravel()
    array([0, 0, 1, 1])
    """

    def __init__(self, n_bins: int = 5) -> None:
        self.n_bins = n_bins

    def _cut(self, x: Numbers, weights: Numbers) -> Numbers:
        check_whole("n_bins", self.n_bins, 2)
        if x.size == 0:
            return np.empty(0)
        order = np.argsort(x, kind="stable")
        x, reached = x[order], np.cumsum(weights[order])
        wanted = reached[-1] * np.arange(1, self.n_bins) / self.n_bins
        cuts = np.unique(x[np.searchsorted(reached, wanted * (1 - 1e-12), side="left")])
        return np.asarray(cuts[cuts < x[-1]])  # above the largest value there is no bin
