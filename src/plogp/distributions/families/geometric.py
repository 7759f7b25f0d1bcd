"""The geometric distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import OPEN_PROBABILITY
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import exponential, log_ratio, neg_log
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Geometric(ExponentialFamily):
    """Geometric distribution of the number of failures before the first success: p·(1 - p)^k for k = 0, 1, ….

    Parameters
    ----------
    p : array or number
        The probability of success, above 0 and below 1.

    Examples
    --------
    >>> import plogp
    >>> plogp.entropy(plogp.Geometric(0.5), base=2)
    np.float64(2.0)
    """

    p: Any
    domains = {"p": OPEN_PROBABILITY}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        xp = self.xp
        change = log_ratio(xp, (self.p - other.p) / (1 - self.p), (1 - other.p) / (1 - self.p))
        log_failure = xp.log1p(-self.p) + s * change
        mean = -xp.exp(log_failure) / xp.expm1(log_failure)
        d = (t - s) * change
        return neg_log(xp, -mean * xp.expm1(d)) + mean * exponential(xp, d)

    def entropy(self) -> Array:
        return -self.xp.log(self.p) - (1 - self.p) / self.p * self.xp.log1p(-self.p)

    lattice = True

    def support(self) -> tuple[Any, Any]:
        return 0.0, inf

    def log_density(self, at: Points) -> Array:
        return self.xp.log(self.p) + at.x * self.xp.log1p(-self.p)

    def window(self, surprise: float) -> tuple[Array, Array]:
        return 0.0 * self.p, -surprise / self.xp.log1p(-self.p)

    def moments(self) -> Moments:
        return Moments((1 - self.p) / self.p, (1 - self.p) / self.p**2)

    def surprise(self, of: Moments) -> Any:
        return None if of.mean is None else -self.xp.log(self.p) - of.mean * self.xp.log1p(-self.p)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(1 / (1 + xp.mean(x, axis=0)))
