"""What every discretiser shares: checks, the loop over columns, and from cut points to codes."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from plogp.learn.columns import read_columns, read_like
from plogp.learn.validation import read_weights
from plogp.theory.errors import UnusableFeatures

Numbers = NDArray[np.float64]


class Binning(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A discretiser; subclasses say where the columns are cut."""

    cut_points_: list[Numbers]

    def transform(self, X: Any) -> NDArray[np.int64]:
        """The bin of each value: 0 up to the first cut point, which is included, and so on; a missing value has the
        bin after the last."""
        check_is_fitted(self)
        columns = read_like(self, X, [None] * self.n_features_in_)
        codes = np.empty(columns.shape[::-1], dtype=np.int64)
        for j, (x, cuts) in enumerate(zip(columns, self.cut_points_, strict=True)):
            codes[:, j] = np.searchsorted(cuts, x, side="left")
            codes[np.isnan(x), j] = len(cuts) + 1
        return codes

    @property
    def n_bins_(self) -> NDArray[np.int64]:
        """How many bins each column has; that of missing values is not counted."""
        return np.array([len(cuts) + 1 for cuts in self.cut_points_])

    def _read(self, X: Any) -> Numbers:
        """The columns, of shape (columns, rows)."""
        columns, levels = read_columns(self, X)
        for j, level in enumerate(levels):
            if level is not None:
                name = getattr(self, "feature_names_in_", range(j + 1))[j]
                raise UnusableFeatures(
                    f"column {name!r} holds {level[0]!r}, and only numbers are cut: leave it out, or make numbers of it"
                )
        return columns

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = []
        return tags


class UnsupervisedBinning(Binning):
    """A discretiser that sees one column at a time and nothing else."""

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> Self:
        """Find the cut points of each column; y is not looked at."""
        columns = self._read(X)
        weights = read_weights(sample_weight, columns.shape[1])
        self.cut_points_ = []
        for x in columns:
            known = ~np.isnan(x) & (weights > 0)
            self.cut_points_.append(self._cut(x[known], weights[known]))
        return self

    @abstractmethod
    def _cut(self, x: Numbers, weights: Numbers) -> Numbers: ...
