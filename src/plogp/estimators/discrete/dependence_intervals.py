"""The interval of what two variables share: near independence, near a copy, in thin tables, of two flags."""

from __future__ import annotations

from math import hypot, inf, log

import numpy as np

from plogp.estimators.discrete import four_cells
from plogp.estimators.discrete.entropy_combination import Combination
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.estimators.discrete.unseen import NOTHING, Unseen
from plogp.estimators.expected_mutual_information import Chance, Margins, chance_of
from plogp.estimators.intervals import (
    between,
    boundary_end,
    lower_of_rare,
    one_outcome,
    upper_of_rare,
)
from plogp.estimators.strata import strata
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import Fingerprint

Ends = tuple[float, float]
_THIN = 5  # expected observations of a cell, below which chi-square fails (Cochran 1954, doi:10.2307/3001616)
_MARGINS = 50_000  # pairs of different margins for which the exact moments are cheap
_CELLS = 1 << 13  # whose skewness is worth its time
_Z = 1.959964


def dependence(
    t: Contingency,
    c: Combination,
    shared: float,
    apart: Combination | None = None,
    alone: Ends | None = None,
    share: four_cells.Share | None = None,
    lacking: Unseen = NOTHING,
) -> Ends:
    """The ends for a quantity that is zero for independent variables.

    Parameters
    ----------
    t : Contingency
        Of the two variables, and those that are given.
    c : Combination
        The quantity, with the mutual information as its value and what else changes it in its changes.
    shared : float
        The plug-in mutual information.
    apart : Combination, optional
        What is missing to the most that the quantity can be: zero for copies.
    alone : pair of float, optional
        The interval of that most.
    share : function, optional
        The quantity of two flags, from P(both), P(one) and P(other).
    lacking : Unseen, optional
        How much more may be missing.
    """
    if share is not None and (table := _flags(t)) is not None and four_cells.is_rare(table):
        return four_cells.interval(table, share)
    margins = _margins(t)
    if not margins:  # nowhere do both vary
        return 0.0, one_outcome(t.total)
    random = Chance.within(margins, t.total) if _is_thin(margins) else None
    if random is not None:  # exact where cells are too thin for chi-square
        c = c._replace(freedom=min(c.freedom, -2 * t.total**2 * random.variance))
    if apart is not None and apart.value < c.value:
        low, high = _near_a_copy(t, c, apart, alone, lacking)
    else:
        low, high = above_zero(c, t.total)
        high = max(high, upper_of_skewed(t, c))
    if random is None:
        return low, high
    by_chance = _beyond_chance(c, shared, random, margins, t.total)
    return (by_chance if apart is None else min(low, by_chance)), high


def total_dependence(t: Contingency, c: Combination) -> Ends:
    """The ends for what several variables share: each with all before it."""
    margins = [(t.margin(range(i)), t.margin((i,))) for i in range(1, t.order)]
    unseen = one_outcome(t.total) if any(t.margin((i,)).size == 1 for i in range(t.order)) else 0.0
    if not _is_thin(margins):
        low, high = above_zero(c, t.total)
        return low, max(high, unseen)
    found = [chance_of(*one) for one in margins]
    random = Chance(sum(one.mean for one in found), sum(one.variance for one in found))
    c = c._replace(freedom=min(c.freedom, -2 * t.total**2 * random.variance))
    low, high = above_zero(c, t.total)
    return _beyond_chance(c, c.value + c.bias, random, margins, t.total), max(high, unseen)


def _beyond_chance(c: Combination, shared: float, random: Chance, margins: list[Margins], n: int) -> float:
    """The lower end in a thin table: a plug-in value is too high by what chance shows among unrelated observations.

    Where the rest are copies, I = plug-in - E·(1 - I/H), with H the most that can be shared: this is H times the
    adjusted information (Vinh, Epps & Bailey 2010, JMLR 11, eq. 25, with the smaller entropy).
    """
    most = sum(int(one[0].sum()) / n * min(plug_in_entropy(Fingerprint.of(side)) for side in one) for one in margins)
    left = most - random.mean
    if left <= 1e-9 * most:
        return 0.0
    excess = min(shared - random.mean, (c.value + min(c.reserve, 0.0)) * left / most)
    return most / left * random.least(excess + random.mean, c.variance(n) + random.variance, n)


