"""The normal distribution of several coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from math import e, log, pi
from typing import Any

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import POSITIVE_DEFINITE, TRIANGULAR, VECTOR
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.theory.errors import ShapeMismatch
from plogp.theory.families.atoms import log_over_gap
from plogp.theory.families.scatter import Scatter


@dataclass(frozen=True, eq=False)
class MultivariateNormal(ExponentialFamily):
    """Normal distribution of d coordinates, by its covariance or by the Cholesky factor of it.

    Parameters
    ----------
    loc : array, shape (..., d)
        The means.
    covariance : array, shape (..., d, d)
        Symmetric and positive definite.
    scale_tril : array, shape (..., d, d)
        Or in its place a lower triangular L with a positive diagonal, so that the covariance is L·Lᵀ.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> p, q = np.array([[2.0, 0.6], [0.6, 1.0]]), np.eye(2)
    >>> plogp.kl_divergence(plogp.MultivariateNormal([0, 0], p), plogp.MultivariateNormal([1, 0], q)).round(6)
    np.float64(0.752652)
    """

    loc: Any
    covariance: Any = None
    scale_tril: Any = None
    domains = {"loc": VECTOR, "covariance": POSITIVE_DEFINITE, "scale_tril": TRIANGULAR}  # noqa: RUF012
    one_of = ("covariance", "scale_tril")

    @property
    def _scatter(self) -> Scatter:
        return Scatter(self.xp, self.covariance, self.scale_tril)

    def check(self) -> None:
        d, k = self._scatter.root.shape[-1], self.loc.shape[-1]
        if d != k:
            raise ShapeMismatch(f"loc of MultivariateNormal has {k} coordinates, and its covariance {d}")

    def bregman(self, other: Any, s: float, t: float) -> Array:
        change = self._scatter.relative_to(other._scatter)
        means = change.quadratic(other._scatter.whitened(other.loc - self.loc), s, t)
        return 0.5 * change.neg_log_det(s, t) + 0.5 * means

    def entropy(self) -> Array:
        return 0.5 * (self._scatter.log_det() + self.loc.shape[-1] * log(2 * pi * e)) + 0.0 * self.loc[..., 0]

    def renyi_entropy(self, order: float) -> Any:
        return self.entropy() + 0.5 * self.loc.shape[-1] * (log_over_gap(order) - 1)

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        centred = x - xp.mean(x, axis=0)
        return cls(xp.mean(x, axis=0), xp.mean(centred[..., None] * centred[..., None, :], axis=0))
