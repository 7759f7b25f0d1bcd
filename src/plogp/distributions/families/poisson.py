"""The Poisson distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import entropic, exponential, log_ratio, neg_log
from plogp.theory.families.gamma_functions import above_zero, log_gamma_excess
from plogp.theory.families.points import Points
from plogp.theory.families.poisson_entropy import poisson_entropy


@dataclass(frozen=True, eq=False)
class Poisson(ExponentialFamily):
    """Poisson distribution of counts.

    Parameters
    ----------
    rate : array or number
        The mean, positive.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.Poisson(4.0), plogp.Poisson(2.0)).round(6)
    np.float64(0.772589)
    """

    rate: Any
    domains = {"rate": POSITIVE}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        xp, change = self.xp, (other.rate - self.rate) / self.rate
        if (s, t) == (0, 1):
            return self.rate * neg_log(xp, change, other.rate / self.rate)
        d = log_ratio(xp, change, other.rate / self.rate)
        return self.rate * xp.exp(s * d) * exponential(xp, (t - s) * d)

    def entropy(self) -> Array:
        return poisson_entropy(self.xp, self.rate)

    lattice = True

    def support(self) -> tuple[Any, Any]:
        return 0.0, inf

    def log_density(self, at: Points) -> Array:
        xp, k = self.xp, above_zero(self.xp, at.x)
        some = -entropic(xp, k, k - self.rate) - log_gamma_excess(xp, k) - xp.log(k)
        return xp.where(at.x > 0, some, -self.rate)

    def window(self, surprise: float) -> tuple[Array, Array]:
        root = self.xp.sqrt(2 * surprise * self.rate + surprise**2 / 9)  # Bernstein's inequality
        return self.rate - root, self.rate + surprise / 3 + root

    def moments(self) -> Moments:
        return Moments(self.rate, self.rate)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(xp.mean(x, axis=0))
