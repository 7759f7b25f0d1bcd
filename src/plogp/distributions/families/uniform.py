"""The continuous uniform distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import REAL
from plogp.distributions.families.family import Family
from plogp.distributions.families.moments import Moments
from plogp.distributions.families.reading import check_above
from plogp.theory.families.gamma_functions import above_zero
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class Uniform(Family):
    """Uniform distribution between two numbers.

    Parameters
    ----------
    low, high : array or number
        The ends, low below high.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.Uniform(0, 1), plogp.Uniform(0, 4), base=2)
    np.float64(2.0)
    """

    low: Any
    high: Any
    domains = {"low": REAL, "high": REAL}  # noqa: RUF012

    @property
    def _width(self) -> Array:
        return self.high - self.low

    def check(self) -> None:
        check_above("high less low of Uniform", self._width, 0)

    def entropy(self) -> Array:
        return self.xp.log(self._width)

    def renyi_entropy(self, order: float) -> Any:
        return self.entropy()

    def support(self) -> tuple[Any, Any]:
        return self.low, self.high

    def log_density(self, at: Points) -> Array:
        return -self.entropy() + 0.0 * at.x

    def landmarks(self) -> list[tuple[Array, Array]]:
        return [(self.low, self._width), (self.high, self._width)]

    def moments(self) -> Moments:
        xp, low, high, width = self.xp, self.low, self.high, self._width
        log_mean = _mean_log(xp, low, high, width)
        log_rest = _mean_log(xp, 1 - high, 1 - low, width)
        some = low > 0
        ratio = xp.where(some, high, 2.0) / xp.where(some, low, 1.0)
        inverse = xp.where(some, xp.log(ratio) / width, inf)
        return Moments((low + high) / 2, width * width / 12, log_mean, log_rest, inverse)

    def surprise(self, of: Moments) -> Any:
        return self.entropy()

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        return cls(xp.min(x, axis=0), xp.max(x, axis=0))


def _mean_log(xp: Namespace, low: Array, high: Array, width: Array) -> Array:
    """The mean of log x over an interval of positive numbers; NaN where some are negative, who have none."""

    def primitive(x: Array) -> Array:
        return x * xp.log(above_zero(xp, x)) - x

    return xp.where(low >= 0, (primitive(high) - primitive(low)) / width, float("nan"))
