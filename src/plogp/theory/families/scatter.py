"""Positive definite matrices, held whole or as a Cholesky factor, and how much one differs from another."""

from __future__ import annotations

from dataclasses import dataclass

from plogp.backend.arrays import Array, Namespace, identity
from plogp.theory.families.atoms import neg_log


@dataclass(frozen=True)
class Scatter:
    """A covariance, or the scale of a Wishart: the matrix, or in its place L of L·Lᵀ."""

    xp: Namespace
    matrix: Array | None
    factor: Array | None

    @property
    def root(self) -> Array:
        """The Cholesky factor."""
        return self.xp.linalg.cholesky(self.matrix) if self.factor is None else self.factor

    @property
    def whole(self) -> Array:
        """The matrix itself."""
        if self.matrix is not None:
            return self.matrix
        return self.xp.matmul(self.factor, self.xp.matrix_transpose(self.factor))

    def log_det(self) -> Array:
        """The logarithm of the determinant."""
        return 2 * self.xp.sum(self.xp.log(self.xp.linalg.diagonal(self.root)), axis=-1)

    def whitened(self, x: Array) -> Array:
        """L⁻¹·x, of unit covariance."""
        return _solve(self.xp, self.root, x[..., None])[..., 0]

    def relative_to(self, other: Scatter) -> Change:
        """E with this = L·(1 + E)·Lᵀ, where L·Lᵀ is the other; from the difference of what is held."""
        xp, root, mine = self.xp, other.root, self.root
        if self.factor is not None and other.factor is not None:
            m = _solve(xp, root, self.factor - other.factor)
            e = m + xp.matrix_transpose(m) + xp.matmul(m, xp.matrix_transpose(m))
        else:
            half = _solve(xp, root, self.whole - other.whole)
            e = _solve(xp, root, xp.matrix_transpose(half))
            e = (e + xp.matrix_transpose(e)) / 2
        ratio = 2 * xp.sum(xp.log(xp.linalg.diagonal(mine) / xp.linalg.diagonal(root)), axis=-1)
        return Change(xp, e, ratio)


@dataclass(frozen=True)
class Change:
    """1 + E, symmetric and positive definite, with the logarithm of its determinant."""

    xp: Namespace
    e: Array
    log_det: Array

    def neg_log_det(self, s: float, t: float) -> Array:
        """Bregman divergence of -log det on the line 1 + s·E: over the eigenvalues, or by traces where they are far."""
        v = (t - s) * self.eigenvalues / (1 + s * self.eigenvalues)
        if (s, t) != (0, 1):
            return self.xp.sum(neg_log(self.xp, v), axis=-1)
        return spectral(self.xp, v, self.log_det)

    @property
    def eigenvalues(self) -> Array:
        """Of E."""
        return self.xp.linalg.eigvalsh(self.e)

    def quadratic(self, z: Array, s: float, t: float) -> Array:
        """z·(1 + E)·(1 + s·E)⁻²·(1 + t·E)⁻¹·z, times (t - s)²; z·z at s = 0 and t = 1."""
        xp = self.xp
        if (s, t) == (0, 1):
            return xp.sum(z * z, axis=-1)
        one = identity(xp, self.e)
        x = z[..., None] + xp.matmul(self.e, z[..., None])
        for at in (s, s, t):
            x = _solve(xp, one + at * self.e, x)
        value = (t - s) ** 2 * xp.sum(z * x[..., 0], axis=-1)
        inside = xp.all(1 + t * self.eigenvalues > 0, axis=-1)
        return xp.where(inside, value, float("inf"))


def spectral(xp: Namespace, v: Array, log_det: Array) -> Array:
    """Sum of v - log(1 + v) over eigenvalues: those near -1 have lost the digits that the log-determinant has."""
    near = xp.all(xp.abs(v) < 0.5, axis=-1)
    close = xp.sum(neg_log(xp, xp.where(near[..., None], v, 0.0)), axis=-1)
    return xp.where(near, close, xp.sum(v, axis=-1) - log_det)


def _solve(xp: Namespace, a: Array, b: Array) -> Array:
    """a⁻¹·b with the leading axes broadcast."""
    return xp.linalg.solve(a, b)
