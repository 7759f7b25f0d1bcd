"""What every discretiser shares: checks, the loop over columns, and from cut points to codes."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from plogp.learn.weights import read_weights

Numbers = NDArray[np.float64]


class Binning(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A discretiser; subclasses say where the columns are cut."""

    cut_points_: list[Numbers]

    def transform(self, X: Any) -> NDArray[np.int64]:
        """The bin of each value: 0 up to the first cut point, which is included, and so on; a missing value has the
        bin after the last."""
        check_is_fitted(self)
        X = self._numbers(X, reset=False)
        codes = np.empty(X.shape, dtype=np.int64)
        for j, cuts in enumerate(self.cut_points_):
            codes[:, j] = np.searchsorted(cuts, X[:, j], side="left")
            codes[np.isnan(X[:, j]), j] = len(cuts) + 1
        return codes

    @property
    def n_bins_(self) -> NDArray[np.int64]:
        """How many bins each column has; that of missing values is not counted."""
        return np.array([len(cuts) + 1 for cuts in self.cut_points_])

    def _numbers(self, X: Any, *, reset: bool) -> Numbers:
        checked: Numbers = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=reset)
        return checked

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = []
        return tags


class UnsupervisedBinning(Binning):
    """A discretiser that sees one column at a time and nothing else."""

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> Self:
        """Find the cut points of each column; y is not looked at."""
        X = self._numbers(X, reset=True)
        weights = read_weights(sample_weight, len(X))
        self.cut_points_ = []
        for x in X.T:
            known = ~np.isnan(x) & (weights > 0)
            self.cut_points_.append(self._cut(x[known], weights[known]))
        return self

    @abstractmethod
    def _cut(self, x: Numbers, weights: Numbers) -> Numbers: ...