def upper_of_skewed(t: Contingency, c: Combination) -> float:
    """The upper end where few observations share most: a mean of n terms with skewness g has the skewness g/√n, and its
    interval is not symmetric (Hall 1992, "On the removal of skewness by transformation", JRSS B 54, 221-228).

    A sum of equal events has the skewness of one event over its standard error: by the mid-p rule half of one more.
    """
    if t.n.size > _CELLS:  # many cells
        return -inf
    skewness = min(max(t.skewness(c.change), 0.0) / t.total**0.5, 1.0)
    reach = _Z + skewness * ((1 + 2 * _Z**2) / 6 + 0.5)
    return float(c.value - c.left + max(c.reserve, 0.0) + reach * c.variance(t.total) ** 0.5)


def above_zero(c: Combination, n: int) -> Ends:
    """The ends for a quantity that cannot be negative, which zero bounds."""
    if c.freedom >= 0:
        return between(*ends_of(c, n))
    if n == 1:
        return 0.0, inf
    freedom = max(-c.freedom + 2 * n * n * c.lacking, 1.0)
    # As the jackknife counts what is not linear: twice. What guessed outcomes cancel may be more than it found.
    twice = max(c.jackknifed + 2 * c.lacking, 0.0)
    value = c.value - c.left
    low = boundary_end(value + min(c.reserve, 0.0), twice, freedom, n, upper=False)
    return low, boundary_end(value + max(c.reserve, 0.0), twice, freedom, n, upper=True)


def ends_of(c: Combination, n: int) -> tuple[Ends, Ends]:
    """The least and the greatest estimate that data bounds, each with its standard error."""
    own, value = c.variance(n), c.value - c.left
    low, high = sorted([(value, own**0.5), (value + c.reserve, (own + c.doubt) ** 0.5)])
    return low, high


def _near_a_copy(t: Contingency, c: Combination, apart: Combination, alone: Ends | None, lacking: Unseen) -> Ends:
    """What is missing to a copy is what rare observations add up to; the rest of the error is normal, and both are
    joined by their squares (Zou & Donner 2008, doi:10.1002/sim.3095)."""
    n = t.total
    low, high = ends_of(c, n)
    missing, error = max(apart.value, 0.0), apart.variance(n) ** 0.5
    event = (max(log(n) - c.value, 0.0) + 1) / n
    more = hypot(upper_of_rare(missing, error, _Z, event) - missing, lacking.further)
    more = lacking.reach(missing + more) - missing
    less = missing - lower_of_rare(missing, error, _Z)
    rest = [_Z * max(sd * sd - error * error, 0.0) ** 0.5 for _, sd in (low, high)]
    if missing <= 1e-12 * c.value and alone is not None:
        rest = [c.value - alone[0], alone[1] - c.value]
    return low[0] - hypot(rest[0], more), high[0] + hypot(rest[1], less)


def _flags(t: Contingency) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]] | None:
    """The table of two variables of two levels each."""
    if t.order != 2 or any(t.margin((i,)).size != 2 for i in (0, 1)):
        return None
    table = np.zeros((2, 2), dtype=np.int64)
    for i, j, n in zip(*(np.asarray(t.index((i,))).tolist() for i in (0, 1)), t.n.tolist(), strict=True):
        table[i, j] += n
    return table


def _margins(t: Contingency) -> list[Margins]:
    """Of the table of the first two variables, in each level of the others where both vary."""
    if t.order == 2:
        return [(t.margin((0,)), t.margin((1,)))]
    return [(s.rows, s.columns) for s in strata(t) if s.freedom]


def _is_thin(margins: list[Margins]) -> bool:
    """Whether a cell is expected so rarely that chi-square fails, and the exact moments are cheap."""
    if sum(np.unique(rows).size * np.unique(columns).size for rows, columns in margins) > _MARGINS:
        return False
    return any(int(rows.min()) * int(columns.min()) < _THIN * int(rows.sum()) for rows, columns in margins)
