"""Two samples of counts: the probability that one source gives two samples that differ as much.

G² = 2N·I(level; sample) weighs all levels alike, and A² (Anderson-Darling) those in which an order shows. Where levels
are thin, the tables with the same margins are the null, whatever the source is: of these the current sample of each is
multivariate hypergeometric. Where they are not, the chi-square of G² is corrected by Williams' factor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from plogp.backend import random_tables
from plogp.estimators.expected_mutual_information import chance_of
from plogp.estimators.testing import anderson_darling, own_bins
from plogp.theory.counts.fingerprint import k_log_k
from plogp.typing import Floats, Integers

# Expected counts of a level below which chi-square is not trusted: twice what Cochran 1954 asks, for the far tail.
THIN = 10
REPLICATES = 9999
# Random tables as extreme as the one seen after which the p-value is known well enough (Besag & Clifford 1991).
ENOUGH = 20
# Of the error probability, what is spent on the order of the levels; the rest on G² (Bonferroni's, weighed). Most that
# moves in a number moves in one direction.
ORDER = 0.75
PILOT = 200  # random tables that say how the two statistics are brought to one scale
_CELLS = 4_000_000  # cells drawn at most, as long as there are five pilots
_LARGEST = 10**9  # observations from which NumPy does not draw


@dataclass(frozen=True, eq=False)
class TwoSamples:
    """Counts of two samples over the same levels.

    Attributes
    ----------
    reference, current : array (k,)
        How often each level was seen in each.
    ordered : int
        How many of the first levels stand in an order; 0 for none.
    groups : tuple of int
        Where groups of levels begin within which the samples are compared, as in tests of what is conditional on these.
    cut : int
        Whether the levels in order may be bins that were cut in the reference (1) or in the current sample (2) alone.
    """

    reference: Integers
    current: Integers
    ordered: int = 0
    groups: tuple[int, ...] = (0,)
    cut: int = 0

    @cached_property
    def both(self) -> Integers:
        """How often each level was seen."""
        return self.reference + self.current

    @cached_property
    def used(self) -> tuple[Integers, float]:
        """The levels that are compared, and what all tables with the same margins have in common of their G²/2."""
        levels = np.concatenate([np.zeros(0, np.int64), *(np.arange(part.start, part.stop) for part in self.parts)])
        common = float(k_log_k(self.both[levels]).sum())
        for part in self.parts:
            n, m = int(self.reference[part].sum()), int(self.current[part].sum())
            common += float(k_log_k(n) + k_log_k(m) - k_log_k(n + m))
        return levels, common

    @cached_property
    def parts(self) -> tuple[slice, ...]:
        """The groups in which both samples have observations and there is more than one level."""
        parts = []
        for begin, end in zip(self.groups, [*self.groups[1:], len(self.both)], strict=True):
            part = slice(begin, end)
            if self.reference[part].any() and self.current[part].any() and (self.both[part] > 0).sum() > 1:
                parts.append(part)
        return tuple(parts)

    @cached_property
    def margins(self) -> list[tuple[Integers, Integers]]:
        """Of each part how often its levels were seen, and the sizes of the two samples."""
        sizes = [np.array([n[part].sum() for n in (self.reference, self.current)]) for part in self.parts]
        levels = [self.both[part] for part in self.parts]
        return [(n[n > 0], size) for n, size in zip(levels, sizes, strict=True)]

    @cached_property
    def in_order(self) -> bool:
        """Whether the levels stand in an order that can show."""
        return int((self.both[: self.ordered] > 0).sum()) > 2

    @property
    def freedom(self) -> int:
        """Degrees of freedom of G²."""
        return sum(int((self.both[part] > 0).sum()) - 1 for part in self.parts)

    @cached_property
    def thin(self) -> bool:
        """Whether a level is expected too rarely for the limits of large samples."""
        for part in self.parts:
            both = self.both[part]
            smaller = min(int(self.reference[part].sum()), int(self.current[part].sum()))
            if smaller * int(both[both > 0].min()) < THIN * int(both.sum()):
                return bool(both.sum() < _LARGEST)
        return False

    def p_value(self, rng: np.random.Generator, replicates: int = REPLICATES) -> float:
        """The probability under equality of a difference as large; of both statistics where there is an order."""
        if not self.freedom:
            return 1.0
        if (
            self.cut
            and self.in_order
            and own_bins.are_own((self.reference, self.current)[self.cut - 1][: self.ordered])
        ):
            return _by_own_bins(self, rng, replicates)
        if self.thin:
            return _by_random_tables(self, rng, replicates)
        found = _statistics(self, self.current)
        p = _chi_square(self, float(found[0]))
        if len(found) > 1:
            weight = anderson_darling.weights(self.both[: self.ordered])
            p = min(1.0, p / (1 - ORDER), anderson_darling.p_value(float(found[1]), weight) / ORDER)
        return p


def _chi_square(samples: TwoSamples, g: float) -> float:
    """Tail of G²/q, with q its mean over that of chi-square to the next order (Williams 1976, doi:10.2307/2335081)."""
    from scipy.special import chdtrc

    excess = 0.0
    for part in samples.parts:
        both = samples.both[part]
        seen, total = both[both > 0], float(both.sum())
        sizes = float(samples.reference[part].sum()), float(samples.current[part].sum())
        excess += (total / sizes[0] + total / sizes[1] - 1) * (float((total / seen).sum()) - 1) / (6 * total)
    return float(chdtrc(samples.freedom, g / (1 + excess / samples.freedom)))


def _by_random_tables(samples: TwoSamples, rng: np.random.Generator, replicates: int) -> float:
    """Sequential Monte Carlo (Besag & Clifford 1991, doi:10.1093/biomet/78.2.301), valid for samples of any size.

    Where no random table is as extreme, laws of the same decay continue the tail.
    """
    found, rounding = _statistics(samples, samples.current), 1e-9 + 1e-13 * float(k_log_k(samples.both).sum())
    most = min(replicates, max(5 * PILOT, _CELLS // len(samples.both)))
    p, tables = _sequential(np.maximum(found - rounding, 0.0), lambda size: _drawn(samples, rng, size), most)
    return p if tables is None else min(p, _beyond(samples, found, tables))


def _by_own_bins(samples: TwoSamples, rng: np.random.Generator, replicates: int) -> float:
    """The same where bins were cut in one of the samples; missing values beside them as random tables have it."""
    sides = (samples.reference, samples.current)
    own, other = (side[: samples.ordered] for side in (sides if samples.cut == 1 else sides[::-1]))
    if not other.any():
        return _by_random_tables(samples, rng, replicates)
    first, second = (np.append(side[: samples.ordered].sum(), side[samples.ordered :]) for side in sides)
    beside = TwoSamples(first, second)
    found = own_bins.statistics(own, other)
    found[0] += float(_statistics(beside, beside.current)[0])  # G² is a sum over what is conditional on the other

    def drawn(size: int) -> Floats:
        tables = own_bins.statistics(own, own_bins.drawn(own, int(other.sum()), rng, size))
        if beside.freedom:
            tables[0] += _drawn(beside, rng, size)[0]
        return tables

    p, tables = _sequential(np.maximum(found - 1e-9, 0.0), drawn, replicates)
    return p if tables is None else min(p, _beyond(samples, found, tables))


def _sequential(found: Floats, draw: Callable[[int], Floats], most: int) -> tuple[float, Floats | None]:
    """The share of random tables that are as extreme, drawn until there are enough; all of them if there was none."""
    mean = variance = np.ones(len(found))
    if len(found) > 1:  # random tables of their own say how two statistics are brought to one scale
        pilot = draw(PILOT)
        mean, variance = pilot.mean(axis=-1), pilot.var(axis=-1)
    bound = float(_score(found, mean, variance))
    drawn: list[Floats] = []
    done = extreme = 0
    while done < most:
        size = min(max(done, PILOT // 4), most - done, most // 4 + 1)
        drawn.append(draw(size))
        met = extreme + np.cumsum(_score(drawn[-1], mean, variance) >= bound)
        if met[-1] >= ENOUGH:
            return ENOUGH / (done + 1 + int(np.searchsorted(met, ENOUGH))), None
        extreme, done = int(met[-1]), done + size
    return (1 + extreme) / (1 + most), None if extreme else np.concatenate(drawn, axis=-1)


def _drawn(samples: TwoSamples, rng: np.random.Generator, size: int) -> Floats:
    """The statistics of random tables with the same margins; (1 or 2, size)."""
    if not samples.in_order:
        cells = sum(random_tables.sums(*margins, int(rng.integers(1 << 63)), 0, size) for margins in samples.margins)
        return np.stack([2 * np.maximum(cells - samples.used[1], 0.0)])
    drawn = np.broadcast_to(samples.current, (size, len(samples.current))).copy()
    for part in samples.parts:
        drawn[:, part] = rng.multivariate_hypergeometric(
            samples.both[part], int(samples.current[part].sum()), size, method="marginals"
        )
    return _statistics(samples, drawn)


def _statistics(samples: TwoSamples, current: Integers) -> Floats:
    """G², and A² where there is an order of more than two; (1 or 2, ...)."""
    reference = samples.both - current
    used, margins = samples.used
    cells = k_log_k(reference[..., used]) + k_log_k(current[..., used])
    g = 2 * np.maximum(cells.sum(axis=-1) - margins, 0.0)
    if not samples.in_order:
        return np.stack([g])
    a = anderson_darling.statistic(reference[..., : samples.ordered], current[..., : samples.ordered])
    return np.stack([g, a])


def _score(found: Floats, mean: Floats, variance: Floats) -> Floats:
    """The larger statistic on the scale of normal scores (Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684)."""
    shape = (len(mean),) + (1,) * (found.ndim - 1)
    mean, ninth = mean.reshape(shape), (variance / (9 * np.maximum(mean, 1e-300) ** 2)).reshape(shape)
    scores = (np.cbrt(found / np.maximum(mean, 1e-300)) - (1 - ninth)) / np.sqrt(np.maximum(ninth, 1e-300))
    return np.asarray(scores.max(axis=0))


def _beyond(samples: TwoSamples, found: Floats, drawn: Floats) -> float:
    """The probability where no random table is as extreme: from the largest of them on, it falls as the tail of a law.

    For G²/2 = t as e^-t, up to powers of t (Sanov's theorem), by the gamma law of scale one with its mean and variance
    by chance and a shift; for A² as that of large samples.
    """
    from scipy.special import gammaincc

    parts = [chance_of(*margins) for margins in samples.margins]
    sizes = [float(size.sum()) for _, size in samples.margins]
    mean = sum(n * part.mean for n, part in zip(sizes, parts, strict=True))
    variance = sum(n * n * part.variance for n, part in zip(sizes, parts, strict=True))
    tails: list[Callable[[float], float]] = [lambda g: float(gammaincc(variance, max(g / 2 - (mean - variance), 0.0)))]
    if len(found) > 1:
        weight = anderson_darling.weights(samples.both[: samples.ordered])
        tails.append(lambda a: anderson_darling.p_value(a, weight))
    p = 1.0
    for tail, x, y in zip(tails, found, drawn, strict=True):
        rank = min(ENOUGH, y.size)
        near = float(np.partition(y, y.size - rank)[y.size - rank])
        share = rank / (1 + y.size)
        p = min(p, share * min(1.0, tail(float(x)) / max(tail(near), 1e-300)) if x > near else share)
    return min(1.0, len(found) * p)
