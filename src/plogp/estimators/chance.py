"""What two unrelated variables seem to share by chance: the permutation model, in which both margins are fixed.

Then each cell is hypergeometric, and cells with equal margins are alike: there are as many sums as there are different
pairs of margins, each over the counts that the cell can have.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plogp.theory.contingency import Contingency

_PAIRS = 1 << 14  # pairs of margins taken together
_BLOCK = 1 << 18  # counts of cells evaluated at once


class Chance(NamedTuple):
    """The plug-in mutual information of a random table with given margins."""

    mean: float
    variance: float  # as if cells were independent, save that the margins are fixed


def chance(t: Contingency) -> Chance:
    """Mean and variance of the plug-in mutual information of the first two variables under random matching.

    The mean is exact: Vinh, Epps & Bailey 2010, JMLR 11, eq. 24a. Time grows with the number of rows and columns, and
    with the different pairs of margins times the width of the distribution of a cell.
    """
    (rows, row_times), (columns, column_times) = _margins(t)
    total = spread = 0.0
    for begin in range(0, rows.size * columns.size, _PAIRS):
        i, j = np.divmod(np.arange(begin, min(begin + _PAIRS, rows.size * columns.size)), columns.size)
        mean, variance = _pairs(rows[i], columns[j], t.total)
        times = row_times[i] * column_times[j]
        total += float(times @ mean)
        spread += float(times @ variance)
    return Chance(total, spread)


def pairs_of_margins(t: Contingency) -> int:
    """How many different pairs of margins there are."""
    (rows, _), (columns, _) = _margins(t)
    return rows.size * columns.size


def _margins(t: Contingency) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    return [np.unique(t.margin((i,))[0], return_counts=True) for i in (0, 1)]


def _pairs(a: NDArray[np.int64], b: NDArray[np.int64], n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of the term of a cell with margins a and b; cells of like widths are summed together."""
    mean_count = a * (b / n)
    reach = 12 * np.sqrt(mean_count * (1 - a / n) * (1 - b / n) * n / max(n - 1, 1)) + 40
    low = np.maximum(np.maximum(a + b - n, 0), np.floor(mean_count - reach).astype(np.int64))
    high = np.minimum(np.minimum(a, b), np.ceil(mean_count + reach).astype(np.int64))
    widths = high - low + 1
    order = np.argsort(-widths, kind="stable")
    mean, variance = np.empty(a.size), np.empty(a.size)
    begin = 0
    while begin < order.size:
        block = order[begin : begin + max(1, _BLOCK // int(widths[order[begin]]))]
        mean[block], variance[block] = _cells(a[block], b[block], n, low[block], high[block])
        begin += block.size
    return mean, variance


def _cells(
    a: NDArray[np.int64], b: NDArray[np.int64], n: int, low: NDArray[np.int64], high: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of (k/n)·log(n·k / (a·b)) for cells k in [low, high] with margins a and b."""
    k = low[:, None] + np.arange(int((high - low).max()) + 1)  # (cells, widest)
    inside = k <= high[:, None]
    below = np.maximum(k[:, :-1], 0)
    rise = (a[:, None] - below).astype(np.float64) * (b[:, None] - below)
    fall = (below + 1.0) * (n - a[:, None] - b[:, None] + below + 1)
    ratio = np.where(inside[:, 1:], rise, 1.0) / np.where(inside[:, 1:], fall, 1.0)
    log_p = np.concatenate([np.zeros((len(a), 1)), np.cumsum(np.log(ratio), axis=1)], axis=1)
    log_p = np.where(inside, log_p, -np.inf)
    p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    term = k / n * np.log(np.maximum(k, 1) * (n / (a * b.astype(np.float64)))[:, None])
    mean = (p * term).sum(axis=1)
    # what remains when the part that follows the margins, a line in k, is taken out
    centred = k - (p * k).sum(axis=1, keepdims=True)
    gap = term - mean[:, None]
    own = (p * centred**2).sum(axis=1)
    slope = np.where(own > 0, (p * centred * gap).sum(axis=1) / np.where(own > 0, own, 1.0), 0.0)
    return mean, (p * (gap - slope[:, None] * centred) ** 2).sum(axis=1)
