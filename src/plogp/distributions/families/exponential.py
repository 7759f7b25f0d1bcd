"""The exponential distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.atoms import neg_log_on_line


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

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(1 / xp.mean(x, axis=0))
