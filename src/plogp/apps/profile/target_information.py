"""What one column tells about the target, less what chance alone would show, and whether its gaps tell as well."""

from __future__ import annotations

from math import log
from typing import NamedTuple

import numpy as np

import plogp
from plogp.estimators.testing.chance_test import ByChance, shared_by_chance
from plogp.results.estimate import Estimate
from plogp.theory.counts.contingency import Contingency
from plogp.typing import Integers


class Telling(NamedTuple):
    """A mutual information with the target."""

    information: Estimate
    share: float  # (I - E) / (H(target) - E) of plug-in values, E what chance shows: 0 for noise, 1 for a copy
    p_value: float
    noise: float  # in the unit of the information, less what chance shows: more than that is rare among unrelated ones


def telling(table: Integers, base: float) -> Telling:
    """Of the counts of a column (rows) and the target (columns)."""
    found = shared_by_chance(Contingency.of_table(table))
    information = plogp.mutual_information(plogp.Counts(table), base=base)
    return Telling(information, _share(table, found), found.p_value, found.noise / log(base))


def share_of(table: Integers) -> float:
    """The share alone; 0 where nothing is counted."""
    return _share(table, shared_by_chance(Contingency.of_table(table))) if table.any() else 0.0


def _share(table: Integers, found: ByChance) -> float:
    held = table.sum(axis=0)
    held = held[held > 0] / held.sum()
    most = -float(held @ np.log(held)) - found.expected
    return min(1.0, (found.shared - found.expected) / most) if most > 1e-12 else 0.0  # I <= H, but for rounding


def telling_of_gaps(table: Integers, size: int, base: float) -> Telling:
    """Of whether the value is missing; the rows of the table beyond those of so many values say how."""
    return telling(np.vstack([table[:size].sum(axis=0), table[size:]]), base)


def chance_of_one_to_one(n: Integers) -> float:
    """The probability that a column whose values were seen n times stands for another, unrelated one of equal counts.

    A table with one value of the one for each of the other has the probability n1!·n2!·…/N! among all with its margins,
    and values seen equally often may stand for each other in any order: 1 where none is seen twice.
    """
    from scipy.special import gammaln

    alike = np.unique(n, return_counts=True)[1]
    return float(np.exp(min(0.0, gammaln(n + 1).sum() + gammaln(alike + 1).sum() - gammaln(n.sum() + 1))))
