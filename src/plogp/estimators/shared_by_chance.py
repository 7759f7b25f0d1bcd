"""What two variables that have nothing to do with each other would share in a sample, and how often so much."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from plogp.estimators.chance import Chance, chance
from plogp.estimators.plug_in import plug_in_information
from plogp.theory.codes import Integers
from plogp.theory.contingency import Contingency

_THIN = 5  # Cochran 1954, doi:10.2307/3001616
_MARGINS = 100_000  # pairs of different margins for which the exact moments are worth their time


class ByChance(NamedTuple):
    """Of variables that are independent, with the margins of the tables."""

    shared: float  # plug-in mutual information, in nats
    expected: float  # what it would be on average
    p_value: float  # the probability of at least as much


def shared_by_chance(*tables: Contingency) -> ByChance:
    """Compare the plug-in mutual information of two variables with that of random tables of the same margins.

    Of several tables it is the information given the table. 2n·I is chi-square with (rows - 1)·(columns - 1) degrees of
    freedom (Wilks 1938) where no cell is expected fewer than five times. Elsewhere it has its moments under random
    matching (Vinh, Epps & Bailey 2010, eq. 24a) and the tail of the gamma law with these moments, as chi-square is one.
    """
    from scipy.special import gammaincc

    total = sum(t.total for t in tables)
    shared = mean = variance = 0.0
    for t in tables:
        share = t.total / total
        expected, spread = _moments(t)
        rows, columns = (t.margin((i,)) for i in (0, 1))
        shared += plug_in_information(t.n, *(_places(t, i) for i in (0, 1)), rows, columns) / total
        mean += share * expected
        variance += share * share * spread
    if Chance(mean, variance).certain:
        return ByChance(shared, mean, 1.0)
    return ByChance(shared, mean, float(gammaincc(mean * mean / variance, max(shared, 0.0) * mean / variance)))


def _moments(t: Contingency) -> tuple[float, float]:
    rows, columns = (t.margin((i,)) for i in (0, 1))
    n, freedom = t.total, (rows.size - 1) * (columns.size - 1)
    thin = int(rows.min()) * int(columns.min()) < _THIN * n
    if freedom and thin and np.unique(rows).size * np.unique(columns).size <= _MARGINS:
        return chance(t)
    return freedom / (2 * n), freedom / (2 * n * n)


def _places(t: Contingency, variable: int) -> Integers:
    """Which of the margins of a variable each cell belongs to."""
    places = t.index((variable,))
    assert not isinstance(places, slice)  # which stands for all variables
    return places
