"""The gamma distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import between, neg_log
from plogp.theory.families.gamma_functions import (
    above_zero,
    log_gamma,
    log_gamma_excess,
    log_gamma_excess_divergence,
    log_gamma_excess_slope,
    shape_of_gamma,
)
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Gamma(ExponentialFamily):
    """Gamma distribution with the mean concentration / rate.

    Parameters
    ----------
    concentration : array or number
        The shape, positive.
    rate : array or number
        The inverse of the scale, positive.

    Notes
    -----
    A is a·log(a/r) - a, whose divergence lies in the ratio of the means alone, and log Γ(a) - a·log a + a.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.Gamma(2.0, 1.0), plogp.Gamma(3.0, 1.0)).round(6)
    np.float64(0.270363)
    """

    concentration: Any
    rate: Any
    domains = {"concentration": POSITIVE, "rate": POSITIVE}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        a, more = self.concentration, other.concentration - self.concentration
        start, end = ((1 - at) * a + at * other.concentration for at in (s, t))
        rate, u = other.rate / self.rate, (other.rate - self.rate) / self.rate
        change = (t - s) * (u * a - more) / (end * between(rate, s))  # of the means
        ratio = start * between(rate, t) / (end * between(rate, s))
        return end * neg_log(self.xp, change, ratio) + log_gamma_excess_divergence(self.xp, start, (t - s) * more, end)

    def entropy(self) -> Array:
        xp, a = self.xp, self.concentration
        slope = (1 - a) * log_gamma_excess_slope(xp, a)
        return log_gamma_excess(xp, a) + slope + xp.log(a) - xp.log(self.rate)

    def support(self) -> tuple[Any, Any]:
        return 0.0, inf

    def log_density(self, at: Points) -> Array:
        xp, a, x = self.xp, self.concentration, above_zero(self.xp, at.x)
        ratio = self.rate / a * x
        return -a * neg_log(xp, ratio - 1, ratio) - xp.log(x) - log_gamma_excess(xp, a)

    def landmarks(self) -> list[tuple[Array, Array]]:
        a, r = self.concentration, self.rate
        return [(0.0 * (a + r), self.xp.minimum(a, 1.0 + 0.0 * a) / r), (a / r, self.xp.sqrt(a) / r)]

    def moments(self) -> Moments:
        xp, a = self.xp, self.concentration
        inverse = xp.where(a > 1, self.rate / xp.where(a > 1, a - 1, 1.0), inf)
        log_mean = log_gamma_excess_slope(xp, a) + xp.log(a / self.rate)
        return Moments(a / self.rate, a / self.rate**2, log_mean, inverse=inverse)

    def surprise(self, of: Moments) -> Any:
        if of.mean is None or of.log is None:
            return None
        xp, a = self.xp, self.concentration
        return log_gamma_excess(xp, a) + a * xp.log(a / self.rate) - a - (a - 1) * of.log + self.rate * of.mean

    def renyi_entropy(self, order: float) -> Any:
        if not 0.02 < abs(order - 1) < inf or order == 0:
            return None  # where the difference below loses its digits
        xp, a = self.xp, self.concentration
        shape = order * (a - 1) + 1
        some = shape > 0
        inner = log_gamma(xp, xp.where(some, shape, 1.0)) - order * log_gamma(xp, a) - shape * log(order)
        return xp.where(some, inner / (1 - order), -inf) - xp.log(self.rate)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        mean = xp.mean(x, axis=0)
        shape = shape_of_gamma(xp, -xp.mean(xp.log(x / mean), axis=0))
        return cls(shape, shape / mean)
