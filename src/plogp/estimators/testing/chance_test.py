"""What two variables that have nothing to do with each other would share in a sample, and how often so much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from plogp.backend import random_tables
from plogp.estimators.expected_mutual_information import Chance, chance
from plogp.estimators.strata import Stratum, strata
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import k_log_k
from plogp.theory.counts.plug_in_information import excess

_NOISE = 0.05  # of unrelated variables, how many share more than noise
_THIN = 5  # Cochran 1954, doi:10.2307/3001616
_MARGINS = 100_000  # pairs of different margins for which the exact moments are worth their time
_ENOUGH = 10  # random tables as extreme as the one seen that tell its p-value
_TABLES = (100, 4999)  # random tables drawn, at least and at most
_WORK = 20_000_000  # cells or observations drawn, as long as there are enough tables
_TOO_LARGE = 200_000_000  # cells or observations of the least number of tables, which are not drawn
_LARGEST = 10**12  # observations from which the sums of random tables lose the digits that differ
_COUNTS = 1 << 20  # counts of one cell that are enumerated, at most
_FEW = 10_000  # counts that are enumerated where chi-square would do


class ByChance(NamedTuple):
    """Of variables that are independent, with the margins of the tables."""

    shared: float  # plug-in mutual information, in nats
    expected: float  # what it would be on average
    p_value: float  # the probability of at least as much
    noise: float  # what one in twenty of them share beyond what is expected


def shared_by_chance(*tables: Contingency) -> ByChance:
    """Compare the plug-in mutual information of two variables with that of random tables of the same margins.

    Of several tables it is the information given the table. 2n·I is chi-square with (rows - 1)·(columns - 1) degrees of
    freedom (Wilks 1938) where no cell is expected fewer than five times. Elsewhere, and for 2 x 2, the law is that of
    all tables with these margins: exact of 2 x 2, else that of random tables, continued by a law of the same decay.
    """
    total = sum(t.total for t in tables)
    parts = [s for t in tables for s in strata(t)]
    shared = sum(s.shared for s in parts) / total
    mean = variance = 0.0
    for t in tables:
        share = t.total / total
        expected, spread = _moments(t)
        mean += share * expected
        variance += share * share * spread
    law = Chance(mean, variance)
    return ByChance(shared, mean, _p_value([s for s in parts if s.freedom], law, total), _noise(law, total))


def _p_value(parts: Sequence[Stratum], law: Chance, total: int) -> float:
    from scipy.special import chdtrc

    if law.certain:
        return 1.0
    found = sum(s.shared for s in parts)
    thin = any(s.smallest < _THIN for s in parts)
    if len(parts) == 1 and parts[0].freedom == 1 and (thin or min(parts[0].rows.min(), parts[0].columns.min()) <= _FEW):
        return _of_four_cells(parts[0])
    if not thin:
        return float(chdtrc(sum(s.freedom for s in parts), 2 * found))
    cost = sum(min(8 * s.rows.size * s.columns.size, int(s.rows.sum())) for s in parts)
    if total > _LARGEST or _TABLES[0] * cost > _TOO_LARGE:
        return _tail(found, law, total)
    return _by_random_tables(parts, found, law, total, min(max(_TABLES[0], _WORK // cost), _TABLES[1]))


def _of_four_cells(s: Stratum) -> float:
    """The sum over all tables with these margins that share as much (Fisher 1935, by I and not by the probability)."""
    n, (a, b) = int(s.rows.sum()), (int(s.rows.min()), int(s.columns.min()))
    k = np.arange(max(0, a - (n - b)), min(a, b, _COUNTS) + 1)  # beyond the probability is zero in floating point
    below = k[:-1]
    ratio = (a - below) * (b - below.astype(np.float64)) / ((below + 1.0) * ((n - a) - b + below + 1))
    log_p = np.concatenate([[0.0], np.cumsum(np.log(ratio))])
    p = np.exp(log_p - log_p.max())
    expected = a * (b / n)
    d = k - expected
    cells = (expected, d), (a * ((n - b) / n), -d), (b * ((n - a) / n), -d), ((n - a) * ((n - b) / n), d)
    shared = np.sum([cell * excess(np.maximum(change / cell, -1.0)) for cell, change in cells], axis=0)
    return float(p[shared >= s.shared - _rounding(s.shared)].sum() / p.sum())


def _by_random_tables(parts: Sequence[Stratum], found: float, law: Chance, total: int, most: int) -> float:
    """Sequential Monte Carlo (Besag & Clifford 1991, doi:10.1093/biomet/78.2.301) with a seed of its own.

    Beyond the few largest of the random tables the p-value falls from theirs as the tail of a law falls.
    """
    common = found - sum(float(k_log_k(s.cells).sum()) for s in parts)
    bound = found - _rounding(found - common)
    drawn = np.zeros(0)
    while drawn.size < most:
        size = min(max(3 * drawn.size, 4 * _ENOUGH), most - drawn.size)
        sums = [random_tables.sums(s.rows, s.columns, seed, drawn.size, size) for seed, s in enumerate(parts)]
        drawn = np.concatenate([drawn, np.sum(sums, axis=0) + common])
        met = np.flatnonzero(drawn >= bound)
        if met.size >= _ENOUGH:
            return float(_ENOUGH / (met[_ENOUGH - 1] + 1))
    near = float(np.sort(drawn)[-_ENOUGH])
    share = (1 + int((drawn >= near - _rounding(found - common)).sum())) / (1 + most)
    if near >= bound:  # many tables share as much as the tenth: so does this one
        return share
    return share * min(1.0, _tail(found, law, total) / max(_tail(near, law, total), 1e-300))


def _tail(found: float, law: Chance, total: int) -> float:
    """Of n·I beyond what was found, by the gamma law of scale one with these moments and a shift.

    By Sanov's theorem a large n·I = t has the probability e^-t, up to powers of t. A gamma law of two moments has
    another scale where cells are thin, and then a tail too light by orders of magnitude.
    """
    from scipy.special import gammaincc

    mean, variance = total * law.mean, total * total * law.variance
    return float(gammaincc(variance, max(found - (mean - variance), 0.0)))


def _noise(law: Chance, total: int) -> float:
    """Of the same law, chi-square where no cell is thin, the point with a twentieth above it, less the mean."""
    from scipy.special import gammainccinv

    variance = total * total * law.variance
    return 0.0 if law.certain else max(0.0, float(gammainccinv(variance, _NOISE)) - variance) / total


def _rounding(size: float) -> float:
    """How much two sums of this size may differ that are equal."""
    return 1e-9 + 1e-12 * abs(size)


def _moments(t: Contingency) -> tuple[float, float]:
    rows, columns = (t.margin((i,)) for i in (0, 1))
    n, freedom = t.total, (rows.size - 1) * (columns.size - 1)
    thin = int(rows.min()) * int(columns.min()) < _THIN * n
    if freedom and thin and np.unique(rows).size * np.unique(columns).size <= _MARGINS:
        return chance(t)
    return freedom / (2 * n), freedom / (2 * n * n)
