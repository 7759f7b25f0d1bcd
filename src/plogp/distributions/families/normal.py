"""The normal distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import e, log, pi
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.backend.family_kernels import NORMAL_KL
from plogp.distributions.families.domains import POSITIVE, REAL
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import log_over_gap, neg_log_on_line, quadratic
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Normal(ExponentialFamily):
    """Normal distribution N(loc, scale²).

    Parameters
    ----------
    loc : array or number
        The mean.
    scale : array or number
        The standard deviation, positive.

    Notes
    -----
    Divergences are sums of two terms that are never negative: half the square of the distance of the means, and half of
    u - log(1 + u) with u the relative change of the variance.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.Normal([0.0, 1.0], 1.0), plogp.Normal(0, 1))  # the term of a VAE
    array([0. , 0.5])
    """

    loc: Any
    scale: Any
    domains = {"loc": REAL, "scale": POSITIVE}  # noqa: RUF012
    kernel = NORMAL_KL

    def bregman(self, other: Any, s: float, t: float) -> Array:
        root, gap = self.scale / other.scale, (other.loc - self.loc) / other.scale
        change = (self.scale - other.scale) / other.scale * (root + 1)
        return 0.5 * (neg_log_on_line(self.xp, change, root * root, s, t) + quadratic(root * root, gap, s, t))

    def entropy(self) -> Array:
        return self.xp.log(self.scale) + 0.5 * log(2 * pi * e) + 0.0 * self.loc

    def log_density(self, at: Points) -> Array:
        return -0.5 * ((at.x - self.loc) / self.scale) ** 2 - self.xp.log(self.scale) - 0.5 * log(2 * pi)

    def landmarks(self) -> list[tuple[Array, Array]]:
        return [(self.loc, self.scale)]

    def moments(self) -> Moments:
        return Moments(self.loc, self.scale**2)

    def surprise(self, of: Moments) -> Any:
        square = of.square_about(self.loc)
        if square is None:
            return None
        return 0.5 * square / self.scale**2 + self.xp.log(self.scale) + 0.5 * log(2 * pi)

    def renyi_entropy(self, order: float) -> Any:
        return self.xp.log(self.scale) + 0.5 * log(2 * pi) + 0.5 * log_over_gap(order) + 0.0 * self.loc

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        mean = xp.mean(x, axis=0)
        return cls(mean, xp.sqrt(xp.mean((x - mean) ** 2, axis=0)))
