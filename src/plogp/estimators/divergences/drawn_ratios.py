"""Three estimators of D(P‖Q) from outcomes drawn from P, with the ratio of the two at each: k1, k2 and k3.

With d = log q - log p at an outcome of P, the mean of -d is D(P‖Q), and so is that of exp(d) - 1 - d wherever Q has no
mass outside of P, since the mean of exp(d) is the mass of Q. Half of d² is what the two agree on to second order
(Schulman 2020, "Approximating KL divergence").

As a loss none of the three has the right gradient in all respects: the outcomes are drawn from P, whose change an
average over drawn outcomes does not see. For any k(d),

    ∇ E_P[k] = E_P[∇k + k·∇log p],

which is the gradient of the mean of k·p/p°, where p° is p held constant. `terms` are written so that their mean and the
mean of their gradient, by p and by q, are those of D(P‖Q).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from plogp.backend.arrays import Array, Namespace, constant, namespace, working
from plogp.distributions.observations.draws import log_probabilities
from plogp.theory.errors import MixedArrays, ShapeMismatch
from plogp.theory.families import atoms


@runtime_checkable
class RatioEstimator(Protocol):
    """What `kl_divergence` of `Drawn` and `Scored` asks of an estimator."""

    def terms(self, log_p: Any, log_q: Any) -> Array:
        """One term for each outcome: their mean and the mean of their gradient are those of D(P‖Q)."""

    def plain(self, log_p: Any, log_q: Any) -> Array:
        """The term as it is usually written, whose mean or gradient may be another."""


class _DrawnRatio(ABC):
    """An estimator by its two terms; infinite where the model thinks an outcome impossible."""

    def terms(self, log_p: Any, log_q: Any) -> Array:
        """The term of each outcome: their mean and the mean of their gradient are those of D(P‖Q).

        Parameters
        ----------
        log_p, log_q : array
            Log-probabilities of the outcomes under the distribution that they were drawn from, and under the other.

        Returns
        -------
        array
            Of the same library, differentiable by both.
        """
        xp, log_p, log_q, d, possible = _ratio(log_p, log_q)
        return xp.where(possible, self._unbiased(xp, log_p, log_q, d), float("inf"))

    def plain(self, log_p: Any, log_q: Any) -> Array:
        """The term as it is usually written, whose mean or gradient may be another."""
        xp, _, _, d, possible = _ratio(log_p, log_q)
        return xp.where(possible, self._plain(xp, d), float("inf"))

    @abstractmethod
    def _unbiased(self, xp: Namespace, log_p: Array, log_q: Array, d: Array) -> Array: ...

    @abstractmethod
    def _plain(self, xp: Namespace, d: Array) -> Array: ...


@dataclass(frozen=True)
class LogRatio(_DrawnRatio):
    """-d = log p - log q, known as k1: exact also where Q has mass outside of P, and of either sign.

    As a loss the plain term has the gradient 0 on average: E_P[∇log p] = 0. `terms` are -d·p/p°.

    References
    ----------
    Schulman 2020, "Approximating KL divergence"; Williams 1992, doi:10.1007/BF00992696 (the score's part).

    Examples
    --------
    >>> import plogp
    >>> plogp.LogRatio().terms([-1.0, -2.0], [-1.5, -1.8])
    array([ 0.5, -0.2])
    """

    def _unbiased(self, xp: Namespace, log_p: Array, log_q: Array, d: Array) -> Array:
        """-d·p/p°."""
        return _tilt(xp, log_p) * -d

    def _plain(self, xp: Namespace, d: Array) -> Array:
        """-d."""
        return -d


@dataclass(frozen=True)
class HalfSquare(_DrawnRatio):
    """d²/2, known as k2: its mean misses D(P‖Q) by terms of third order, its gradient by p is exact.

    `terms` have that gradient, of less variance than the others', and the value exp(d) - 1 - d, which is what d²/2
    lacks added without a gradient. An `Estimate` names what was added as its bias.

    References
    ----------
    Schulman 2020, "Approximating KL divergence".

    Examples
    --------
    >>> import plogp
    >>> plogp.HalfSquare().plain([-1.0, -2.0], [-1.5, -1.8]).round(6)
    array([0.125, 0.02 ])
    >>> plogp.HalfSquare().terms([-1.0, -2.0], [-1.5, -1.8]).round(6)
    array([0.106531, 0.021403])
    """

    def _unbiased(self, xp: Namespace, log_p: Array, log_q: Array, d: Array) -> Array:
        """(exp(d) - 1 - d)° with the gradient of (log q° - log p)²/2 by p, and of -log q by q,."""
        still = constant(d)
        slopes = -still * (log_p - constant(log_p)) - (log_q - constant(log_q))
        return constant(atoms.exponential(xp, d)) + slopes

    def _plain(self, xp: Namespace, d: Array) -> Array:
        """d²/2."""
        return d * d / 2


@dataclass(frozen=True)
class BregmanRatio(_DrawnRatio):
    """exp(d) - 1 - d, known as k3: exact and never negative, of less variance than `LogRatio` unless d is large.

    It is the term that plogp sums for every divergence, a Bregman divergence of exp. Where Q has mass outside of P, as
    beside a truncated sampler, its mean lacks that mass, and `LogRatio` is the one to take. As a loss the plain term
    has a wrong gradient, that of D(Q‖P), p - q; `terms` are (exp(d) - 1 - d)·p/p°.

    References
    ----------
    Schulman 2020, "Approximating KL divergence".

    Examples
    --------
    >>> import plogp
    >>> log_p, log_q = [-1.0, -2.0, -0.7], [-1.5, -1.8, -0.6]
    >>> print(plogp.kl_divergence(plogp.Drawn(log_p), plogp.Scored(log_q), estimator=plogp.BregmanRatio()))
    0.044 nat (0.000 to 0.180, 95 %)
    """

    def _unbiased(self, xp: Namespace, log_p: Array, log_q: Array, d: Array) -> Array:
        """(exp(d) - 1 - d)·p/p°."""
        return _tilt(xp, log_p) * atoms.exponential(xp, d)

    def _plain(self, xp: Namespace, d: Array) -> Array:
        """exp(d) - 1 - d."""
        return atoms.exponential(xp, d)


def _ratio(log_p: Any, log_q: Any) -> tuple[Namespace, Array, Array, Array, Array]:
    """log p, log q and d = log q - log p, 0 where the model thinks the outcome impossible, and where it does not."""
    p = log_probabilities(log_p, "log_p")
    q = log_probabilities(log_q, "log_q", p)
    if namespace(p).__name__ != namespace(q).__name__:
        raise MixedArrays("log_p and log_q are of two array libraries: convert one of them")
    if tuple(p.shape) != tuple(q.shape):
        raise ShapeMismatch(f"log_p and log_q are of the shapes {tuple(p.shape)} and {tuple(q.shape)}: they must agree")
    xp = namespace(p)
    p, q = working(xp, p), working(xp, q)
    possible = q != -float("inf")
    q = xp.where(possible, q, 0.0)
    return xp, p, q, xp.where(possible, q - p, 0.0), possible


def _tilt(xp: Namespace, log_p: Array) -> Array:
    """p/p°: one, with the gradient of log p."""
    return xp.exp(log_p - constant(log_p))
