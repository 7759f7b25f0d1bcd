"""The inverse Gaussian distribution (Wald's)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, pi
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.moments import Moments
from plogp.theory.families.atoms import between, neg_log_on_line
from plogp.theory.families.gamma_functions import above_zero, scaled_exponential_integral
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class InverseGaussian(ExponentialFamily):
    """Inverse Gaussian (Wald) distribution, of the time in which a drifting Brownian motion first meets a level.

    Parameters
    ----------
    mean : array or number
        Positive.
    shape : array or number
        Positive; the variance is mean³ / shape.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence(plogp.InverseGaussian(1.0, 2.0), plogp.InverseGaussian(2.0, 2.0))
    np.float64(0.25)
    """

    mean: Any
    shape: Any
    domains = {"mean": POSITIVE, "shape": POSITIVE}  # noqa: RUF012

    def bregman(self, other: Any, s: float, t: float) -> Array:
        xp, p, q, ratio = self.xp, self.mean, other.mean, other.shape / self.shape
        u = (other.shape - self.shape) / self.shape
        first, last = self.shape / (p * p), other.shape / (q * q)  # twice the natural parameters of x
        start, end = (1 - s) * first + s * last, (1 - t) * first + t * last  # to their last digits at both ends
        means = [xp.sqrt(self.shape * between(ratio, at) / k) for at, k in ((s, start), (t, end))]
        gap = (t - s) * self.shape * other.shape * (p - q) * (p + q) / (p * q) ** 2 / (start * end * sum(means))
        return 0.5 * neg_log_on_line(xp, u, ratio, s, t) + end * gap * gap / (2 * means[0])

    def entropy(self) -> Array:
        xp = self.xp
        return 0.5 + 0.5 * log(2 * pi) - 0.5 * xp.log(self.shape) + 1.5 * self._mean_log

    def support(self) -> tuple[Any, Any]:
        return 0.0, inf

    def log_density(self, at: Points) -> Array:
        xp, x = self.xp, above_zero(self.xp, at.x)
        gap = (x - self.mean) / self.mean
        return 0.5 * (xp.log(self.shape) - log(2 * pi)) - 1.5 * xp.log(x) - self.shape * gap * gap / (2 * x)

    def landmarks(self) -> list[tuple[Array, Array]]:
        xp, m, k = self.xp, self.mean, self.shape
        half = 1.5 * m / k
        mode = m / (xp.sqrt(1 + half * half) + half)
        zero = 0.0 * (m + k)
        return [(zero, mode + zero), (zero, 2 * m * m / k), (mode, mode * xp.sqrt(mode / k))]

    @property
    def _mean_log(self) -> Array:
        return self.xp.log(self.mean) - scaled_exponential_integral(self.xp, 2 * self.shape / self.mean)

    def moments(self) -> Moments:
        inverse = 1 / self.mean + 1 / self.shape
        return Moments(self.mean + 0.0 * self.shape, self.mean**3 / self.shape, self._mean_log, inverse=inverse)

    def surprise(self, of: Moments) -> Any:
        if of.mean is None or of.log is None or of.inverse is None:
            return None
        xp, m = self.xp, self.mean
        square = of.mean / m - 2 + m * of.inverse
        return 0.5 * (log(2 * pi) - xp.log(self.shape)) + 1.5 * of.log + self.shape / (2 * m) * square

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        mean = xp.mean(x, axis=0)
        return cls(mean, 1 / xp.mean((mean - x) / (x * mean), axis=0))
