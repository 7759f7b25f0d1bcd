"""Two samples, or a sample and what is known, level by level: a divergence of their frequencies, and that by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.divergences.divergence_terms import Term
from plogp.estimators.divergences.random_split import Split, drawn_from, split_at_random
from plogp.typing import Floats, Integers

Truths = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Side:
    """A distribution over k categories: counts of a sample, or probabilities that are known.

    Attributes
    ----------
    p : array (k,)
        The frequencies, or the probabilities.
    counts : array (k,) or None
        How often each was seen; None if the probabilities are known.
    """

    p: Floats
    counts: Integers | None = None

    @classmethod
    def observed(cls, counts: Integers) -> Side:
        """The frequencies of a sample."""
        return cls(counts / counts.sum(), counts)

    @cached_property
    def n(self) -> float:
        """How many observations; without end if it is known."""
        return inf if self.counts is None else float(self.counts.sum())

    def variance(self, change: Floats) -> float:
        """Of the mean of a change over the sample."""
        if self.counts is None:
            return 0.0
        inside = self.p > 0
        p, change = self.p[inside], change[inside]
        return float((p * (change - float(p @ change)) ** 2).sum()) / self.n


@dataclass(frozen=True)
class Frequencies:
    """A term of the frequencies of counts: what of a comparison does not depend on how the counts are shared out.

    Attributes
    ----------
    term : Term
        What one level adds.
    sizes, divisors : pair of float
        The observations of both samples, and what counts are divided by; endless of a distribution that is known.
    more : pair of float
        By how much each count is increased.
    """

    term: Term
    sizes: tuple[float, float]
    divisors: tuple[float, float]
    more: tuple[float, float]

    def shares(self, a: Integers | Floats, b: Integers | Floats) -> tuple[Floats, Floats]:
        """Probabilities of counts of both samples; of a known distribution, as it is."""
        p = np.asarray((a + self.more[0]) / self.divisors[0])
        return p, np.asarray(b if self.sizes[1] == inf else (b + self.more[1]) / self.divisors[1])

    def term_of(self, a: Integers, b: Integers | Floats) -> tuple[Floats, Truths]:
        """The term for counts of both samples, or of one and what is known, and where it is finite."""
        p, q = self.shares(a, b)
        by_p, by_q = self.term.slopes(p, q)
        return p * by_p + q * by_q, ~self.term.infinite(p, q)  # Euler's theorem, of the first degree in both

    def parts(self, a: Integers, b: Integers | Floats) -> tuple[Floats, Floats]:
        """The term for counts of both samples, and what each sample adds to the mean and to the mean square of its
        change: p·f, q·g, p·f², q·g²."""
        p, q = self.shares(a, b)
        by_p, by_q = self.term.slopes(p, q)
        value = np.where(self.term.infinite(p, q), np.inf, p * by_p + q * by_q)
        by_p = by_p * (self.sizes[0] / self.divisors[0])
        first = a / self.sizes[0]
        if self.sizes[1] == inf:
            by_q, second = np.zeros_like(by_q), q
        else:
            by_q, second = by_q * (self.sizes[1] / self.divisors[1]), b / self.sizes[1]
        along, across = first * by_p, second * by_q
        return value, np.stack([along, across, along * by_p, across * by_q])


@dataclass(frozen=True, eq=False)
class Matched:
    """A term over the levels of a sample, and of another or of what is known.

    Levels that were seen as often in both are alike, and stand here once.

    Attributes
    ----------
    term : Term
        What one level adds.
    a : array (k,)
        How often each level was seen in the first sample.
    b, q : array (k,)
        How often in the second, or its probability if that is known.
    times : array (k,)
        How many levels are like that.
    more : pair of float
        By how much each count is increased.
    """

    term: Term
    a: Integers
    b: Integers | None
    q: Floats | None
    times: Integers
    more: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def of(
        cls,
        term: Term,
        a: Integers,
        b: Integers | None,
        q: Floats | None = None,
        more: tuple[float, float] = (0.0, 0.0),
    ) -> Matched:
        """From every level, (k,)."""
        other = q if b is None else b
        assert other is not None
        own, its = (np.unique(side, return_inverse=True) for side in (a, other))
        _, first, times = np.unique(own[1] * its[0].size + its[1], return_index=True, return_counts=True)
        return cls(term, a[first], None if b is None else b[first], None if q is None else q[first], times, more)

    @cached_property
    def levels(self) -> int:
        """How many there are."""
        return int(self.times.sum())

    @cached_property
    def sizes(self) -> tuple[float, float]:
        """Of both samples."""
        return float(self.times @ self.a), inf if self.b is None else float(self.times @ self.b)

    @cached_property
    def frequencies(self) -> Frequencies:
        """The term of counts of these samples."""
        n, m = self.sizes
        divisors = n + self.levels * self.more[0], m + self.levels * self.more[1]
        return Frequencies(self.term, self.sizes, divisors, self.more)

    @property
    def other(self) -> Integers | Floats:
        """Counts of the second sample, or the probabilities that are known."""
        found = self.q if self.b is None else self.b
        assert found is not None
        return found

    @cached_property
    def seen(self) -> tuple[float, float]:
        """The plug-in value, and its variance as the delta method sees it."""
        p, q, pp, qq = (self.frequencies.parts(self.a, self.other)[1] @ self.times).tolist()
        n, m = self.sizes
        value = float(self.times @ self.term.value(*self.frequencies.shares(self.a, self.other)))
        return value, max(pp - p * p, 0.0) / n + max(qq - q * q, 0.0) / m

    @cached_property
    def by_chance(self) -> Split:
        """The same of samples of one source."""
        if self.b is None:
            return drawn_from(np.asarray(self.q), self.times, self.frequencies)
        return split_at_random(self.a + self.b, self.times, self.frequencies)
