"""The count of counts: all that an estimate of entropy may depend on, and as short for ten million outcomes as for ten.

How many outcomes were seen once, twice, … is sufficient for every quantity that does not change when outcomes are
renamed (Orlitsky et al. 2004, "On modeling profiles instead of values"). There are at most sqrt(2·n) different counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from plogp.typing import Integers


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """How many outcomes were seen how often.

    Attributes
    ----------
    counts : array (d,)
        The different counts that occur, ascending, none of them zero.
    times : array (d,)
        How many outcomes have each of them.
    variables : tuple of int
        Which variables of the table the outcomes are combinations of.
    """

    counts: Integers
    times: Integers
    variables: tuple[int, ...] = (0,)

    @classmethod
    def of(cls, n: Integers, variables: tuple[int, ...] = (0,)) -> Fingerprint:
        """Of the counts of the outcomes that were seen."""
        return cls(*count_of_counts(n), variables)

    @cached_property
    def n(self) -> int:
        """How many observations."""
        return int(self.counts @ self.times) % 2**64  # one more than 2^63 - 1 may be asked for

    @cached_property
    def others(self) -> NDArray[np.uint64]:
        """Of each count, how many observations are not in it: unsigned, as there may be one more than 2^63 - 1."""
        return np.asarray(np.uint64(self.n) - self.counts.astype(np.uint64))

    @cached_property
    def seen(self) -> int:
        """How many different outcomes."""
        return int(self.times.sum())

    @property
    def unseen(self) -> float:
        """At least how many outcomes were not seen: f1·(f1 - 1) / (2·(f2 + 1)) (Chao 1984; 2005, eq. 8 for f2 = 0)."""
        once = self.singletons
        return once * (once - 1) / (2 * (self.seen_exactly(2) + 1))

    @property
    def rarity(self) -> float:
        """The mean probability of the outcomes seen once (Chao & Jost 2012, doi:10.1890/11-1952.1, eq. 4)."""
        once, twice = self.singletons, self.seen_exactly(2)
        if self.n < 2 or not once:
            return 1.0
        return 2 * twice / ((self.n - 1) * once + 2 * twice) if twice else 2 / ((self.n - 1) * (once - 1) + 2)

    @property
    def singletons(self) -> int:
        """How many outcomes were seen once."""
        return self.seen_exactly(1)

    def seen_exactly(self, count: int) -> int:
        """How many outcomes were seen `count` times."""
        at = int(self.counts.searchsorted(count))
        return int(self.times[at]) if at < self.counts.size and self.counts[at] == count else 0

    def without(self, count: int) -> Fingerprint:
        """With one observation less, of an outcome that was seen `count` times."""
        less = self.changed(count, -1)
        return less.changed(count - 1, 1) if count > 1 else less

    def changed(self, count: int, by: int) -> Fingerprint:
        """With so many more outcomes that were seen `count` times, all their observations included."""
        n, times = self.counts, self.times
        at = int(n.searchsorted(count))
        there = at < n.size and n[at] == count
        if by == 0:
            return self
        if not there:
            n, times = (np.concatenate([x[:at], [new], x[at:]]) for x, new in ((n, count), (times, by)))
        elif times[at] + by:
            times = times.copy()
            times[at] += by
        else:
            n, times = (np.concatenate([x[:at], x[at + 1 :]]) for x in (n, times))
        return Fingerprint(n, times, self.variables)

    def sum(self, value: NDArray[np.floating]) -> float:
        """The sum over outcomes of a value that depends on the count, (d,)."""
        return float(self.times @ value)


def lost(c: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 + log c - (c·log c - (c - 1)·log(c - 1)) = 1 + (c - 1)·log(1 - 1/c) = 1/2c + 1/6c² + 1/12c³ + …; (d,).

    So much less than its slope does c·log c lose with one observation. The bias that leaving out finds is this of n,
    less the mean of this over the observations: no large numbers cancel.
    """
    x = c.astype(np.float64)
    small = np.minimum(x, 64.0)
    direct = 1 + (small - 1) * np.log1p(-1 / np.maximum(small, 1.5))
    r = 1 / np.maximum(x, 64.0)
    series = np.zeros_like(r)
    for k in range(9, 0, -1):
        series = r * (1 / (k * (k + 1)) + series)
    return np.where(x < 64, direct, series)


def count_of_counts(n: Integers) -> tuple[Integers, Integers]:
    """The different counts above zero, ascending, and how many there are of each."""
    if n.max() > max(64, 8 * n.size):
        return np.unique(n[n > 0], return_counts=True)
    times = np.bincount(n)
    times[0] = 0
    counts = np.flatnonzero(times)
    return counts, times[counts]


def k_log_k(k: Integers | int) -> NDArray[np.float64]:
    """What sums of plug-in entropies are made of: k·log k, 0 for 0."""
    return np.asarray(k * np.log(np.maximum(k, 1)))
