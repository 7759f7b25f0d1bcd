"""The source that a sample suggests, with the outcomes that it lacks: how far an entropy spreads under it.

A bootstrap would draw samples from this source (Chao et al. 2014, doi:10.1890/13-0133.1, appendix G). An entropy is
nearly a sum over outcomes of what each adds at its count, and counts are nearly independent Poisson variables, so that
the spread which the bootstrap would find after thousands of samples is a sum here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.effect import Effect
from plogp.theory.counts.fingerprint import Fingerprint
from plogp.typing import Floats

_EXACT = 4  # counts up to here are given one more outcome; above, every estimator answers like the plug-in estimate
_SMALL = 64  # expected counts up to here are summed over their Poisson distribution; above, a parabola is exact enough
_COUNTS = np.arange(2 * _SMALL + 1)
_LOG_FACTORIAL = np.concatenate([[0.0], np.cumsum(np.log(_COUNTS[1:]))])


def spread(entropy: Callable[[Fingerprint], float], f: Fingerprint) -> float:
    """The standard error of an entropy of n observations of the source that the sample suggests."""
    rates, times = source(f)
    own, shared = _moments(entropy, f, rates)
    total = float(times @ own) - float(times @ shared) ** 2 / f.n  # the number of observations does not vary
    return float(max(total, 0.0) ** 0.5)


def spread_within(
    entropy: Callable[[Fingerprint], float], f: Fingerprint, t: Contingency, slopes: Iterable[Effect]
) -> float:
    """The standard error of the entropy of a table plus a sum over observations that fall on cells with some slopes.

    The outcomes that are guessed at are taken for the rarest of those seen.
    """
    rates, times = source(f)
    own, shared = _moments(entropy, f, rates)
    a, b, c = own[: f.counts.size], shared[: f.counts.size], rates[: f.counts.size]
    rarest = f.counts == f.counts[0]
    total, with_n, slope = t.sums(slopes, [(a, 2 * b, c), (b, c, 0.0), (0.0, rarest / f.times[0], 0.0)])
    if rates.size > f.counts.size:
        total += float(times[-1] * (own[-1] + slope * (2 * shared[-1] + slope * rates[-1])))
        with_n += float(times[-1] * (shared[-1] + slope * rates[-1]))
    return float(max(total - with_n**2 / f.n, 0.0) ** 0.5)


def _moments(entropy: Callable[[Fingerprint], float], f: Fingerprint, rates: Floats) -> tuple[Floats, Floats]:
    """For each rate: the variance of what an outcome adds to the entropy, and its covariance with the count."""
    adds = _adds(entropy, f)
    small = rates <= _SMALL
    x = rates[small][:, None]
    p = np.exp(_COUNTS * np.log(np.maximum(x, 1e-300)) - x - _LOG_FACTORIAL)  # (rates, counts)
    mean = p @ adds
    own, shared = np.empty(rates.size), np.empty(rates.size)
    own[small], shared[small] = p @ adds**2 - mean**2, p @ (adds * _COUNTS) - mean * rates[small]
    large = rates[~small]
    slope = adds[_SMALL + 1] - adds[_SMALL] - np.log(large / (_SMALL + 0.5)) / f.n  # of -c·log(c) / n from there on
    own[~small], shared[~small] = large * slope**2 + 1 / (2 * f.n**2), large * slope
    return own, shared


def source(f: Fingerprint) -> tuple[Floats, Floats]:
    """Expected counts and how many outcomes have each; the last are the outcomes that were not seen.

    What is not covered (Chao & Jost 2012, doi:10.1890/11-1952.1, eq. 4a) is shared by as many as there must at least
    be, and taken from the outcomes that were seen in proportion to the chance of missing each. Expected counts vary
    less than counts do, by the variance of Poisson variables, which is their mean.
    """
    counts, times = f.counts.astype(np.float64), f.times.astype(np.float64)
    if not f.unseen:
        return counts, times
    missing = f.singletons * (1 - f.rarity)  # expected observations of unseen outcomes
    misses = counts * np.exp(f.n * np.log1p(-np.minimum(counts / f.n, 1 - 1e-12)))
    rates = np.maximum(counts - missing * misses / float(times @ misses), 0.0)
    rates, times = np.append(rates, missing / f.unseen), np.append(times, f.unseen)
    outcomes = float(times.sum())
    mean = f.n / outcomes
    varied = float(f.times @ f.counts.astype(np.float64) ** 2) / outcomes - mean**2
    too_varied = float(times @ (rates - mean) ** 2) / outcomes
    if too_varied > 0:
        rates = mean + (rates - mean) * min(1.0, max(varied - mean, 0.0) / too_varied) ** 0.5
    return rates, times


def _adds(entropy: Callable[[Fingerprint], float], f: Fingerprint) -> Floats:
    """What one more outcome adds to the entropy by being seen 0, 1, 2, … times, up to a multiple of the count."""
    c = _COUNTS[1:].astype(np.float64)
    first = 1 + float(f.times @ (f.counts * np.log(f.counts))) / f.n
    plug_in = np.concatenate([[0.0], (c * first - c * np.log(c)) / f.n])

    def beyond(g: Fingerprint) -> float:
        return entropy(g) - plug_in_entropy(g)

    whole, more = beyond(f), np.zeros(_EXACT + 1)
    for count in range(1, _EXACT + 1):
        more[count] = beyond(f.changed(count, 1)) - whole
        if f.seen_exactly(count) and f.n > count:
            more[count] = (more[count] + whole - beyond(f.changed(count, -1))) / 2
    return plug_in + more[np.minimum(_COUNTS, _EXACT)]
