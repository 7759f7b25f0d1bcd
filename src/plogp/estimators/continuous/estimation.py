"""What an estimator from continuous samples is, and the way from its answer to an estimate with an interval."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from typing import Any, NamedTuple, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from plogp.distributions.observations.columns import Column
from plogp.estimators.continuous import subsampling_bias
from plogp.estimators.intervals import above, between, containing, normal_interval
from plogp.results.estimate import Estimate
from plogp.theory.errors import NotSamples, ShapeMismatch, TiedSamplesWarning, Unanswerable

_LOW, _HIGH = 0.0125, 0.0375  # error probabilities of an interval that reaches over a bias that can only be too low

_SHORT = ("undersampled: the estimate still rises with more observations, by more than twice its standard error",)
_FEW = (f"undersampled: fewer than {subsampling_bias.LEAST} observations do not tell what bias is left",)
_BIASED = ("biased: this estimator is so biased here that its estimate is outside of the interval",)

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
        The power of 1 / n with which the bias falls that is left; 0 where there is none to speak of.
    noise : float
        n times the variance that parts of the sample do not share with the whole: that of distances to neighbours.
    lacks : bool
        Whether what is left of the bias can only make it too low.
    centre : float, optional
        What the interval and the influence are of, where the value has a bias that can be computed.
    open : bool
        Whether the truth may lie above by any amount.
    warnings : tuple of str
        What speaks against the estimate, as the estimator sees it.
    """

    value: float
    influence: Sequence[Reals]
    bias: float = 0.0
    rate: float = 0.0
    noise: float = 0.0
    lacks: bool = False
    centre: float | None = None
    open: bool = False
    warnings: tuple[str, ...] = ()


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


def entropy(columns: Columns, estimator: EntropyEstimator) -> Estimate:
    """h of all columns together."""
    x = joined(columns)

    def of(rows: Rows) -> float:
        return estimator.differential_entropy(x[rows]).value

    return _estimate(estimator.differential_entropy(x), estimator, of, len(x))


def mutual_information(columns: Columns, given: int, estimator: DependenceEstimator) -> Estimate:
    """I of two columns, the last `given` columns being known."""
    if len(columns) != 2 + given:
        raise ShapeMismatch(f"this quantity speaks of 2 variables, but the samples have {len(columns) - given}")
    x, y, *rest = columns
    constant = _constant(columns)
    if constant and min(constant) < 2:
        return Estimate(
            0.0, 0.0, 0.0, 0.0, 0.95, len(x.values), 0.0, type(estimator).__name__, warnings=_said(constant)
        )

    def of(rows: Rows) -> float:
        u, v, *w = (Column(c.values[rows], c.discrete) for c in columns)
        with warnings.catch_warnings(action="ignore", category=TiedSamplesWarning):  # the whole has warned
            return estimator.mutual_information(u, v, w).value

    found = _estimate(estimator.mutual_information(x, y, rest), estimator, of, len(x.values), least=0.0)
    return replace(found, warnings=_said(constant) + found.warnings)


def kl_divergence(p: Columns, q: Columns, estimator: DivergenceEstimator) -> Estimate:
    """D(P‖Q) of two samples of the same variables."""
    x, y = _alike([p, q])

    def of(some: Rows, others: Rows) -> float:
        return estimator.kl_divergence(x[some], y[others]).value

    return _estimate(estimator.kl_divergence(x, y), estimator, of, len(x), len(y), least=0.0)


def js_divergence(*samples: Columns, weights: Sequence[float], estimator: MixtureEstimator) -> Estimate:
    """JS of samples of the same variables."""
    data = _alike(samples)

    def of(*rows: Rows) -> float:
        return estimator.js_divergence([x[some] for x, some in zip(data, rows, strict=True)], weights).value

    found = _estimate(estimator.js_divergence(data, weights), estimator, of, *map(len, data), least=0.0)
    constant = [place for place, x in enumerate(data) if len(x) > 1 and (x == x[0]).all()]
    return replace(
        found, warnings=tuple(f"constant: sample {place} does not vary" for place in constant) + found.warnings
    )


def joined(columns: Columns) -> Reals:
    """The coordinates of continuous columns side by side: (n, d)."""
    for place, column in enumerate(columns):
        if column.discrete:
            raise Unanswerable(
                f"column {place} is discrete, and this estimator measures distances: discrete=False says that its "
                "numbers are measurements, MixedKSG takes both kinds"
            )
    return np.hstack([column.values for column in columns]) if len(columns) > 1 else columns[0].values


def _constant(columns: Columns) -> list[int]:
    """Columns all of whose observations are one."""
    return [
        j for j, column in enumerate(columns) if len(column.values) > 1 and (column.values == column.values[0]).all()
    ]


def _said(constant: list[int]) -> tuple[str, ...]:
    return tuple(f"constant: column {place} does not vary, so it tells nothing" for place in constant)


def _alike(samples: Sequence[Columns]) -> list[Reals]:
    """The coordinates of several samples, which must be as many."""
    rows = [joined(columns) for columns in samples]
    if len({x.shape[1] for x in rows}) > 1:
        widths = " and ".join(str(x.shape[1]) for x in rows)
        raise ShapeMismatch(f"the samples have {widths} coordinates: they must agree")
    return rows


def enough(n: int, k: int) -> None:
    """Refuse k neighbours among too few."""
    if n < k + 1:
        raise NotSamples(f"{n} observations are too few for k={k} neighbours: there must be {k + 1} or more")


def _estimate(
    local: Local, estimator: Any, of: Callable[..., float], *sizes: int, least: float | None = None
) -> Estimate:
    spread = sum(float(np.var(part)) / len(part) for part in local.influence)
    bias = subsampling_bias.bias(of, local.value, sizes, local.rate) if local.rate else None
    low, high = _reaching(local, spread, bias, sizes)
    error, name = spread**0.5, type(estimator).__name__
    doubts = (
        local.warnings
        + _SHORT * (bias is not None and bias.missing > 2 * error)
        + _FEW * (min(sizes) < subsampling_bias.LEAST)
    )
    doubts += _BIASED * (not low <= local.value <= high)
    if least is not None:
        shares = (_LOW, _HIGH) if local.lacks and bias else (0.025, 0.025)
        low, high = above(least, low, local.value, high, *shares)
    high = inf if local.open else high
    return Estimate(local.value, error, low, high, 0.95, sum(sizes), local.bias, name, warnings=doubts)


def _reaching(
    local: Local, spread: float, bias: subsampling_bias.Bias | None, sizes: Sequence[int]
) -> tuple[float, float]:
    """The interval about what the estimate would be without the bias that is left.

    Where that can only be too low, but falls faster than at the rate where the density is smooth, the interval reaches
    from the estimate to there. A quarter of the error probability lies below, the rest above: it covers 95 to 96.25 %,
    wherever between the two the truth is. In many coordinates the rate is a guess, on either side.
    """
    if bias is None:
        return normal_interval(local.value if local.centre is None else local.centre, spread**0.5)
    near = local.value, spread**0.5
    noise = min(local.noise / min(sizes), spread)
    far = local.value + bias.missing, (spread + bias.noise * noise) ** 0.5
    if local.lacks:
        low, high = normal_interval(*near, 1 - 2 * _LOW)[0], normal_interval(*far, 1 - 2 * _HIGH)[1]
        return min(low, far[0]), max(local.value, high)
    if local.rate >= 1 / 3:
        return containing(local.value, *far)
    return between(min(near, far), max(near, far))
