"""The exponential distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import log_over_gap, neg_log_on_line
from plogp.theory.families.gamma_functions import EULER
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Exponential(ExponentialFamily):
    """Exponential distribution of waiting times with the mean 1 / rate.

    Parameters
    ----------
    rate : array or number
        Events in a unit of time, positive.

    Examples
    --------
    >>> import plogp
    >>> plogp.entropy(plogp.Exponential(1.0))
    np.float64(1.0)
    """

    rate: Any
    domains = {"rate": POSITIVE}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        return neg_log_on_line(self.xp, (other.rate - self.rate) / self.rate, other.rate / self.rate, s, t)

    def entropy(self) -> Array:
        return 1.0 - self.xp.log(self.rate)

    def support(self) -> tuple[Any, Any]:
        return 0.0, inf

    def log_density(self, at: Points) -> Array:
        return self.xp.log(self.rate) - self.rate * at.x

    def landmarks(self) -> list[tuple[Array, Array]]:
        return [(0.0 * self.rate, 1 / self.rate)]

    def moments(self) -> Moments:
        return Moments(1 / self.rate, self.rate**-2.0, -EULER - self.xp.log(self.rate), inverse=inf)

    def surprise(self, of: Moments) -> Any:
        return None if of.mean is None else self.rate * of.mean - self.xp.log(self.rate)

    def renyi_entropy(self, order: float) -> Any:
        return log_over_gap(order) - self.xp.log(self.rate)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(1 / xp.mean(x, axis=0))
