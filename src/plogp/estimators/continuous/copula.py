"""Copulas of normal and Student distributions: ranks as scores, the best fitting one, and its information."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, lgamma, log, pi
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from plogp.theory.errors import NotSamples

Reals = NDArray[np.float64]

_FREEDOMS = (1.0, 2.0, 3.0, 5.0, 10.0, 30.0, inf)
_JUDGED = 5000  # observations that decide between degrees of freedom


class Copula(NamedTuple):
    """That of the normal distribution, or of Student's with so many degrees of freedom."""

    correlation: Reals
    freedom: float

    def draw(self, n: int, rng: np.random.Generator) -> Reals:
        """Observations (n, d)."""
        values, vectors = np.linalg.eigh(self.correlation)
        drawn = rng.standard_normal((n, len(values))) @ (vectors * np.sqrt(np.maximum(values, 0))).T
        if self.freedom < inf:
            drawn /= np.sqrt(rng.chisquare(self.freedom, (n, 1)) / self.freedom)
        return np.asarray(drawn)


def scores(x: Reals) -> Reals:
    """The normal quantile of the rank of each entry of (n, d) in its column, equal entries in the order they have."""
    found = np.empty(x.shape)
    for j in range(x.shape[1]):
        found[np.argsort(x[:, j], kind="stable"), j] = quantiles(len(x))
    return found


def ranked(parts: Sequence[Reals], discrete: Sequence[bool], seed: int = 0) -> list[Reals]:
    """Normal scores of the coordinates of each part (n, d), equal values in random order; levels as they are.

    The random order is that of rows sorted by all coordinates, those with more ties first, and is drawn anew for any
    other ranks: neither the order of the observations nor that of the parts changes it, and of many samples no two
    break their ties alike.
    """
    x, sizes = np.hstack(parts), [part.shape[1] for part in parts]
    grid, found = quantiles(len(x)), x.copy()
    order = np.argsort(x, axis=0, kind="stable")
    equal = np.diff(np.take_along_axis(x, order, axis=0), axis=0) == 0
    ties = equal.sum(axis=0)
    measured = np.flatnonzero(~np.repeat(discrete, sizes))
    found[order[:, measured], measured] = grid[:, None]
    if ties[measured].any():
        places = sorted(range(x.shape[1]), key=lambda j: (-ties[j], equal[:, j].tobytes()))
        rows = np.lexsort(x.T[places[::-1]])
        rank = np.zeros(x.shape, dtype=np.int64)
        np.put_along_axis(rank, order[1:], np.cumsum(~equal, axis=0), axis=0)
        rng = np.random.default_rng([seed, crc32(rank[rows][:, places].tobytes())])
        for j in places:
            if ties[j] == len(x) - 1:
                found[:, j] = 0  # a constant tells nothing, and shall not become noise
            elif ties[j] and j in measured:
                shuffled = rng.permutation(rows)
                found[shuffled[np.argsort(x[shuffled, j], kind="stable")], j] = grid
    return np.split(found, np.cumsum(sizes)[:-1], axis=1)


def quantiles(n: int) -> Reals:
    """Of the normal distribution at (i + 1/2)/n; (n,). Exactly odd, so that -X has the distances of X."""
    from scipy import special

    found = special.ndtri((np.arange(n) + 0.5) / n)
    return np.asarray((found - found[::-1]) / 2)


def correlations(points: Reals) -> Reals:
    """Between the coordinates of (n, d); a constant has none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.asarray(np.corrcoef(points.T), dtype=np.float64)
    return np.where(np.eye(len(found)) > 0, 1.0, np.nan_to_num(found))


def fitted(points: Reals) -> Copula:
    """The likeliest one for normal scores (n, d)."""
    from scipy import special

    correlation = correlations(points)
    ranks = special.ndtr(points[:_JUDGED])
    likelihoods = []
    for freedom in _FREEDOMS:
        x = points[:_JUDGED] if freedom == inf else special.stdtrit(freedom, ranks)
        alone = sum(log_density(x[:, [j]], np.eye(1), freedom) for j in range(x.shape[1]))
        likelihoods.append(float(np.mean(log_density(x, correlation, freedom) - alone)))
    return Copula(correlation, _FREEDOMS[int(np.argmax(likelihoods))])


def log_density(x: Reals, dispersion: Reals, freedom: float) -> Reals:
    """Of the centred normal or Student distribution, at each row of (n, d)."""
    d = len(dispersion)
    log_det = np.linalg.slogdet(dispersion)[1]
    if not log_det > -30 * d:
        raise NotSamples("the coordinates depend on each other linearly, so the information is infinite")
    squares = np.einsum("ni,ni->n", x, np.linalg.solve(dispersion, x.T).T)
    if freedom == inf:
        return np.asarray(-(d * log(2 * pi) + log_det + squares) / 2)
    whole = (freedom + d) / 2
    constant = lgamma(whole) - lgamma(freedom / 2) - d * log(freedom * pi) / 2 - log_det / 2
    return np.asarray(constant - whole * np.log1p(squares / freedom))


def information(points: Reals, copula: Copula, sizes: Sequence[int]) -> Reals:
    """log of p(x,y|z) / (p(x|z)·p(y|z)) at each of its points (n, d); X and Y end at `sizes`."""
    terms = np.zeros(len(points))
    for sign, axes in margins(points.shape[1], sizes):
        terms -= sign * log_density(points[:, axes], copula.correlation[np.ix_(axes, axes)], copula.freedom)
    return terms


def margins(d: int, sizes: Sequence[int]) -> list[tuple[int, list[int]]]:
    """The entropies that make up the information: ± and the coordinates of each."""
    a, b = sizes
    x, y, z = list(range(a)), list(range(a, b)), list(range(b, d))
    signed = [(1, x + z), (1, y + z), (-1, x + y + z), (-1, z)]
    return [(sign, axes) for sign, axes in signed if axes]
