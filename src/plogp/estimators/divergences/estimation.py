"""Divergences between samples, or between a sample and what is known: bias removed, intervals from both sides.

A frequency of n observations misses by W·sqrt(p/n). To second order the plug-in D(P‖Q) is too high by
(k - 1)/2n + sum p·(1 - q)/(2·m·q); where P = Q it is chi-square(k - 1)·(1/n + 1/m)/2, the boundary of the intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.digamma import digamma
from plogp.estimators.discrete.pseudocount import Pseudocount
from plogp.estimators.intervals import boundary_interval, normal_interval
from plogp.results.estimate import Estimate

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Side:
    """A distribution over k categories: counts of a sample, or probabilities that are known.

    Attributes
    ----------
    p : array (k,)
        The frequencies, or the probabilities.
    counts : array (k,) or None
        How often each was seen; None if the probabilities are known.
    """

    p: Floats
    counts: NDArray[np.int64] | None = None

    @classmethod
    def observed(cls, counts: NDArray[np.int64]) -> Side:
        """The frequencies of a sample."""
        return cls(counts / counts.sum(), counts)

    @property
    def n(self) -> float:
        """How many observations; without end if it is known."""
        return inf if self.counts is None else float(self.counts.sum())

    def smoothed(self, policy: Pseudocount | None) -> Side:
        """With a little more of each category, and no observation of it."""
        if policy is None or self.counts is None:
            return self
        more = self.counts + float(policy.amount)
        return _Smoothed(more / more.sum(), self.counts)

    def log_p(self) -> Floats:
        """Log of the probabilities without their bias: psi(c + 1) - psi(n + 1), -inf for what was not seen."""
        with np.errstate(divide="ignore"):
            if self.counts is None:
                return np.log(self.p)
            return np.where(self.counts > 0, digamma(self.counts + 1) - digamma(int(self.n) + 1), -inf)

    def entropy(self) -> tuple[float, float]:
        """H of what was seen with its first-order bias removed, and plug-in (Miller 1955)."""
        seen = self.p[self.p > 0]
        plug_in = float(-(seen * np.log(seen)).sum())
        return plug_in + (seen.size - 1) / (2 * self.n), plug_in

    def variance(self, change: Floats) -> float:
        """Of the mean of a change over the sample."""
        if self.counts is None:
            return 0.0
        inside = self.p > 0
        p, change = self.p[inside], change[inside]
        return float((p * (change - float(p @ change)) ** 2).sum()) / self.n


class _Smoothed(Side):
    def log_p(self) -> Floats:
        return np.log(self.p)


def cross_entropy(P: Side, Q: Side, unseen: Pseudocount | None = None) -> Estimate:
    """-sum p·log q."""
    Q = Q.smoothed(unseen)
    value, plug_in = _cross(P, Q)
    if value == inf:
        return _infinite("cross_entropy", P, Q)
    inside = (P.p > 0) & (Q.p > 0)
    log_q = np.log(np.where(inside, Q.p, 1.0))
    spread = P.variance(-log_q) + Q.variance(_ratio(P.p, Q.p))
    second = _freedom(P, Q) * (1 / P.n + 1 / (2 * Q.n)) / Q.n  # the variance where both are uniform
    stderr = (second + max(spread - 2 * second, 0.0)) ** 0.5
    return _answer(value, plug_in - value, stderr, normal_interval(value, stderr), P, Q)


def kl_divergence(P: Side, Q: Side, unseen: Pseudocount | None = None) -> Estimate:
    """-sum p·log q - H(P)."""
    Q = Q.smoothed(unseen)
    cross, plug_in_cross = _cross(P, Q)
    if cross == inf:
        return _infinite("kl_divergence", P, Q)
    h, plug_in_h = P.entropy()
    change = _log_ratio(P.p, Q.p)
    spread = P.variance(change) + Q.variance(-_ratio(P.p, Q.p))
    value = cross - h
    return _above_zero(value, plug_in_cross - plug_in_h - value, spread, _freedom(P, Q), _pooled(P, Q), P, Q)


def jeffreys_divergence(P: Side, Q: Side, unseen: Pseudocount | None = None) -> Estimate:
    """D(P‖Q) + D(Q‖P)."""
    P, Q = P.smoothed(unseen), Q.smoothed(unseen)
    (cross, plug_in), (back, plug_in_back) = _cross(P, Q), _cross(Q, P)
    if inf in (cross, back):
        return _infinite("jeffreys_divergence", P, Q)
    (h, plug_in_h), (g, plug_in_g) = P.entropy(), Q.entropy()
    change = _log_ratio(P.p, Q.p)
    spread = P.variance(change - _ratio(Q.p, P.p)) + Q.variance(-change - _ratio(P.p, Q.p))
    value = cross + back - h - g
    bias = plug_in + plug_in_back - plug_in_h - plug_in_g - value
    return _above_zero(value, bias, spread, _freedom(P, Q), _pooled(P, Q) / 2, P, Q)


def js_divergence(*sides: Side, weights: Sequence[float] | None = None) -> Estimate:
    """H(sum w_i·P_i) - sum w_i·H(P_i); always finite, so no category needs a policy."""
    w = [1 / len(sides)] * len(sides) if weights is None else list(weights)
    m = np.asarray(sum(share * side.p for share, side in zip(w, sides, strict=True)))
    plug_in = bias = spread = per_freedom = 0.0
    for share, side in zip(w, sides, strict=True):
        change = _log_ratio(side.p, m)
        plug_in += share * float(side.p @ change)
        seen = int((side.p > 0).sum())
        curved = float((side.p * (1 - side.p) / np.where(m > 0, m, 1.0)).sum())
        bias += share * (seen - 1 - share * curved) / (2 * side.n)
        spread += side.variance(share * change)
        per_freedom += share * (1 - share) / side.n
    groups = sum(share > 0 for share in w) - 1
    freedom = groups * _freedom(*sides)
    return _above_zero(plug_in - bias, bias, spread, freedom, groups / per_freedom if per_freedom else inf, *sides)


def _cross(P: Side, Q: Side) -> tuple[float, float]:
    """Cross-entropy without its first-order bias, and as the frequencies have it."""
    inside = P.p > 0
    if (Q.p[inside] == 0).any():
        return inf, inf
    return float(-(P.p[inside] @ Q.log_p()[inside])), float(-(P.p[inside] @ np.log(Q.p[inside])))


def _log_ratio(p: Floats, q: Floats) -> Floats:
    both = (p > 0) & (q > 0)
    return np.where(both, np.log(np.where(both, p, 1.0) / np.where(both, q, 1.0)), 0.0)


def _ratio(p: Floats, q: Floats) -> Floats:
    return np.where(q > 0, p / np.where(q > 0, q, 1.0), 0.0)


def _pooled(P: Side, Q: Side) -> float:
    """The number of observations that would leave one known distribution as much in doubt: 1 / (1/n + 1/m)."""
    return 1 / (1 / P.n + 1 / Q.n)


def _freedom(*sides: Side) -> int:
    """Categories that can occur, less one."""
    return max(int(np.any([side.p > 0 for side in sides], axis=0).sum()) - 1, 0)


def _above_zero(value: float, bias: float, spread: float, freedom: int, n: float, *sides: Side) -> Estimate:
    """With the interval of a quantity that is chi-square(freedom)/2n where it is zero."""
    second = freedom / (2 * n * n)
    stderr = (second + max(spread - 2 * second, 0.0)) ** 0.5
    ends = boundary_interval(value, spread, freedom, n) if freedom and n < inf else (value, value)
    return _answer(value, bias, stderr, ends, *sides)


def _answer(value: float, bias: float, stderr: float, ends: tuple[float, float], *sides: Side) -> Estimate:
    n = int(sum(side.n for side in sides if side.counts is not None))
    few = [side for side in sides if side.counts is not None and int((side.counts == 1).sum()) > 0.1 * side.n]
    doubts = ("undersampled: more than a tenth of a sample is of categories seen once",) if few else ()
    low, high = min(ends[0], value), max(ends[1], value)
    return Estimate(value, stderr, low, high, 0.95, n, bias, "SecondOrder", "nat", doubts)


def _infinite(quantity: str, P: Side, Q: Side) -> Estimate:
    """What one sample has and the other lacks is infinitely surprising, as far as the counts can tell."""
    alone = int(((P.p > 0) != (Q.p > 0)).sum())
    n = int(sum(side.n for side in (P, Q) if side.counts is not None))
    doubt = f"unseen: {alone} categories are on one side only; unseen=Pseudocount(…) makes {quantity} finite"
    return Estimate(inf, inf, 0.0, inf, 0.95, n, 0.0, "SecondOrder", "nat", (doubt,))
