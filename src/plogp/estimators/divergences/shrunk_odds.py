"""The bias of a divergence of samples that differ: how far apart the levels are is learnt from all of them together.

Given its sum N over both samples the first count of a level is binomial, with odds that the ratio r = p/q of the level
makes; beside a known distribution it is Poisson. Of rare levels single ratios cannot be had, but the distribution that
all follow can (Robbins 1956; Kiefer & Wolfowitz 1956, doi:10.1214/aoms/1177728066): it is fitted on a grid by EM,
beginning with log-normal ratios of the variance beyond chance (by moments: Williams 1982, doi:10.2307/2347977).
The bias of a level is its mean over what the counts leave of that; where nothing varies it is that of one source.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.divergences.matched_samples import Frequencies, Matched
from plogp.typing import Floats, Integers

_FEW = 12  # expected counts of a level in either sample, below which its bias is summed
_MANY = 30  # counts of a level that are expected of either sample if both are alike, from which its own ratio is known
_SOME = 10  # and that either has: what is chosen by what it has is more than it is
_WIDEST = 72  # counts that are summed: twelve deviations of _FEW and more
_HALF = np.array([0.15, 0.3, 0.5, 0.75, 1.0, 1.4, 1.9, 2.5, 3.4, 4.6, 6.0])
_LOG_RATIOS = np.concatenate([-_HALF[::-1], [0.0], _HALF])
_STEPS = 25
_LEAST = 1e-3  # weight that the whole grid has at first, beside the log-normal law
_NODES = 24


class Beyond(NamedTuple):
    """By how much the bias is larger than if both samples were of one source.

    Attributes
    ----------
    known : float
        Of levels that both samples have many of.
    guessed, error : float
        Of the others, and its standard error.
    """

    known: float = 0.0
    guessed: float = 0.0
    error: float = 0.0


def bias_beyond_chance(found: Matched) -> Beyond:
    """Away from equality."""
    if found.levels < 2:
        return Beyond()
    between, error = overdispersion(found)
    if not between > 0:
        return Beyond()
    known_q = found.b is None
    possible = found.other > 0 if known_q else np.full(found.a.size, True)
    a, other, times = found.a[possible], found.other[possible], found.times[possible]
    n, m = found.sizes
    q = other.astype(np.float64) / (1.0 if known_q else m)
    pooled = q if known_q else (a + other) / (n + m)
    by_chance = found.by_chance.means[possible]
    expected = pooled * min(n, m)
    large = (expected >= _MANY) & (a >= _SOME) & (other * (n if known_q else 1.0) >= _SOME)
    here, alike = (
        _second_order(found.frequencies, *at) for at in ((a[large] / n, q[large]), (pooled[large], pooled[large]))
    )
    known = float((times[large] * (here - alike)).sum())
    if large.all():
        return Beyond(known)
    rare = ~large
    bias = _of_rare(found, a[rare], other[rare], times[rare], between)
    guessed = float(times[rare] @ (bias - by_chance[rare]))
    return Beyond(known, guessed, abs(guessed) * min(1.0, error / between))


def overdispersion(found: Matched) -> tuple[float, float]:
    """The variance of log p/q over levels beyond chance, if small, and its standard error.

    Of counts of two samples (a - N·theta)² has the mean N·theta·(1 - theta)·(1 + (N - 1)·rho), with
    rho = theta·(1 - theta)·variance; of one sample (a - n·q)² has the mean n·q·(1 - q + n·q·variance). By least squares
    with the weights of the fit.
    """
    n, m = found.sizes
    expected: Floats
    own: Floats
    if found.b is None:
        q = found.other.astype(np.float64)
        expected = own = more = n * q
        less, scale = 1 - q, 1.0
    else:
        both = (found.a + found.b).astype(np.float64)
        expected = both * (n / (n + m))
        own, more, scale = expected * (m / (n + m)), both - 1.0, n * m / (n + m) ** 2
        less = (1 - both / (n + m)) * ((n + m) / max(n + m - 1, 1))
    beyond = np.where(own > 0, (found.a - expected) ** 2 / np.where(own > 0, own, 1.0), 0.0) - less
    rho, whole = 0.02, 0.0
    for _ in range(4):
        weight = np.where(own > 0, more / (2 * (1 + more * rho) ** 2 + 1 / np.where(own > 0, own, 1.0)), 0.0)
        weight *= found.times
        whole = float(weight @ more)
        rho = max(float(weight @ beyond) / whole, 0.0) if whole > 0 else 0.0
    return rho / scale, whole**-0.5 / scale if whole > 0 else 0.0


def _of_rare(found: Matched, a: Integers, other: Integers | Floats, times: Integers, between: float) -> Floats:
    """The bias of each level, (k,), averaged over the ratios that its counts leave."""
    n, m = found.sizes
    ratio = np.exp(_LOG_RATIOS)
    if found.b is None:
        rate = n * other
        x: Floats = np.asarray(other, np.float64)
        log_likelihood = a[:, None] * _LOG_RATIOS - rate[:, None] * ratio
        left = 1 - other
    else:
        both = a + other
        x, theta = both.astype(np.float64), n * ratio / (n * ratio + m)
        log_likelihood = a[:, None] * np.log(theta) + other[:, None] * np.log1p(-theta)
        left = 1 - both / (n + m)
    likelihood = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    share = np.exp(-(_LOG_RATIOS**2) / (2 * max(between, 1e-4))) * np.gradient(_LOG_RATIOS)
    share = (1 - _LEAST) * share / share.sum() + _LEAST / share.size
    for _ in range(_STEPS):
        share *= (times / (likelihood @ share)) @ likelihood / times.sum()
    posterior = likelihood * share
    posterior /= posterior.sum(axis=1, keepdims=True)
    distinct, inverse = np.unique(x, return_inverse=True)
    nodes = distinct
    if distinct.size > 2 * _NODES:
        wanted = np.geomspace(distinct[_NODES], distinct[-1], _NODES)
        nodes = np.unique(
            np.append(distinct[:_NODES], distinct[np.minimum(distinct.searchsorted(wanted), distinct.size - 1)])
        )
    table = _table(nodes.tobytes(), found.frequencies)
    if nodes.size < distinct.size:
        table = np.stack([np.interp(np.log(distinct), np.log(nodes), row) for row in table.T], axis=1)
    return np.asarray(left * (posterior * table[inverse]).sum(axis=1))


@lru_cache(maxsize=256)  # as of `split_at_random`
def _table(nodes: bytes, term: Frequencies) -> Floats:
    """The bias of the term of a level by its pooled count, or known probability, and its ratio; (len(x), ratios)."""
    n, m = term.sizes
    ratio, x = np.exp(_LOG_RATIOS), np.frombuffer(nodes)
    column = x[:, None]
    if m == inf:
        q = np.broadcast_to(column, (x.size, ratio.size))
        p = q * ratio
        table = _second_order(term, p, q, thin=True) + _plug_in(term, p, q)
        k = np.arange(min(int(n), _WIDEST) + 1)
        value, possible = term.term_of(np.broadcast_to(k, (x.size, k.size)), np.broadcast_to(column, (x.size, k.size)))
        log_p = k * np.log(n * p)[..., None] - np.cumsum(np.log(np.maximum(k, 1)))  # Poisson, up to a constant
        table = np.where(n * p < _FEW, _mean(value, possible, log_p), table)
        return np.asarray(table - _plug_in(term, p, q))
    theta = n * ratio / (n * ratio + m)
    p, q = column * theta / n, column * (1 - theta) / m
    table = _second_order(term, p, q, thin=True)
    k = np.arange(min(int(x[-1]), _WIDEST) + 1)
    inside = k <= column
    choose = np.cumsum(np.log(np.where(inside, np.maximum(column - k + 1, 1) / np.maximum(k, 1), 1.0)), axis=1)
    for less, first in ((theta <= 0.5, True), (theta > 0.5, False)):  # of the sample in which the level is rarer
        rare = (column * np.minimum(theta, 1 - theta) < _FEW) & less
        if not rare.any():
            continue
        counts = np.where(inside, k, 0)
        both = np.rint(column).astype(np.int64) - counts
        value, possible = term.term_of(*((counts, both) if first else (both, counts)))
        odds = np.log(theta / (1 - theta))[less] * (1 if first else -1)
        log_p = (choose - choose[:, :1])[:, None, :] + k * odds[:, None]
        exact = _mean(value, possible & inside, log_p) - _plug_in(term, p[:, less], q[:, less])
        table[:, less] = np.where(rare[:, less], exact, table[:, less])
    return table


def _plug_in(term: Frequencies, p: Floats, q: Floats) -> Floats:
    by_p, by_q = term.term.slopes(p, q)
    return p * by_p + q * by_q


def _mean(term: Floats, possible: NDArray[np.bool_], log_p: Floats) -> Floats:
    """Of a term, (l, w), that is finite, by probabilities up to a constant, (l, ratios, w)."""
    log_p = np.where(possible[:, None, :], log_p, -np.inf)
    p = np.exp(log_p - log_p.max(axis=2, keepdims=True))
    return np.asarray(np.einsum("lrw,lw->lr", p, np.where(possible, term, 0.0)) / p.sum(axis=2))


def _second_order(term: Frequencies, p: Floats, q: Floats, *, thin: bool = False) -> Floats:
    """Bias of the term of levels with these probabilities: what the counts added make of it, and half its curvature
    there times the variance, which is Poisson where levels are thin."""
    variances, moved = [], []
    for x, size, divisor, more in zip((p, q), term.sizes, term.divisors, term.more, strict=True):
        if size == inf:
            moved.append(x)
            continue
        moved.append((x * size + more) / divisor)
        variances.append(x * (1.0 if thin else 1 - x) * size / divisor**2)
    bias = _plug_in(term, *moved) - _plug_in(term, p, q) if any(term.more) else np.zeros(p.shape)
    for curved, variance in zip(term.term.curvature(*moved), variances, strict=False):
        bias = bias + curved * variance / 2
    return bias
