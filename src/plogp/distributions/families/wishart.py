"""The Wishart distribution, of sums of squares of normal vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE, POSITIVE_DEFINITE, TRIANGULAR
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.reading import check_above
from plogp.theory.families.scatter import Scatter
from plogp.theory.families.wishart_terms import degrees_of_freedom, wishart_divergence, wishart_entropy


@dataclass(frozen=True, eq=False)
class Wishart(ExponentialFamily):
    """Wishart distribution of d × d matrices with the mean df·scale.

    Parameters
    ----------
    df : array or number
        The degrees of freedom, above d - 1.
    scale : array, shape (..., d, d)
        Symmetric and positive definite.
    scale_tril : array, shape (..., d, d)
        Or in its place the Cholesky factor of it.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> plogp.kl_divergence(plogp.Wishart(5.0, np.eye(2)), plogp.Wishart(4.0, np.eye(2))).round(6)
    np.float64(0.157505)
    """

    df: Any
    scale: Any = None
    scale_tril: Any = None
    domains = {"df": POSITIVE, "scale": POSITIVE_DEFINITE, "scale_tril": TRIANGULAR}  # noqa: RUF012
    one_of = ("scale", "scale_tril")

    @property
    def _scatter(self) -> Scatter:
        return Scatter(self.xp, self.scale, self.scale_tril)

    def check(self) -> None:
        least = self._scatter.root.shape[-1] - 1
        check_above(f"df of a Wishart of {least + 1} × {least + 1} matrices", self.df, least)

    def bregman(self, other: Any, s: float, t: float) -> Array:
        change = self._scatter.relative_to(other._scatter)
        return wishart_divergence(self.xp, self.df, other.df - self.df, change, s, t)

    def entropy(self) -> Array:
        return wishart_entropy(self.xp, self.df, self._scatter)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        df = degrees_of_freedom(xp, x)
        return cls(df, xp.mean(x, axis=0) / df[..., None, None])
