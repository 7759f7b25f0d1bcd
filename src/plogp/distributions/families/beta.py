"""The beta distribution, over a probability."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.gamma_functions import (
    above_zero,
    concentrations,
    dirichlet_divergence,
    dirichlet_entropy,
    log_gamma,
    log_gamma_excess_slope,
)
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Beta(ExponentialFamily):
    """Beta distribution: a Dirichlet over two outcomes, of which the first has the probability x.

    Parameters
    ----------
    a, b : array or number
        Positive; density proportional to x^(a - 1)·(1 - x)^(b - 1).

    Examples
    --------
    >>> import plogp
    >>> plogp.entropy(plogp.Beta(2.0, 2.0)).round(6)
    np.float64(-0.125093)
    """

    a: Any
    b: Any
    domains = {"a": POSITIVE, "b": POSITIVE}  # noqa: RUF012

    @property
    def _pair(self) -> Array:
        return self.xp.stack(tuple(self.xp.broadcast_arrays(self.a, self.b)), axis=-1)

    def bregman(self, other: Any, s: float, t: float) -> Array:
        a, b = self._pair, other._pair
        return dirichlet_divergence(self.xp, (1 - s) * a + s * b, (t - s) * (b - a), (1 - t) * a + t * b)

    def entropy(self) -> Array:
        return dirichlet_entropy(self.xp, self._pair)

    def support(self) -> tuple[Any, Any]:
        return 0.0, 1.0

    @property
    def _log_normalizer(self) -> Array:
        """log of the beta function."""
        return log_gamma(self.xp, self.a) + log_gamma(self.xp, self.b) - log_gamma(self.xp, self.a + self.b)

    def log_density(self, at: Points) -> Array:
        xp = self.xp
        logs = xp.log(above_zero(xp, at.x)), xp.log(above_zero(xp, at.rest))
        return (self.a - 1) * logs[0] + (self.b - 1) * logs[1] - self._log_normalizer

    def landmarks(self) -> list[tuple[Array, Array]]:
        a, b = self.a, self.b
        zero, total, least = 0.0 * (a + b), a + b, self.xp.minimum(a, b)
        width = self.xp.sqrt(a * b / (total + 1)) / total
        end = width * self.xp.minimum(least, 1.0 + zero)
        return [(zero, end), (1.0 + zero, end), (a / total, width)]

    def moments(self) -> Moments:
        xp, total = self.xp, self.a + self.b
        variance = self.a * self.b / (total**2 * (total + 1))
        whole = log_gamma_excess_slope(xp, total)
        log_mean, log_rest = (log_gamma_excess_slope(xp, x) - whole + xp.log(x / total) for x in (self.a, self.b))
        inverse = xp.where(self.a > 1, (total - 1) / xp.where(self.a > 1, self.a - 1, 1.0), inf)
        return Moments(self.a / total, variance, log_mean, log_rest, inverse)

    def surprise(self, of: Moments) -> Any:
        if of.log is None or of.log_rest is None:
            return None
        return self._log_normalizer - (self.a - 1) * of.log - (self.b - 1) * of.log_rest

    def renyi_entropy(self, order: float) -> Any:
        if not 0.02 < abs(order - 1) < inf or order == 0:
            return None  # where the difference below loses its digits
        xp = self.xp
        a, b = (order * (x - 1) + 1 for x in (self.a, self.b))
        some = (a > 0) & (b > 0)
        a, b = (xp.where(some, x, 1.0) for x in (a, b))
        inner = log_gamma(xp, a) + log_gamma(xp, b) - log_gamma(xp, a + b) - order * self._log_normalizer
        return xp.where(some, inner / (1 - order), inf if order < 1 else -inf)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        fitted = concentrations(xp, xp.stack((x, 1 - x), axis=-1))
        return cls(fitted[..., 0], fitted[..., 1])
