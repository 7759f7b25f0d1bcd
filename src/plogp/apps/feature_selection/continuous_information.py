"""What the columns tell of the class and of each other, in bits, numbers being measured by their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.apps.feature_selection.discrete_information import Codes, Terms, normal_estimate, pointwise
from plogp.distributions.observations.columns import Column
from plogp.estimators.continuous.estimation import DependenceEstimator
from plogp.theory.errors import NotSamples, UnusableFeatures
from plogp.typing import Floats

Values = NDArray[Any]
"""Numbers as float64, NaN where missing; or codes as int64."""


class MeasuredEvidence:
    """Columns of numbers and of codes, and the information between them as the mean of what each row adds to it.

    Numbers go to the estimator in units of their spread, codes are counted. A missing number is a gap: what the gaps
    tell is counted, I(X;Y) = I(gap;Y) + P(no gap)·I(X;Y | no gap). Given the class, each class is estimated by itself.
    """

    def __init__(self, x: Sequence[Values], y: Codes, estimator: DependenceEstimator, names: Any, labels: Any) -> None:
        self.x = [values if values.dtype.kind == "i" else values / _spread(values) for values in x]
        self.y, self.estimator, self.names, self.labels = y.astype(np.int64), estimator, names, labels
        self.rows = len(y)
        self.relevance: Floats = np.array([self._with_class(k).mean() for k in range(len(x))])
        self._known: dict[tuple[int, int, bool], float] = {}

    def beside(self, j: int, given_class: bool = True) -> tuple[Floats, Floats, Floats]:
        """I(X_k;X_j) and I(X_k;X_j|Y) of every other column k; the latter is 0 if not `given_class`. There is no joint
        entropy."""
        others = range(len(self.x))
        redundancy = np.array([self._value(k, j, False) for k in others])
        conditional = np.array([self._value(k, j, True) if given_class else 0.0 for k in others])
        return redundancy, conditional, np.full(len(self.x), np.nan)

    def score_stderr(self, slopes: Terms, taken: list[int], k: int, given_class: bool) -> float:
        """Of a score of X_k that changes so with its terms, by the delta method."""
        rows = slopes.relevance[0] * self._with_class(k)
        for i, j in enumerate(taken):
            for slope, given in ((slopes.redundancy[i], False), (slopes.conditional[i], True)):
                if slope and (given_class or not given):
                    rows = rows + slope * self._between(k, j, given)
            if slopes.chosen[i]:
                rows = rows + slopes.chosen[i] * self._with_class(j)
        return float(rows.std() / self.rows**0.5)

    def relevance_of(self, k: int) -> plogp.Estimate:
        """I(X_k;Y)."""
        x = self.x[k]
        if x.dtype.kind == "i":
            return plogp.mutual_information(plogp.Samples(x, self.y), base=2)
        if np.isnan(x).any():
            rows = self._with_class(k)
            return self.estimate(float(rows.mean()), float(rows.std() / self.rows**0.5), "bit")
        return plogp.mutual_information(plogp.Samples(x, self.y), base=2, estimator=self.estimator)

    def estimate(self, value: float, stderr: float, unit: str) -> plogp.Estimate:
        """With a normal interval."""
        return normal_estimate(value, stderr, self.rows, type(self.estimator).__name__, unit)

    def _value(self, k: int, j: int, given_class: bool) -> float:
        if k == j:
            return 0.0  # never asked for: it was taken
        key = (min(k, j), max(k, j), given_class)
        if key not in self._known:
            self._known[key] = float(self._between(k, j, given_class).mean())
        return self._known[key]

    def _with_class(self, k: int) -> Floats:
        try:
            return self._rows(self.x[k], self.y)
        except NotSamples as error:
            raise UnusableFeatures(f"column {self.names[k]!r} beside the class: {error}") from error

    def _between(self, k: int, j: int, given_class: bool) -> Floats:
        rows = np.empty(self.rows)
        parts = [self.y == c for c in range(len(self.labels))] if given_class else [np.ones(self.rows, dtype=bool)]
        for c, part in enumerate(parts):
            try:
                rows[part] = self._rows(self.x[k][part], self.x[j][part])
            except NotSamples as error:
                where = f" in class {self.labels[c]!r}" if given_class else ""
                raise UnusableFeatures(
                    f"columns {self.names[k]!r} and {self.names[j]!r}{where}: {error} (numbers "
                    "that are binned, estimator=None, need fewer)"
                ) from error
        return rows

    def _rows(self, a: Values, b: Values) -> Floats:
        """I(A;B) as the mean over these rows."""
        for x, other in ((a, b), (b, a)):
            gap = np.isnan(x)
            if gap.any():
                rows = self._rows(gap.astype(np.int64), other)
                if not gap.all():
                    rows[~gap] += self._rows(x[~gap], other[~gap])
                return rows
        if a.dtype.kind == b.dtype.kind == "i":
            return _counted(a, b)
        local = self.estimator.mutual_information(_column(a), _column(b), ())
        rows = np.asarray(local.influence[0])
        if len(rows) < len(a):  # levels that occur once tell nothing
            codes = a if a.dtype.kind == "i" else b
            some, rows = rows, np.full(len(a), rows.mean())
            rows[np.bincount(codes)[codes] > 1] = some
        return np.asarray((rows - rows.mean() + local.value) / log(2))


def _counted(a: NDArray[np.int64], b: NDArray[np.int64]) -> Floats:
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)
    rows = pointwise(table)[a, b]
    value = plogp.mutual_information(plogp.Counts(table.astype(np.int64)), base=2).value
    return np.asarray(rows - rows.mean() + value)


def _column(values: Values) -> Column:
    return Column(values, True) if values.dtype.kind == "i" else Column(values[:, None], False)


def _spread(values: NDArray[np.float64]) -> float:
    """The deviation of the numbers that are not missing; one where they are all the same."""
    return float(np.nanstd(values)) or 1.0
