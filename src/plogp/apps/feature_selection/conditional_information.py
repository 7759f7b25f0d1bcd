"""Takes the column that adds most to all taken before, and stops when none tells more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from plogp.apps.feature_selection.criterion import SLACK, Pick
from plogp.apps.feature_selection.discrete_information import Evidence
from plogp.theory.parameters import probability, whole_number
from plogp.typing import Floats


@dataclass(frozen=True)
class ConditionalInformation:
    """I(X_k;Y|S) with S all columns taken before, less what chance alone would show; with a permutation test as stop.

    The classes are shuffled among rows that agree in S. A column is taken if its score, less the mean of the shuffled
    ones, exceeds the largest such excess of any column in all but a share `alpha` of the shuffles: the test allows for
    the choice among all columns.

    Parameters
    ----------
    permutations : int
        Shuffles at every step.
    alpha : float
        The probability to take one more column where none tells anything.
    seed : int
        Of the shuffles.

    References
    ----------
    Brown et al. 2012, JMLR 13, section 3.1 (the criterion); Vinh, Chan & Bailey 2014, "Reconsidering mutual
    information based feature selection" (the stop).
    """

    permutations: int = 99
    alpha: float = 0.05
    seed: int = 0
    greedy: ClassVar[bool] = False
    unit: ClassVar[str] = "bit"
    counts_of: ClassVar[str] = "the counts of all columns taken together"

    def __post_init__(self) -> None:
        whole_number("permutations", self.permutations, 1, 10**9)
        object.__setattr__(self, "alpha", probability("alpha", self.alpha))
        object.__setattr__(self, "seed", whole_number("seed", self.seed, 0))

    def picks(self, evidence: Evidence) -> Iterator[Pick]:
        """The columns until chance could have done as well."""
        rng = np.random.default_rng(self.seed)
        s, s_levels = np.zeros(evidence.rows, dtype=np.int64), 1
        taken: list[int] = []
        shared_with_taken = np.zeros(len(evidence.x))
        while len(taken) < len(evidence.x):
            seen = evidence.conditional_on(s, s_levels, evidence.y)
            shuffled = np.array(
                [evidence.conditional_on(s, s_levels, _shuffled(evidence.y, s, rng)) for _ in range(self.permutations)]
            )
            chance = shuffled.mean(axis=0)
            excess = seen - chance
            excess[taken] = -np.inf
            best = int(np.flatnonzero(excess >= excess.max() - SLACK)[0])
            largest = np.delete(shuffled - chance, taken, axis=1).max(axis=1)
            if (1 + (largest >= excess[best] - SLACK).sum()) / (1 + self.permutations) > self.alpha:
                return
            redundancy = float(shared_with_taken[best] / len(taken)) if taken else 0.0
            error = np.hypot(evidence.stderr(_information(evidence, best, s)), shuffled[:, best].std(ddof=1))
            yield Pick(best, float(excess[best]), float(error), redundancy)
            taken.append(best)
            shared_with_taken += evidence.beside(best, given_class=False)[0]
            s = s * int(evidence.levels[best]) + evidence.x[best]
            seen_levels, s = np.unique(s, return_inverse=True)
            s_levels = seen_levels.size


def _information(evidence: Evidence, k: int, s: NDArray[np.int64]) -> Floats:
    """What each row adds to I(X_k;Y|S): log2 p(x,y|s) / p(x|s) p(y|s)."""
    x, y = evidence.x[k].astype(np.int64), evidence.y.astype(np.int64)
    sx, sy = s * int(evidence.levels[k]) + x, s * evidence.classes + y

    def log_count(cell: NDArray[np.int64]) -> Floats:
        codes = np.unique(cell, return_inverse=True)[1]
        return np.asarray(np.log2(np.bincount(codes, evidence.weights))[codes])

    return log_count(sx * evidence.classes + y) + log_count(s) - log_count(sx) - log_count(sy)


def _shuffled(y: NDArray[np.int32], s: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int32]:
    """The classes in another order, within each level of s."""
    mixed = np.lexsort((rng.random(y.size), s))
    out = np.empty_like(y)
    out[np.argsort(s, kind="stable")] = y[mixed]
    return out
