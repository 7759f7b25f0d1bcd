"""What two unrelated variables seem to share by chance: the permutation model, in which both margins are fixed.

Then each cell is hypergeometric, and cells with equal margins are alike: there are as many sums as there are different
pairs of margins, each over the counts that the cell can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from plogp.estimators.intervals import boundary_end
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.plug_in_information import excess
from plogp.typing import Floats, Integers

Margins = tuple[Integers, Integers]
_ROUNDING = 1e-12  # of a mean, below which its deviation is that of rounding
_PAIRS = 1 << 14  # pairs of margins taken together
_BLOCK = 1 << 18  # counts of cells evaluated at once
_WIDE = 16  # deviations of a count from which it is enough to look at some


class Chance(NamedTuple):
    """The plug-in mutual information of a random table with given margins."""

    mean: float
    variance: float  # of independent cells given their margins, scaled to be right where no cell is thin

    @classmethod
    def within(cls, tables: Sequence[Margins], n: int) -> Chance:
        """Of the information given the table, from the tables of n observations in which both variables vary."""
        found = [chance_of(*margins) for margins in tables]
        shares = [int(rows.sum()) / n for rows, _ in tables]
        mean = sum(share * one.mean for share, one in zip(shares, found, strict=True))
        return cls(mean, sum(share**2 * one.variance for share, one in zip(shares, found, strict=True)))

    @property
    def certain(self) -> bool:
        """Whether all tables with these margins have the same information: what varies is rounding."""
        return self.variance <= (_ROUNDING * self.mean) ** 2

    def least(self, shared: float, jackknifed: float, n: int) -> float:
        """The least information at which a plug-in value as high as this is likely, chance's part being removed.

        By chance 2n·I is nearly a·chi-square(f) with these moments, a·noncentral chi-square(f) near it, and normal with
        the jackknife's variance far from it. Whether zero is among what is likely does not depend on the jackknife.
        """
        if self.certain:
            return 0.0
        scale, freedom = n * self.variance / self.mean, 2 * self.mean**2 / self.variance
        distance = (shared - self.mean) / scale
        return scale * boundary_end(distance, jackknifed / scale**2, freedom, n, upper=False)


def chance(t: Contingency) -> Chance:
    """Mean and variance of the plug-in mutual information of two variables under random matching."""
    return chance_of(t.margin((0,)), t.margin((1,)))


def chance_of(row_sums: Integers, column_sums: Integers) -> Chance:
    """The same from the margins of their table.

    The mean is exact: Vinh, Epps & Bailey 2010, JMLR 11, eq. 24a. Time grows with the number of rows and columns, and
    with the different pairs of margins times the width of the distribution of a cell.
    """
    margins = (part.tobytes() for sums in (row_sums, column_sums) for part in np.unique(sums, return_counts=True))
    return _chance_of(*margins)


@lru_cache(maxsize=64)  # asked for the p-value and for the interval, and columns of a table are often alike
def _chance_of(*unique: bytes) -> Chance:
    """From the different row sums, how many there are of each, and the same of the columns; int64."""
    rows, row_times, columns, column_times = (np.frombuffer(part, np.int64) for part in unique)
    n = int(rows @ row_times)
    shape = (rows.size, columns.size)
    moments = np.empty((3, rows.size * columns.size))
    for begin in range(0, moments.shape[1], _PAIRS):
        i, j = np.divmod(np.arange(begin, min(begin + _PAIRS, moments.shape[1])), columns.size)
        moments[:, begin : begin + _PAIRS] = _pairs(rows[i], columns[j], n)
    mean, curved, slope = (m.reshape(shape) for m in moments)
    times = np.outer(row_times, column_times)
    # What is curved in a cell: cells of a small table move together, and the weights (1 - a/n)·(1 - b/n) of their
    # squares sum to the degrees of freedom.
    freedom = (int(row_times.sum()) - 1) * (int(column_times.sum()) - 1)
    if not freedom:
        return Chance(float((times * mean).sum()), 0.0)
    squares = [float(count @ (1 - size / n) ** 2) for size, count in ((rows, row_times), (columns, column_times))]
    variance = float((times * curved).sum()) * freedom / (squares[0] * squares[1])
    # What is straight: with fixed margins the counts are Poisson variables of these means, given their sums.
    variance += _not_additive(slope, times * np.outer(rows / max(n - 1, 1), columns))
    return Chance(float((times * mean).sum()), variance)


def _not_additive(slope: Floats, weight: Floats) -> float:
    """Weighted square of what is left of the slopes when row and column effects, which fixed margins undo, are out."""
    residual = slope.copy()
    for _ in range(10):
        for axis in (0, 1):
            total = weight.sum(axis=axis, keepdims=True)
            residual -= (weight * residual).sum(axis=axis, keepdims=True) / np.where(total > 0, total, 1.0)
    return float((weight * residual**2).sum())


def _pairs(a: Integers, b: Integers, n: int) -> Floats:
    """Moments of the cells with margins a and b."""
    moments = np.empty((3, a.size))
    for block, k, p in cell_laws(a, b, n):
        moments[:, block] = _moments(a[block], b[block], n, k, p)
    return moments


def cell_laws(
    a: Integers, b: Integers, n: int, deviations: float = 12.0
) -> Iterator[tuple[Integers, Integers, Floats]]:
    """The hypergeometric laws of cells with margins a and b, those that need as many counts together: which cells,
    counts that they can have up to so many deviations from their means, and their probabilities; (cells,) and
    (cells, widest) twice."""
    mean_count = a * (b / n)
    sd = np.sqrt(mean_count * (1 - a / n) * (1 - b / n) * n / max(n - 1, 1))
    reach = deviations * (sd + 10 / 3)
    low = np.maximum(np.maximum(a - (n - b), 0), np.floor(mean_count - reach).astype(np.int64))
    high = np.minimum(np.minimum(a, b), np.ceil(mean_count + reach).astype(np.int64))
    # Sums over every step-th count: by Poisson's summation formula they err by exp(-2·(pi·sd / step)²).
    step = np.where(sd >= _WIDE, sd / 4, 1).astype(np.int64)
    sizes = (high - low) // step + 1
    order = np.argsort(-sizes, kind="stable")
    begin = 0
    while begin < order.size:  # what is less than half as wide is another block: little is filled up
        widest = int(sizes[order[begin]])
        alike = int(np.searchsorted(-sizes[order], -widest // 2, side="right"))
        block = order[begin : min(alike, begin + max(1, _BLOCK // widest))]
        yield block, *_law(a[block], b[block], n, low[block], step[block], sizes[block])
        begin += block.size


def _law(a: Integers, b: Integers, n: int, low: Integers, step: Integers, sizes: Integers) -> tuple[Integers, Floats]:
    """Counts k = low, low + step, … and their probabilities; (cells, widest)."""
    place = np.arange(int(sizes.max()))
    inside = place < sizes[:, None]
    k = np.asarray(low[:, None] + np.where(inside, place, 0) * step[:, None], np.int64)
    expected = (a * (b / n))[:, None]
    log_p = np.where(inside, _log_likelihood(a, b, n, k, (k - expected) / expected, step), -np.inf)
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    return k, p / p.sum(axis=1, keepdims=True)


def _moments(a: Integers, b: Integers, n: int, k: Integers, p: Floats) -> Floats:
    """Of (k·log(k/m) - k + m) / n for counts k, with m = a·b/n: the mean, which is that of (k/n)·log(k/m), the variance
    about the best line in k, and its slope."""
    expected = (a * (b / n))[:, None]
    term = expected / n * excess((k - expected) / expected)
    mean, curved, slope, _ = about_a_line(k, p, term)
    return np.stack([mean, curved, slope])


def about_a_line(k: Integers, p: Floats, term: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean of a term, its variance about the best line in k, the slope of that line, and the variance of k."""
    mean = (p * term).sum(axis=1)
    centred = k - (p * k).sum(axis=1, keepdims=True)
    gap = term - mean[:, None]
    own = (p * centred**2).sum(axis=1)
    slope = np.where(own > 0, (p * centred * gap).sum(axis=1) / np.where(own > 0, own, 1.0), 0.0)
    return mean, (p * (gap - slope[:, None] * centred) ** 2).sum(axis=1), slope, own


