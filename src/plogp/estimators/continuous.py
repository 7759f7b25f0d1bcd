"""What an estimator from continuous samples is, and the way from its answer to an estimate with an interval."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from math import inf
from typing import Any, NamedTuple, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from plogp.distributions.samples import Column
from plogp.estimators import parts
from plogp.estimators.intervals import between, containing, normal_interval
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, TiedSamplesWarning, Unanswerable
from plogp.theory.estimate import Estimate

Reals: TypeAlias = NDArray[np.float64]
Columns: TypeAlias = Sequence[Column]
Rows: TypeAlias = NDArray[np.int64]


class Local(NamedTuple):
    """An estimate as it comes from single observations.

    Attributes
    ----------
    value : float
        The estimate in nats.
    influence : sequence of arrays (n,)
        What each observation of each sample adds to the estimate, up to a constant: var / n is its error.
    bias : float
        What was removed from the value.
    rate : float
        The power of 1 / n with which the bias falls that is left; infinite where none is, 0 where the influence tells
        all of the error.
    noise : float
        n times the variance that parts of the sample do not share with the whole: that of distances to neighbours.
    lacks : bool
        Whether what is left of the bias can only make it too low.
    centre : float, optional
        What the interval is about, where the value has a bias that can be computed.
    """

    value: float
    influence: Sequence[Reals]
    bias: float = 0.0
    rate: float = 0.0
    noise: float = 0.0
    lacks: bool = False
    centre: float | None = None

    @property
    def judged(self) -> float:
        """What the error is the error of."""
        return self.value if self.centre is None else self.centre


@runtime_checkable
class EntropyEstimator(Protocol):
    """Differential entropy of rows."""

    def differential_entropy(self, x: Reals) -> Local:
        """Of (n, d)."""


@runtime_checkable
class DependenceEstimator(Protocol):
    """Mutual information of columns."""

    def mutual_information(self, x: Column, y: Column, given: Columns) -> Local:
        """I(X;Y|Z)."""


@runtime_checkable
class DivergenceEstimator(Protocol):
    """Divergence of two samples."""

    def kl_divergence(self, x: Reals, y: Reals) -> Local:
        """D(P‖Q) from (n, d) of P and (m, d) of Q."""


@runtime_checkable
class MixtureEstimator(Protocol):
    """Jensen-Shannon divergence of samples."""

    def js_divergence(self, samples: Sequence[Reals], weights: Sequence[float]) -> Local:
        """Of rows (n, d), (m, d), …"""


ContinuousEstimator: TypeAlias = EntropyEstimator | DependenceEstimator | DivergenceEstimator | MixtureEstimator


def entropy(columns: Columns, estimator: EntropyEstimator) -> Estimate:
    """h of all columns together."""
    x = joined(columns)

    def of(rows: Rows) -> float:
        return estimator.differential_entropy(x[rows]).judged

    return _estimate(estimator.differential_entropy(x), estimator, of, len(x))


def mutual_information(columns: Columns, given: int, estimator: DependenceEstimator) -> Estimate:
    """I of two columns, the last `given` columns being known."""
    if len(columns) != 2 + given:
        raise ShapeMismatch(f"this quantity speaks of 2 variables, but the samples have {len(columns) - given}")
    x, y, *rest = columns

    def of(rows: Rows) -> float:
        u, v, *w = (Column(c.values[rows], c.discrete) for c in columns)
        with warnings.catch_warnings(action="ignore", category=TiedSamplesWarning):  # the whole has warned
            return estimator.mutual_information(u, v, w).value

    return _estimate(estimator.mutual_information(x, y, rest), estimator, of, len(x.values))


def kl_divergence(p: Columns, q: Columns, estimator: DivergenceEstimator) -> Estimate:
    """D(P‖Q) of two samples of the same variables."""
    x, y = _alike([p, q])

    def of(some: Rows, others: Rows) -> float:
        return estimator.kl_divergence(x[some], y[others]).value

    return _estimate(estimator.kl_divergence(x, y), estimator, of, len(x), len(y))


def js_divergence(samples: Sequence[Columns], weights: Sequence[float], estimator: MixtureEstimator) -> Estimate:
    """JS of samples of the same variables."""
    data = _alike(samples)

    def of(*rows: Rows) -> float:
        return estimator.js_divergence([x[some] for x, some in zip(data, rows, strict=True)], weights).value

    return _estimate(estimator.js_divergence(data, weights), estimator, of, *map(len, data))


def joined(columns: Columns) -> Reals:
    """The coordinates of continuous columns side by side: (n, d)."""
    for place, column in enumerate(columns):
        if column.discrete:
            raise Unanswerable(
                f"column {place} is discrete, and this estimator measures distances: discrete=False says that its "
                "numbers are measurements, MixedKSG takes both kinds"
            )
    return np.hstack([column.values for column in columns]) if len(columns) > 1 else columns[0].values


def _alike(samples: Sequence[Columns]) -> list[Reals]:
    """The coordinates of several samples, which must be as many."""
    rows = [joined(columns) for columns in samples]
    if len({x.shape[1] for x in rows}) > 1:
        widths = " and ".join(str(x.shape[1]) for x in rows)
        raise ShapeMismatch(f"the samples have {widths} coordinates: they must agree")
    return rows


def enough(n: int, k: int) -> None:
    """Refuse k neighbours among too few."""
    if k < 1:
        raise InvalidParameter(f"k must be at least 1, but it is {k}")
    if n < k + 1:
        raise NotSamples(f"{n} observations are too few for k={k} neighbours: there must be {k + 1} or more")


def _estimate(local: Local, estimator: Any, of: Callable[..., float], *sizes: int) -> Estimate:
    spread = parts.variance(of, sizes) if local.rate else None
    if spread is None:
        spread = sum(float(np.var(part)) / len(part) for part in local.influence)
    bias = parts.bias(of, local.value, sizes, local.rate) if 0 < local.rate < inf else None
    low, high = _reaching(local, spread, bias, sizes)
    return Estimate(local.value, spread**0.5, low, high, 0.95, sum(sizes), local.bias, type(estimator).__name__)


def _reaching(local: Local, spread: float, bias: parts.Bias | None, sizes: Sequence[int]) -> tuple[float, float]:
    """The interval that reaches from the estimate to what it would be without the bias that is left.

    Averaged over parts, the noise of neighbours is nearly gone (as it is in bagging), so what the whole gains over them
    has all of its own. Where the estimate can only be too low, its own interval ends the reach below.
    """
    near = local.judged, spread**0.5
    if bias is None:
        return containing(local.value, *near)
    noise = min(local.noise / min(sizes), spread)
    far = local.value + bias.missing, (spread + ((1 + bias.gain) ** 2 - 1) * noise) ** 0.5
    if local.lacks:
        return min(normal_interval(*near)[0], far[0]), max(local.value, between(near, far)[1])
    return between(min(near, far), max(near, far))
