"""Two flags: the interval of what they share, from the exact law of the four cells of their table.

With both margins fixed the count of one cell has Fisher's noncentral hypergeometric distribution, of the odds ratio
alone (Fisher 1935, doi:10.2307/2342435). Its mid-p interval (Lancaster 1961, doi:10.2307/2282062) holds for any counts,
zeros included, where the table shows no variance. What the margins add is joined by the squares of both
distances (Zou & Donner 2008, doi:10.1002/sim.3095).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import exp, hypot, inf, isfinite, log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.intervals import lower_of_rare, upper_of_rare
from plogp.theory.counts.plug_in_information import excess

Distance = Callable[[float, float], float]  # of the probabilities of a flag in two samples
Share = Callable[[float, float, float], float]  # of P(both), P(first), P(second)
_FEWEST = 10  # of a cell, below which the exact law is worth its time
_MOST = 4096  # counts of a cell that are summed over


def is_rare(table: NDArray[np.int64]) -> bool:
    """Whether a table (2, 2) has a cell so rare that the exact law is needed."""
    return bool(min(table.min(), *_expected(table)) < _FEWEST and min(table.sum(0).min(), table.sum(1).min()) < _MOST)


def interval(table: NDArray[np.int64], share: Share, level: float = 0.95) -> tuple[float, float]:
    """The ends for a quantity of the probabilities of a table (2, 2) that is zero for independent flags."""
    n, a, b = int(table.sum()), int(table[0].sum()), int(table[:, 0].sum())
    if 2 * a > n:
        return interval(table[::-1], share, level)
    if 2 * b > n:
        return interval(table[:, ::-1], share, level)
    if b < a:
        return interval(table.T, lambda both, one, other: share(both, other, one), level)
    p, q, seen = a / n, b / n, int(table[0, 0])
    low, high = odds(n, a, b, seen, level)
    value = share(seen / n, p, q)
    ends = [share(_both(ratio, p, q), p, q) for ratio in (low, high)]
    near, far = 0.0 if low <= 1 <= high else min(*ends, value), max(*ends, value)
    # The margins, by the delta method at the odds ratio that was seen.
    ratio = _ratio(seen / n, p, q)
    by_p, by_q = (
        _slope(lambda x: share(_both(ratio, x, q), x, q), p),
        _slope(lambda x: share(_both(ratio, p, x), p, x), q),
    )
    variance = by_p**2 * p * (1 - p) + by_q**2 * q * (1 - q) + 2 * by_p * by_q * (seen / n - p * q)
    stderr, z = sqrt(max(variance, 0.0) / n), 1.959964
    event = min((log(n) + 1) / n, abs(by_p) / n + abs(by_q) / n)
    below, above = value - lower_of_rare(value, stderr, z), upper_of_rare(value, stderr, z, event) - value
    if 0 < near < value:  # by their ratios: at no margins is there an odds ratio of one if it is none at these
        near = value * exp(-hypot(log(value / near), log(value / (value - below)) if below < value else inf))
    return near, value + hypot(far - value, above)


def of_two_samples(
    first: NDArray[np.int64], second: NDArray[np.int64], distance: Distance, level: float = 0.95
) -> tuple[float, float]:
    """The ends for a quantity of the probabilities of a flag in two samples, (2,) each, that is zero where these agree.

    The sizes of the samples are given; how often the flag is seen in both is what the odds do not say.
    """
    rarer = int(np.argmin(first + second))
    n, m, seen, both = int(first.sum()), int(second.sum()), int(first[rarer]), int((first + second)[rarer])
    total = n + m

    def at(ratio: float, share: float) -> float:
        """Of the odds ratio, and of the share of the flag in both samples."""
        cell = _both(ratio, n / total, share)
        return distance(cell * total / n, max(share - cell, 0.0) * total / m)

    share, p, q = both / total, seen / n, (both - seen) / m
    low, high = odds(total, n, both, seen, level)
    value, ends = distance(p, q), [at(ratio, share) for ratio in (low, high)]
    near, far = 0.0 if low <= 1 <= high else min(*ends, value), max(*ends, value)
    ratio = p * (1 - q) / (q * (1 - p)) if q * (1 - p) > 0 else high
    by_share = _slope(lambda x: at(min(max(ratio, low), high), x), share)
    if not isfinite(value + by_share):
        return near, far
    stderr, z = abs(by_share) * sqrt(n * p * (1 - p) + m * q * (1 - q)) / total, 1.959964
    above = upper_of_rare(value, stderr, z, abs(by_share) / total) - value
    if near > 0:  # how rare the flag is makes the distance smaller by a factor, and not zero
        near = value * exp(-hypot(log(value / near), log(value / lower_of_rare(value, stderr, z))))
    return near, value + hypot(far - value, above)


def mutual_information(both: float, p: float, q: float) -> float:
    """I of two flags."""
    cells = np.array([both, p - both, q - both, 1 - p - q + both])
    expected = np.array([p * q, p * (1 - q), q * (1 - p), (1 - p) * (1 - q)])
    return float(expected @ excess(np.maximum(cells / expected - 1, -1.0)))


def normalized_mutual_information(both: float, p: float, q: float) -> float:
    """2·I / (H + H) of two flags."""
    entropies = -sum(x * log(x) + (1 - x) * log1p(-x) for x in (p, q))
    return 2 * mutual_information(both, p, q) / entropies


@lru_cache(maxsize=256)  # of several quantities of one table, and flags of a table are often alike
def odds(n: int, a: int, b: int, seen: int, level: float = 0.95) -> tuple[float, float]:
    """The mid-p interval of the odds ratio, from 0 to inf.

    Half of the error probability lies on each side, but for what counts of the other side cannot spend: where none is
    so few that it would be unlikely, as of rare flags that are independent, all of it lies above.
    """
    k = np.arange(max(0, a + b - n), min(a, b) + 1)
    below = k[:-1]
    ratio = (a - below) * (b - below.astype(np.float64)) / ((below + 1.0) * (n - a - b + below + 1.0))
    log_h = np.concatenate([[0.0], np.cumsum(np.log(ratio))])
    at = seen - int(k[0])
    tail = (1 - level) / 2

    def excess(log_odds: float, upper: bool) -> float:
        """By how much the tail of the count that was seen is more likely than what is left to it."""
        log_p = log_h + k * log_odds
        p = np.exp(log_p - log_p.max())
        p, place = (p[::-1], k.size - 1 - at) if upper else (p, at)
        from_here = p.cumsum() / p.sum()
        p /= p.sum()
        unlikely = 1 - from_here + p / 2 <= tail  # of the other side, by the mid-p rule
        spent = min(float(p[unlikely].sum()), tail)
        return float(from_here[place] - p[place] / 2) - (2 * tail - spent)

    low = 0.0 if at == 0 else exp(_crossing(lambda x: excess(x, True)))
    high = inf if at == k.size - 1 else exp(_crossing(lambda x: -excess(x, False)))
    return low, high


def _crossing(rising: Callable[[float], float]) -> float:
    low, high = -60.0, 60.0
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


def _both(ratio: float, p: float, q: float) -> float:
    """P(both) of flags with these probabilities and this odds ratio."""
    if ratio == inf:
        return min(p, q)
    # The root of (ratio - 1)·x² - s·x + ratio·p·q, in the form that does not cancel.
    s = 1 + (p + q) * (ratio - 1)
    root = sqrt(max(s * s - 4 * ratio * (ratio - 1) * p * q, 0.0))
    both = 2 * ratio * p * q / (s + root) if s > 0 else (root - s) / (2 * (1 - ratio))  # s <= 0 needs ratio < 1
    return max(0.0, p + q - 1, min(both, p, q))


def _ratio(both: float, p: float, q: float) -> float:
    against = (p - both) * (q - both)
    return both * (1 - p - q + both) / against if against > 0 else inf


def _slope(of: Callable[[float], float], at: float) -> float:
    step = 1e-4 * min(at, 1 - at)
    return (of(at + step) - of(at - step)) / (2 * step)


def _expected(table: NDArray[np.int64]) -> tuple[float, ...]:
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    return tuple(int(row) * int(column) / int(rows.sum()) for row in rows for column in columns)
