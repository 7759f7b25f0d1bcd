"""What a divergence of samples shows by chance: its moments if both are of one source, or one of what is known.

Given how often each level was seen in both samples together, the counts of one of them are multivariate hypergeometric,
whatever the source is; a sample of a known distribution is multinomial. Levels that were seen equally often are alike,
and where counts are large their moments are smooth in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.expected_mutual_information import about_a_line, cell_laws
from plogp.theory.counts.plug_in_information import excess
from plogp.typing import Floats, Integers

Law = tuple[Integers, Integers, Floats]  # which levels, counts that they can have, their probabilities
Parts = Callable[[Integers, Integers], tuple[Floats, Floats]]  # of levels by their index, and counts that they can have
_LARGE = 15  # expected counts of a level, from which moments are smooth
_NODES = 40  # levels between which they are interpolated
_DEVIATIONS = 7.5  # of a count, beyond which its probability is no part of an interval: 1e-13
_BLOCK = 1 << 18


class TermOfCounts(Hashable, Protocol):
    """What a level adds to a sum by its counts in two samples, or in one and its known probability."""

    def __hash__(self) -> int:
        """Moments are remembered by it."""

    @property
    def sizes(self) -> tuple[float, float]:
        """Of both samples."""

    def parts(self, a: Integers, b: Integers | Floats) -> tuple[Floats, Floats]:
        """The term, (l, w), and what each sample adds to the mean and to the mean square of a change, (4, l, w)."""


class Split(NamedTuple):
    """Moments of a sum of terms over levels.

    Attributes
    ----------
    means : array (k,)
        The mean of each level's term.
    mean, variance, third : float
        Of the sum: the mean, the second and the third central moment.
    spread : float
        The mean of the variance that the delta method sees.
    """

    means: Floats
    mean: float
    variance: float
    third: float
    spread: float

    @property
    def freedom(self) -> float:
        """Of a chi-square variable that is as skew."""
        return min(max(8 * self.variance**3 / self.third**2, 0.5), 1e6) if self.third > 0 else 1e6

    @property
    def certain(self) -> bool:
        """Whether the sum is the same for all samples: what varies is rounding."""
        return self.variance <= (1e-12 * self.mean) ** 2


def split_at_random(both: Integers, levels: Integers, term: TermOfCounts) -> Split:
    """Of pooled counts, (k,), of so many levels each, that are shared out to two samples of the sizes of the term."""
    distinct, inverse = np.unique(both, return_inverse=True)
    times = np.zeros(distinct.size, np.int64)
    np.add.at(times, inverse, levels)
    split = _split(distinct.tobytes(), times.tobytes(), term)
    return split._replace(means=split.means[inverse])


@lru_cache(maxsize=256)  # columns of a table are often alike: flags, and numbers in bins that hold as many rows
def _split(distinct_counts: bytes, times_of_each: bytes, term: TermOfCounts) -> Split:
    """The same with the means of the different counts; int64."""
    distinct, times = (np.frombuffer(part, np.int64) for part in (distinct_counts, times_of_each))
    n, m = (int(size) for size in term.sizes)
    total = n + m
    x = distinct[_nodes(distinct * (min(n, m) / total))]
    laws = cell_laws(x, np.full(x.size, n), total, _DEVIATIONS)
    moments = _moments(laws, lambda at, k: term.parts(k, x[at, None] - k), x.size)
    others = 1 - distinct / total
    if x.size < distinct.size:
        moments = _between(moments, x, distinct, others)
    own = distinct * np.float64(n / total * m / max(total - 1, 1))
    return _sum(moments, times, own, others, term.sizes)


def drawn_from(q: Floats, levels: Integers, term: TermOfCounts) -> Split:
    """Of a sample from known probabilities, (k,), of so many levels each."""
    n = int(term.sizes[0])
    distinct, inverse = np.unique(q, return_inverse=True)
    times = np.bincount(inverse, levels)
    x = distinct[_nodes(distinct * n, few=_NODES * 8)]
    moments = _moments(_binomial_laws(x, n), lambda at, k: term.parts(k, np.broadcast_to(x[at, None], k.shape)), x.size)
    if x.size < distinct.size:
        moments = _between(moments, x, distinct, 1 - distinct)
    split = _sum(moments, times, n * distinct, 1 - distinct, term.sizes)
    return split._replace(means=split.means[inverse])


def _nodes(expected: NDArray[Any], few: int = 0) -> Integers:
    """Which of the levels, ascending, to evaluate: all that are rare, and some of the others."""
    rare = np.flatnonzero(expected < _LARGE)
    large = np.flatnonzero(expected >= _LARGE)
    if few and rare.size > few:
        rare = rare[np.unique(np.linspace(0, rare.size - 1, few).astype(np.int64))]
    if large.size > _NODES:
        wanted = np.geomspace(expected[large[0]], expected[-1], _NODES)
        large = np.unique(np.append(np.minimum(np.searchsorted(expected, wanted), expected.size - 1), large[[0, -1]]))
    return np.concatenate([rare, large])


def _moments(laws: Iterator[Law], parts: Parts, size: int) -> Floats:
    """Mean, variance about a line, slope, third moments of what is about the line and along it, and the four means of
    what a spread is made of; (11, size)."""
    moments = np.empty((11, size))
    for block, counts, p in laws:
        term, spread = parts(block, counts)
        possible = np.isfinite(term) & (p > 0)  # given that the sum is finite
        p = np.where(possible, p, 0.0)
        p /= np.maximum(p.sum(axis=1, keepdims=True), 1e-300)
        term = np.where(possible, term, 0.0)
        mean, curved, slope, _ = about_a_line(counts, p, term)
        along = counts - (p * counts).sum(axis=1, keepdims=True)
        about = term - mean[:, None] - slope[:, None] * along
        weighted = p * about, p * along
        third = weighted[0] * about**2, weighted[0] * about * along, weighted[0] * along**2, weighted[1] * along**2
        moments[:7, block] = mean, curved, slope, *(part.sum(axis=1) for part in third)
        moments[7:, block] = (p * np.where(possible, spread, 0.0)).sum(axis=-1)
    return moments


def _between(moments: Floats, x: Floats | Integers, wanted: Floats | Integers, others: Floats) -> Floats:
    """Interpolated in the inverse of the rate, in which the next order is linear."""
    scale = np.maximum(others, 1e-300)
    known = moments / scale[np.searchsorted(wanted, x)]
    return np.stack([np.interp(-1.0 / wanted, -1.0 / x, row) for row in known]) * scale


def _sum(moments: Floats, times: Integers | Floats, own: Floats, others: Floats, sizes: tuple[float, float]) -> Split:
    """Levels move together, for the sizes of the samples are fixed: of what is curved they have one degree of freedom
    less, and what is straight in all alike is fixed. With slopes s and N of the level of each observation, a sum of
    s·count has the variance of s over the observations, times `own` of them all (as in `chance_of`)."""
    mean, curved, slope, *third, p, q, pp, qq = moments
    k = int(times.sum())
    variance = float(times @ curved) * (k - 1) / max(float(times @ others**2), 1e-300)
    weight = times * own
    slope = slope - float(weight @ slope) / max(float(weight.sum()), 1e-300)
    variance += float(weight @ slope**2)
    skew = float(times @ third[0]) * (k - 1) / max(float(times @ others**3), 1e-300)
    skew += float(times @ (3 * slope * third[1] + 3 * slope**2 * third[2] + slope**3 * third[3]))
    p, q, pp, qq = (float(times @ row) for row in (p, q, pp, qq))
    spread = (pp - p * p) / sizes[0] + (qq - q * q) / sizes[1]
    return Split(mean, float(times @ mean), variance if k > 1 else 0.0, skew, spread)


def _binomial_laws(q: Floats, n: int) -> Iterator[Law]:
    expected, sd = n * q, np.sqrt(n * q * (1 - q))
    reach = 12 * sd + 40
    low = np.maximum(np.floor(expected - reach), 0).astype(np.int64)
    high = np.minimum(np.ceil(expected + reach), n).astype(np.int64)
    step = np.where(sd >= 64, sd / 4, 1).astype(np.int64)
    sizes = (high - low) // step + 1
    order = np.argsort(-sizes, kind="stable")
    begin = 0
    while begin < order.size:
        block = order[begin : begin + max(1, _BLOCK // int(sizes[order[begin]]))]
        place = np.arange(int(sizes[block].max()))
        inside = place < sizes[block, None]
        k = low[block, None] + np.where(inside, place, 0) * step[block, None]
        log_p = np.where(inside, log_binomial(k, n, q[block, None]), -np.inf)
        p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
        yield block, k, p / p.sum(axis=1, keepdims=True)
        begin += block.size


def log_binomial(k: Integers, n: int | Integers, q: Floats) -> Floats:
    """Log of the binomial probability of k of n up to a constant, by deviations from the expected counts, so that of
    large numbers only the difference is taken."""
    out = np.zeros(np.broadcast_shapes(k.shape, np.shape(n), q.shape))
    for count, share in ((k, q), (n - k, 1 - q)):
        expected = np.maximum(n * share, 1e-300)
        out -= expected * excess(np.maximum((count - expected) / expected, -1.0)) + _stirling(count)
    return out


def _stirling(k: Integers) -> Floats:
    """log k! - (k·log k - k), to twelve digits."""
    x = np.maximum(k, 9).astype(np.float64)
    far = 0.5 * np.log(2 * np.pi * x) + (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x
    return np.where(k > 8, far, _SMALL[np.clip(k, 0, 8)])


_K = np.arange(9.0)
_SMALL = np.cumsum(np.log(np.maximum(_K, 1))) - (_K * np.log(np.maximum(_K, 1)) - _K)
