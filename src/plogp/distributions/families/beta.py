"""The beta distribution, over a probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.gamma_functions import concentrations, dirichlet_divergence, dirichlet_entropy


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
        xp = self.xp
        change = xp.stack(tuple(xp.broadcast_arrays(other.a - self.a, other.b - self.b)), axis=-1)
        return dirichlet_divergence(xp, self._pair + s * change, (t - s) * change)

    def entropy(self) -> Array:
        return dirichlet_entropy(self.xp, self._pair)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        fitted = concentrations(xp, xp.stack((x, 1 - x), axis=-1))
        return cls(fitted[..., 0], fitted[..., 1])
