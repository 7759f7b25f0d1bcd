"""The domains of parameters: what a value must be, and how many axes one value has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from plogp.backend.arrays import Array, Namespace, identity


@dataclass(frozen=True)
class Domain:
    """A set of values: in words, how many axes one of them has, and which entries of an array lie in it."""

    words: str
    contains: Callable[[Namespace, Array], Array]
    axes: int = 0
    lowest: float = -inf
    highest: float = inf

    def bounded(self, xp: Namespace, y: Array) -> Array:
        """A member for any real number y: on an interval its logistic function, above one bound its exponential."""
        if self.highest < inf:
            return self.lowest + (self.highest - self.lowest) / (1 + xp.exp(-y))
        return y if self.lowest == -inf else self.lowest + xp.exp(y)


def interval(words: str, lowest: float, highest: float, *, axes: int = 0, closed: bool = False) -> Domain:
    """The numbers between two ends, which belong to it where it is `closed`."""

    def contains(xp: Namespace, x: Array) -> Array:
        return (x >= lowest) & (x <= highest) if closed else (x > lowest) & (x < highest)

    return Domain(words, contains, axes, lowest, highest)


def _definite(xp: Namespace, x: Array) -> Array:
    """Whether a matrix is symmetric to rounding, and its eigenvalues are positive."""
    finite = xp.all(xp.all(xp.abs(x) < inf, axis=-1), axis=-1)
    x = xp.where(finite[..., None, None], x, identity(xp, x))
    transposed = xp.matrix_transpose(x)
    largest = xp.max(xp.max(xp.abs(x), axis=-1), axis=-1)
    uneven = xp.max(xp.max(xp.abs(x - transposed), axis=-1), axis=-1)
    return finite & (uneven <= 1e-5 * largest) & (xp.min(xp.linalg.eigvalsh((x + transposed) / 2), axis=-1) > 0)


def _triangular(xp: Namespace, x: Array) -> Array:
    """Whether a matrix is lower triangular with a positive diagonal."""
    diagonal = xp.linalg.diagonal(x)
    finite = xp.all(xp.all(xp.abs(x) < inf, axis=-1), axis=-1)
    return finite & xp.all(diagonal > 0, axis=-1) & xp.all(xp.all(xp.triu(x, k=1) == 0, axis=-1), axis=-1)


def _shares(xp: Namespace, x: Array) -> Array:
    """Whether the numbers of a row are not negative and sum to one."""
    return xp.all(x >= 0, axis=-1) & (xp.abs(xp.sum(x, axis=-1) - 1) <= 1e-5)


REAL = interval("finite", -inf, inf)
POSITIVE = interval("positive and finite", 0.0, inf)
PROBABILITY = interval("from 0 to 1", 0.0, 1.0, closed=True)
OPEN_PROBABILITY = interval("above 0 and below 1", 0.0, 1.0)
VECTOR = interval("finite", -inf, inf, axes=1)
POSITIVE_VECTOR = interval("positive and finite", 0.0, inf, axes=1)
POSITIVE_DEFINITE = Domain("a symmetric, positive definite matrix", _definite, axes=2)
TRIANGULAR = Domain("a lower triangular matrix with a positive diagonal", _triangular, axes=2)
SHARES = Domain("not negative, with the sum 1", _shares, axes=1)
