"""The Laplace distribution, of two exponentials back to back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import e, inf, log
from typing import Any

from plogp.backend.arrays import Array, Namespace, median
from plogp.distributions.families.domains import POSITIVE, REAL
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import exponential, laplace_overlap, log_over_gap, neg_log_on_line
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Laplace(ExponentialFamily):
    """Laplace distribution; members with one centre are an exponential family in 1 / scale.

    Parameters
    ----------
    loc : array or number
        The centre.
    scale : array or number
        The mean absolute deviation from it, positive.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.Laplace(0.0, 1.0), plogp.Laplace(1.0, 1.0)).round(6)
    np.float64(0.367879)
    """

    loc: Any
    scale: Any
    domains = {"loc": REAL, "scale": POSITIVE}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        change = (self.scale - other.scale) / other.scale
        value = neg_log_on_line(self.xp, change, self.scale / other.scale, s, t)
        if (s, t) != (0, 1):
            return value  # of one centre
        apart = self.xp.abs(other.loc - self.loc) / self.scale
        return value + self.scale / other.scale * exponential(self.xp, -apart)

    def renyi(self, other: Any, order: float) -> Array:
        if order in (0, 1):
            return super().renyi(other, order)
        apart = self.xp.abs(other.loc - self.loc)
        overlap = laplace_overlap(self.xp, order * apart / self.scale, (1 - order) * apart / other.scale)
        value = super().renyi(replace(other, loc=self.loc), order)
        inside = value < inf  # else the order leaves the natural parameters, and the overlap too is infinite
        return self.xp.where(inside, value + self.xp.where(inside, overlap, 0.0) / (1 - order), inf)

    def entropy(self) -> Array:
        return self.xp.log(self.scale) + log(2 * e) + 0.0 * self.loc

    def log_density(self, at: Points) -> Array:
        return -self.xp.abs(at.x - self.loc) / self.scale - self.xp.log(2 * self.scale)

    def landmarks(self) -> list[tuple[Array, Array]]:
        return [(self.loc, self.scale)]

    def moments(self) -> Moments:
        return Moments(self.loc, 2 * self.scale**2)

    def renyi_entropy(self, order: float) -> Any:
        return self.xp.log(2 * self.scale) + log_over_gap(order) + 0.0 * self.loc

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        centre = median(xp, x)
        return cls(centre, xp.mean(xp.abs(x - centre), axis=0))
