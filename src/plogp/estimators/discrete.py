"""What a discrete estimator is, and every quantity of counts composed once from its entropies."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.intervals import normal_interval
from plogp.theory.errors import ShapeMismatch
from plogp.theory.estimate import Estimate

Table = NDArray[np.int64]
Terms = Sequence[tuple[int, Sequence[int]]]  # a quantity as a sum of ± entropies of some of the variables


class DiscreteEstimator(Protocol):
    """Entropy from the counts of the outcomes that were seen."""

    def entropy(self, n: Table) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed from it."""


class _Combination(NamedTuple):
    value: float
    bias: float
    surprisal: NDArray[np.floating[Any]]  # of each cell, signed and summed over the terms
    freedom: int  # cells that are free to vary


def entropy(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """H of all variables together."""
    return _estimate(n, _combine(n, [(1, range(n.ndim))], estimator), estimator)


def perplexity(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """exp(H), with the interval of H mapped along."""
    h = entropy(n, given, estimator)
    return Estimate(
        exp(h.value), exp(h.value) * h.stderr, exp(h.low), exp(h.high), h.level, h.n,
        exp(h.value) - exp(h.value - h.bias), h.estimator, "",
    )  # fmt: skip


def conditional_entropy(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """H(X | all other variables)."""
    _need(n, 2, at_least=True)
    return _estimate(n, _combine(n, [(1, range(n.ndim)), (-1, range(1, n.ndim))], estimator), estimator)


def mutual_information(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """I(X;Y | Z) = H(X,Z) + H(Y,Z) - H(X,Y,Z) - H(Z)."""
    _need(n, 2 + given)
    return _estimate(n, _combine(n, _shared(range(2, n.ndim)), estimator), estimator)


def variation_of_information(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """2·H(X,Y) - H(X) - H(Y)."""
    _need(n, 2)
    return _estimate(n, _combine(n, [(2, (0, 1)), (-1, (0,)), (-1, (1,))], estimator), estimator)


def total_correlation(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """Sum of H(X_i) - H(X_1, …, X_r)."""
    _need(n, 2, at_least=True)
    terms = [(1, (i,)) for i in range(n.ndim)]
    return _estimate(n, _combine(n, [*terms, (-1, tuple(range(n.ndim)))], estimator), estimator)


def interaction_information(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """I(X;Y|Z) - I(X;Y)."""
    _need(n, 3)
    minus = [(-sign, variables) for sign, variables in _shared(())]
    return _estimate(n, _combine(n, [*_shared((2,)), *minus], estimator), estimator)


def normalized_mutual_information(n: Table, given: int, estimator: DiscreteEstimator) -> Estimate:
    """2·I(X;Y) / (H(X) + H(Y)); 0 where both are constant."""
    _need(n, 2)
    top = _combine(n, _shared(()), estimator)
    whole = _combine(n, [(1, (0,)), (1, (1,))], estimator)
    if whole.value <= 0:
        return Estimate(0.0, 0.0, 0.0, 0.0, 0.95, int(n.sum()), 0.0, type(estimator).__name__, "")
    ratio = 2 * top.value / whole.value
    surprisal = (2 * top.surprisal - ratio * whole.surprisal) / whole.value  # the delta method for a quotient
    bias = ratio - 2 * (top.value - top.bias) / (whole.value - whole.bias) if whole.value > whole.bias else 0.0
    return _estimate(n, _Combination(ratio, bias, surprisal, top.freedom), estimator, unit="", scale=2 / whole.value)


def _shared(given: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    return [(1, (0, *given)), (1, (1, *given)), (-1, (0, 1, *given)), (-1, tuple(given))]


def _combine(n: Table, terms: Terms, estimator: DiscreteEstimator) -> _Combination:
    total = n.sum()
    value = bias = 0.0
    freedom = 0
    surprisal = np.zeros(n.shape)
    for sign, variables in terms:
        marginal = n.sum(axis=tuple(i for i in range(n.ndim) if i not in variables), keepdims=True)
        seen = marginal[marginal > 0]
        h, removed = estimator.entropy(seen)
        value += sign * h
        bias += sign * removed
        freedom += sign * (seen.size - 1)
        surprisal = surprisal - sign * np.log(np.maximum(marginal, 1) / total)
    return _Combination(value, bias, surprisal, freedom)


def _estimate(
    n: Table, c: _Combination, estimator: DiscreteEstimator, unit: str = "nat", scale: float = 1.0
) -> Estimate:
    """With the error of the delta method, and the chi-square spread that remains where its first order vanishes.

    Var ≈ Var[surprisal] / n + freedom / (2·n²): the second term is the variance of chi-square(freedom) / 2n, which the
    statistic follows at independence or uniformity (Roulston 1999, doi:10.1016/S0167-2789(98)00269-3, eq. 39-40).
    """
    total = int(n.sum())
    p = n / total
    mean = float((p * c.surprisal).sum())
    variance = float((p * (c.surprisal - mean) ** 2).sum()) / total + scale**2 * abs(c.freedom) / (2 * total**2)
    low, high = normal_interval(c.value, variance**0.5)
    return Estimate(c.value, variance**0.5, low, high, 0.95, total, c.bias, type(estimator).__name__, unit)


def _need(n: Table, variables: int, *, at_least: bool = False) -> None:
    if n.ndim < variables or (n.ndim > variables and not at_least):
        more = " or more" if at_least else ""
        raise ShapeMismatch(f"this quantity speaks of {variables}{more} variables, but the counts have {n.ndim} axes")


def plug_in_entropy(n: Table) -> float:
    """Sum of (n/N)·log(N/n) over the outcomes seen: the entropy of the observed frequencies."""
    total = int(n.sum())
    return float((n * np.log1p((total - n) / n)).sum()) / total
