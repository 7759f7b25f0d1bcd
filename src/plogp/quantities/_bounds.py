"""Mixtures over several coordinates: an interval that is certain, and Monte Carlo inside of it.

Of a mixture G = sum b_j·g_j and a distribution f, the mean of log(g/f) under f is at least log sum b_j·exp(-D(f‖g_j))
and at most log sum (b_j·exp(-D_a(f‖g_j)))^(1 - a) / (1 - a) for orders a below 1, and never above 0. The first is the
bound of Hershey & Olsen (2007, "Approximating the Kullback Leibler divergence between Gaussian mixture models",
doi:10.1109/ICASSP.2007.366913, section 7); the second is Jensen's inequality for a power of g/f, and that of the sum
(Kolchinsky & Tracey 2017, doi:10.3390/e19070361, theorem 2). Entropies and divergences are averages of these means.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt
from typing import Any

import numpy as np

from plogp.backend.arrays import to_numpy
from plogp.distributions.families.dirichlet import Dirichlet
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.mixture import Mixture
from plogp.distributions.families.multivariate_normal import MultivariateNormal
from plogp.results.estimate import Estimate
from plogp.theory import equations
from plogp.theory.errors import ShapeMismatch, Unanswerable

_DRAWS = 20_000
_SEED = 0
_ORDERS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.97)  # of the bounds from above, of which the least counts

Parts = list[tuple[float, Any]]  # the share and the distribution of each component


def estimate(equation: Any, held: Sequence[Any], read: dict[str, Any]) -> Estimate | None:
    """The quantity of mixtures, and of single distributions, of one exponential family of several coordinates."""
    if not all(d.event_shape for d in held) or equation not in _OF_MIXTURES:
        return None
    parts = [_parts(d) for d in held]
    kinds = {type(f) for mixture in parts for _, f in mixture}
    if len(kinds) > 1 or not issubclass(next(iter(kinds)), ExponentialFamily):
        return None
    if any(f.batch_shape for mixture in parts for _, f in mixture):
        raise ShapeMismatch(
            "mixtures over several coordinates are compared one at a time: their parameters have no batch"
        )
    with np.errstate(all="ignore"):
        value, variance, low, high = _OF_MIXTURES[equation](*parts, **read)
    value = min(max(value, low), high)
    return Estimate(value, sqrt(variance), low, high, 1.0, _DRAWS, 0.0, "VariationalBounds")


def _parts(d: Any) -> Parts:
    if not isinstance(d, Mixture):
        numbers = d.mapped(lambda x, _: to_numpy(x).astype(float))
        return [(1.0, numbers)]
    return [(float(w) * b, f) for w, c in zip(d.shares, d.components, strict=True) for b, f in _parts(c) if w > 0]


def _log_ratio(f: Any, mixture: Parts) -> tuple[float, float]:
    """Bounds of the mean of log(g/f) under f, for the density g of a mixture."""
    below = [log(b) - float(f.bregman(g, 0, 1)) for b, g in mixture]
    least = float(np.logaddexp.reduce(below))
    if len(mixture) == 1:
        return least, least
    above = [0.0]
    for a in _ORDERS:
        terms = [(1 - a) * (log(b) - float(f.renyi(g, a))) for b, g in mixture]
        above.append(float(np.logaddexp.reduce(terms)) / (1 - a))
    return least, max(least, min(above))


def _drawn(parts: Parts) -> list[tuple[float, Any]]:
    """The same number of draws from each component, by its share."""
    rng, n = np.random.default_rng(_SEED), -(-_DRAWS // len(parts))
    return [(share, _Sampler(f).draw(rng, n)) for share, f in parts]


def _mean(parts: Parts, terms: Any) -> tuple[float, float]:
    """The stratified mean of terms under a mixture, and the variance of it."""
    value = variance = 0.0
    for share, x in _drawn(parts):
        held = terms(x)
        value += share * float(np.mean(held))
        variance += share**2 * float(np.var(held)) / len(held)
    return value, variance


def _log_density(parts: Parts, x: Any) -> Any:
    return np.logaddexp.reduce([log(b) + _Sampler(g).log_density(x) for b, g in parts], axis=0)


def _cross_entropy(p: Parts, q: Parts) -> tuple[float, float, float, float]:
    bounds = [_log_ratio(f, q) for _, f in p]
    own = sum(a * float(f.entropy()) for a, f in p)
    low, high = (own - sum(a * b[i] for (a, _), b in zip(p, bounds, strict=True)) for i in (1, 0))
    return *_mean(p, lambda x: -_log_density(q, x)), low, high


def _kl_divergence(p: Parts, q: Parts) -> tuple[float, float, float, float]:
    own, other = ([_log_ratio(f, mixture) for _, f in p] for mixture in (p, q))
    low = sum(a * (f[0] - g[1]) for (a, _), f, g in zip(p, own, other, strict=True))
    high = sum(a * (f[1] - g[0]) for (a, _), f, g in zip(p, own, other, strict=True))

    def terms(x: Any) -> Any:  # and not exp(d) - 1 - d, most of whose mean may lie where p draws nothing
        return _log_density(p, x) - _log_density(q, x)

    return *_mean(p, terms), max(low, 0.0), max(high, 0.0)


def _jeffreys_divergence(p: Parts, q: Parts) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(_kl_divergence(p, q), _kl_divergence(q, p), strict=True))


def _js_divergence(*p: Parts, weights: Sequence[float] | None = None) -> tuple[float, float, float, float]:
    shares = weights or [1 / len(p)] * len(p)
    mixed = [(w * a, f) for w, parts in zip(shares, p, strict=True) for a, f in parts if w * a > 0]
    value = variance = low = high = 0.0
    for w, parts in zip(shares, p, strict=True):
        if w > 0:
            found = _kl_divergence(parts, mixed)
            value, variance = value + w * found[0], variance + w * w * found[1]
            low, high = low + w * found[2], high + w * found[3]
    return value, variance, low, min(high, -sum(w * log(w) for w in shares if w > 0))


_OF_MIXTURES: dict[Any, Any] = {
    equations.entropy: lambda p: _cross_entropy(p, p),
    equations.cross_entropy: _cross_entropy,
    equations.kl_divergence: _kl_divergence,
    equations.jeffreys_divergence: _jeffreys_divergence,
    equations.js_divergence: _js_divergence,
}


class _Sampler:
    """Draws and log-densities of a family of several coordinates, by SciPy."""

    def __init__(self, family: Any) -> None:
        import scipy.stats

        if isinstance(family, MultivariateNormal):
            root = family.scale_tril
            covariance = family.covariance if root is None else root @ root.T
            self.of, self.axes = scipy.stats.multivariate_normal(family.loc, covariance), (0, 1)
        elif isinstance(family, Dirichlet):
            self.of, self.axes = scipy.stats.dirichlet(family.concentration), (1, 0)
        else:
            raise Unanswerable(f"mixtures of {type(family).__name__} are not drawn from here")

    def draw(self, rng: np.random.Generator, n: int) -> Any:
        x = self.of.rvs(size=n, random_state=rng)
        return np.reshape(x, (n, -1))

    def log_density(self, x: Any) -> Any:
        return self.of.logpdf(np.transpose(x, self.axes))
