"""The Poisson distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.atoms import exponential, log_ratio, neg_log
from plogp.theory.poisson_entropy import poisson_entropy


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

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(xp.mean(x, axis=0))
