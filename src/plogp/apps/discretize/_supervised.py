"""What discretisers that look at the class share: the sorted column, and its best cut in the sense of entropy."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.apps.discretize._binning import Binning, Numbers
from plogp.learn.validation import read_target, read_weights


class Cut(NamedTuple):
    """The best cut of a range of values: the class counts below and above it, and the entropies in bits."""

    at: int  # values [start, at) lie below
    below: Numbers  # (classes)
    above: Numbers
    entropies: tuple[float, float, float]  # of the whole range, below and above
    gain: float

    @property
    def total(self) -> float:
        """The weight of the range."""
        return float(self.below.sum() + self.above.sum())


class Column:
    """The distinct values of a column in order, with the weight of each class at and below them."""

    def __init__(self, x: Numbers, codes: NDArray[np.int32], weights: Numbers, classes: int) -> None:
        order = np.argsort(x, kind="stable")
        x = x[order]
        last = np.flatnonzero(np.append(x[1:] > x[:-1], True)) if x.size else np.empty(0, np.int64)
        self.values = x[last]
        below = np.empty((classes, x.size))
        for c in range(classes):
            np.cumsum(np.where(codes[order] == c, weights[order], 0), out=below[c])
        self.below = np.zeros((self.values.size + 1, classes))  # below[i]: the weight of values[:i]
        self.below[1:] = below[:, last].T

    def best_cut(self, start: int, stop: int) -> Cut | None:
        """The cut of values[start:stop] that leaves the least entropy of the class; None where none tells anything."""
        whole = self.below[stop] - self.below[start]
        at = self._candidates(start, stop)
        if at.size == 0:
            return None
        low = self.below[at] - self.below[start]
        high = whole - low
        h_low, h_high = entropy(low), entropy(high)
        left = (low.sum(axis=1) * h_low + high.sum(axis=1) * h_high) / whole.sum()
        best = int(np.argmin(left))
        h = float(entropy(whole))
        gain = h - float(left[best])
        if gain <= 1e-12:  # the rounding of the two entropies
            return None
        return Cut(int(at[best]), low[best], high[best], (h, float(h_low[best]), float(h_high[best])), gain)

    def boundary(self, at: int) -> float:
        """The number half-way between values[at - 1] and values[at]; the lower one where no number lies between."""
        low, high = self.values[at - 1], self.values[at]
        middle = low + (high - low) / 2
        return float(middle if middle < high else low)

    def _candidates(self, start: int, stop: int) -> NDArray[np.int64]:
        """Places between two values that are not both purely of the same class: the best cut is one of them (Fayyad &
        Irani 1992, doi:10.1007/BF00994007, theorem 1)."""
        each = np.diff(self.below[start : stop + 1], axis=0) > 0  # (values, classes)
        pure = each.sum(axis=1) == 1
        first = each.argmax(axis=1)
        same = pure[1:] & pure[:-1] & (first[1:] == first[:-1])
        return start + 1 + np.flatnonzero(~same)


def entropy(weights: Numbers) -> Any:
    """The entropy in bits of rows of class weights, none of them empty."""
    return plogp.entropy(plogp.Probs.normalized(weights), base=2)


class SupervisedBinning(Binning):
    """A discretiser that cuts where the class changes."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Find the cut points of each column.

        Parameters
        ----------
        X : array or data frame of numbers, shape (n, columns)
            NaN is a missing value, and does not count.
        y : array, shape (n,)
            The class of each row.
        sample_weight : array, shape (n,), optional
            How many rows each row stands for.
        """
        columns = self._read(X)
        levels, codes = read_target(y, columns.shape[1])
        weights = read_weights(sample_weight, columns.shape[1])
        self.classes_ = levels
        self.cut_points_ = []
        for x in columns:
            known = ~np.isnan(x) & (weights > 0)
            column = Column(x[known], codes[known], weights[known], len(levels))
            places = sorted(self._places(column))
            self.cut_points_.append(np.array([column.boundary(at) for at in places]))
        return self

    @abstractmethod
    def _places(self, column: Column) -> list[int]:
        """Where the distinct values of the column are cut."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags
