"""Student's t distribution."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, pi
from typing import Any

from plogp.backend.arrays import Array
from plogp.distributions.families.domains import POSITIVE, REAL
from plogp.distributions.families.family import Family
from plogp.distributions.families.moments import Moments
from plogp.theory.families.gamma_functions import log_gamma_excess, log_gamma_excess_slope
from plogp.theory.families.points import Points


@dataclass(frozen=True, eq=False)
class StudentT(Family):
    """Student's t distribution, with the tails of |x|^(-df - 1); with one degree of freedom Cauchy's.

    Parameters
    ----------
    df : array or number
        The degrees of freedom, positive.
    loc : array or number
        The centre.
    scale : array or number
        Positive; the variance is scale²·df / (df - 2) above two degrees of freedom.

    Examples
    --------
    >>> import plogp
    >>> plogp.entropy(plogp.StudentT(1.0)).round(6)  # log(4·pi)
    np.float64(2.531024)
    >>> plogp.kl_divergence(plogp.StudentT(2.0), plogp.Normal(0.0, 1.0))  # whose mean square is infinite
    np.float64(inf)
    """

    df: Any
    loc: Any = 0.0
    scale: Any = 1.0
    domains = {"df": POSITIVE, "loc": REAL, "scale": POSITIVE}  # noqa: RUF012

    @property
    def _log_top(self) -> Array:
        """log of the density at the centre, for scale 1: log Γ(a + ½) - log Γ(a) - log(2a·π) / 2 with a = df / 2."""
        xp, a = self.xp, self.df / 2
        excess = log_gamma_excess(xp, a + 0.5) - log_gamma_excess(xp, a)
        return a * xp.log1p(0.5 / a) - 0.5 + 0.5 * xp.log((a + 0.5) / (2 * a)) - 0.5 * log(pi) + excess

    def entropy(self) -> Array:
        xp, a = self.xp, self.df / 2
        slope = xp.log1p(0.5 / a) + log_gamma_excess_slope(xp, a + 0.5) - log_gamma_excess_slope(xp, a)
        return (a + 0.5) * slope - self._log_top + xp.log(self.scale) + 0.0 * self.loc

    def log_density(self, at: Points) -> Array:
        xp, z = self.xp, self.xp.abs((at.x - self.loc) / self.scale)
        far = z > 1e8 * (1 + self.df)  # whose square may overflow
        square = xp.where(far, 1.0, z)
        near = xp.log1p(square * square / self.df)
        tail = 2 * xp.log(xp.where(far, z, 1.0)) - xp.log(self.df)
        return self._log_top - xp.log(self.scale) - (self.df + 1) / 2 * xp.where(far, tail, near)

    def landmarks(self) -> list[tuple[Array, Array]]:
        return [(self.loc + 0.0 * self.df, self.scale * self.xp.sqrt(self.xp.minimum(self.df, 1.0 + 0.0 * self.df)))]

    def moments(self) -> Moments:
        xp, df = self.xp, self.df
        variance = xp.where(df > 2, self.scale**2 * df / xp.where(df > 2, df - 2, 1.0), inf)
        return Moments(self.loc + 0.0 * df, variance)
