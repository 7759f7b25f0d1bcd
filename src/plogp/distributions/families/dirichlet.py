"""The Dirichlet distribution, over probabilities of k outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE_VECTOR
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.families.gamma_functions import concentrations, dirichlet_divergence, dirichlet_entropy, log_gamma


@dataclass(frozen=True, eq=False)
class Dirichlet(ExponentialFamily):
    """Dirichlet distribution over the probabilities of k outcomes.

    Parameters
    ----------
    concentration : array, shape (..., k)
        Positive; its last axis is that of the outcomes.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.Dirichlet([2.0, 1.0, 1.0]), plogp.Dirichlet([1.0, 1.0, 1.0])).round(6)
    np.float64(0.265279)
    """

    concentration: Any
    domains = {"concentration": POSITIVE_VECTOR}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        a, b = self.concentration, other.concentration
        return dirichlet_divergence(self.xp, (1 - s) * a + s * b, (t - s) * (b - a), (1 - t) * a + t * b)

    def entropy(self) -> Array:
        return dirichlet_entropy(self.xp, self.concentration)

    def renyi_entropy(self, order: float) -> Any:
        if not 0.02 < abs(order - 1) < inf or order == 0:
            return None  # where the difference below loses its digits
        xp, a = self.xp, order * (self.concentration - 1) + 1
        some = xp.all(a > 0, axis=-1)
        logs = [
            xp.sum(log_gamma(xp, x), axis=-1) - log_gamma(xp, xp.sum(x, axis=-1))
            for x in (xp.where(some[..., None], a, 1.0), self.concentration)
        ]
        return xp.where(some, (logs[0] - order * logs[1]) / (1 - order), inf if order < 1 else -inf)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(concentrations(xp, x))
