"""The mean of a loss, or of a difference of losses, with an interval for skewed losses and few clusters of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from plogp.results.estimate import Estimate
from plogp.typing import Floats

_MOST_CLUSTERS = 1000  # of which the degrees of freedom are worked out; of more they hardly matter


@dataclass(frozen=True)
class Units:
    """The rows as they vary together: each with its weight, and the cluster it is one of."""

    rows: int
    weights: Floats | None = None
    clusters: NDArray[np.int64] | None = None

    @property
    def total(self) -> float:
        """The weight of all rows."""
        return float(self.rows) if self.weights is None else float(self.weights.sum())

    @property
    def count(self) -> int:
        """How many units there are that vary by themselves: clusters, or rows."""
        return self.rows if self.clusters is None else int(self.clusters.max()) + 1

    def sums(self, values: Floats) -> Floats:
        """The weighted sum of each cluster, or of each row alone."""
        weighted = values if self.weights is None else values * self.weights
        if self.clusters is None:
            return weighted
        return np.bincount(self.clusters, weighted, self.count).astype(np.float64)

    def mean(self, values: Floats) -> float:
        """The weighted mean."""
        return float(self.sums(values).sum()) / self.total

    def some(self, chosen: NDArray[np.bool_]) -> Units:
        """Of some of the rows; clusters of none of them are none."""
        clusters = None if self.clusters is None else np.unique(self.clusters[chosen], return_inverse=True)[1]
        weights = None if self.weights is None else self.weights[chosen]
        return Units(int(chosen.sum()), weights, clusters)


def mean_loss(values: Floats, units: Units, level: float, name: str) -> Estimate:
    """The weighted mean in nats."""
    sizes = units.sums(np.ones(units.rows))
    return ratio_of_sums(units.sums(values), sizes, level, units.rows, name, together=units.clusters is not None)


def ratio_of_sums(
    sums: Floats, sizes: Floats, level: float, rows: int, name: str, *, together: bool = True
) -> Estimate:
    """The sum of all units over their sizes; `together` where units are clusters, and vary as wholes.

    Student's t of the residuals of the sums, each over the root of what it leaves to others (Bell & McCaffrey 2002),
    with the degrees of freedom of Satterthwaite; and their skewness taken out by Hall's cubic transformation (1992,
    doi:10.1111/j.2517-6161.1992.tb01872.x). Of an infinite loss the mean is infinite, and nothing bounds it.
    """
    from scipy.special import stdtrit

    if not sums.size:
        return Estimate(nan, inf, -inf, inf, level, rows, 0.0, name)
    if not np.isfinite(sums).all():
        return Estimate(inf, inf, -inf, inf, level, rows, 0.0, name)
    total = float(sizes.sum())
    mean = float(sums.sum()) / total
    if sums.size < 2:
        return Estimate(mean, inf, -inf, inf, level, rows, 0.0, name)
    shares = sizes / total
    left = (sums - mean * sizes) / total / np.sqrt(np.maximum(1 - shares, 1e-12))
    variance = float(left @ left)
    stderr = sqrt(variance)
    if not stderr > 0:
        return Estimate(mean, 0.0, mean, mean, level, rows, 0.0, name)
    t = float(stdtrit(_freedom(shares, together), (1 + level) / 2))
    skew = float(np.sum(left**3)) / variance**1.5
    low, high = mean - stderr * _unskewed(t, skew), mean - stderr * _unskewed(-t, skew)
    return Estimate(mean, stderr, low, high, level, rows, 0.0, name)


def p_value_of_zero(interval: Callable[[float], Estimate]) -> float:
    """Of a mean of zero, from its interval at each level: one less the level at which that begins to hold zero."""
    first = interval(0.5)
    if not isfinite(first.value) or not first.stderr > 0 or first.stderr == inf:
        return float(first.value == 0 or not isfinite(first.value) or first.stderr == inf)
    low, high = 0.0, 1.0
    for _ in range(50):
        p = (low + high) / 2
        found = interval(1 - p)
        low, high = (p, high) if found.low <= 0 <= found.high else (low, p)
    return high


def _freedom(shares: Floats, together: bool) -> float:
    """The degrees of freedom of the variance, where clusters vary as wholes, or single rows alike."""
    if not together:
        a, b = float(np.sum(shares**2)), shares**2 / (1 - shares)
        return 1 / (a + float(b.sum()) ** 2 - float(b @ b))
    if shares.size > _MOST_CLUSTERS:
        return 1 / float(np.sum(shares**2))
    varied = shares**2
    # The covariance of the sums less their shares of the whole, where sums vary as the squares of their shares.
    spread = np.diag(varied) - np.outer(shares, varied) - np.outer(varied, shares)
    spread += np.outer(shares, shares) * varied.sum()
    scaled = spread / np.sqrt(np.outer(1 - shares, 1 - shares))
    return float(np.trace(scaled)) ** 2 / float(np.sum(scaled**2))


def _unskewed(t: float, skew: float) -> float:
    """Where Student's ratio lies whose transform is t: the third root of Hall's cubic."""
    if abs(skew) < 1e-8:
        return t
    return 3 / skew * (float(np.cbrt(1 + skew * (t - skew / 6))) - 1)
