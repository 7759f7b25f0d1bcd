"""Cuts numbers into bins without a target: of equal width, or of about as many rows each."""

from __future__ import annotations

import numpy as np

from plogp.apps.discretize._binning import Numbers, UnsupervisedBinning
from plogp.learn.quantiles import quantile_cuts
from plogp.theory.parameters import whole_number


class EqualWidth(UnsupervisedBinning):
    """Bins of equal width between the smallest and the largest value; a constant column has one.

    Parameters
    ----------
    n_bins : int
        The bins of a column, at least 2.

    Attributes
    ----------
    cut_points_ : list of arrays
        For each column its cut points, ascending; a value equal to a cut point lies below it.

    Examples
    --------
    >>> from plogp.apps.discretize import EqualWidth
    >>> EqualWidth(n_bins=3).fit([[0.0], [2.0], [9.0]]).cut_points_
    [array([3., 6.])]
    """

    def __init__(self, n_bins: int = 5) -> None:
        self.n_bins = n_bins

    def _cut(self, x: Numbers, weights: Numbers) -> Numbers:
        whole_number("n_bins", self.n_bins, 2, 10**6)
        if x.size == 0 or x.min() == x.max():
            return np.empty(0)
        share = np.arange(1, self.n_bins) / self.n_bins
        cuts = x.min() * (1 - share) + x.max() * share  # the difference of the two might overflow
        return np.asarray(np.unique(cuts[cuts < x.max()]))


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
        whole_number("n_bins", self.n_bins, 2, 10**6)
        return quantile_cuts(x, weights, self.n_bins)
