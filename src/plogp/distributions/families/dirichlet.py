"""The Dirichlet distribution, over probabilities of k outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE_VECTOR
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.gamma_functions import concentrations, dirichlet_divergence, dirichlet_entropy


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

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(concentrations(xp, x))