def _log_likelihood(a: Integers, b: Integers, n: int, k: Integers, x: Floats, step: Integers) -> Floats:
    """Log of the hypergeometric probability of k, up to a constant; (cells, widest).

    One by one from the ratios of neighbours; where counts are left out all four cells are large, and log k! is
    Stirling's series about their expected counts, so that of large numbers only the difference is taken.
    """
    wide = step > 1
    out = np.zeros(k.shape)
    if not wide.all():
        few, a1, b1 = k[~wide], a[~wide, None], b[~wide, None]
        below = few[:, :-1]
        rise = (a1 - below).astype(np.float64) * (b1 - below)
        fall = (below + 1.0) * ((n - a1) - b1 + below + 1)
        on = np.diff(few, axis=1) > 0
        ratio = np.where(on, rise, 1.0) / np.where(on, fall, 1.0)
        out[~wide, 1:] = np.cumsum(np.log(ratio), axis=1)
    if wide.any():
        a1, b1, x = a[wide, None], b[wide, None], x[wide]
        expected = a1 * (b1 / n)
        d = x * expected
        for cell, change in (
            (expected, d), (a1 * ((n - b1) / n), -d), (b1 * ((n - a1) / n), -d), ((n - a1) * ((n - b1) / n), d),
        ):  # fmt: skip
            y = change / cell
            c = cell + change
            out[wide] -= cell * excess(y) + np.log1p(y) / 2 + (1 / 12 - 1 / (360 * c * c)) / c
    return out
