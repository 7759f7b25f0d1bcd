"""Tests of independence: a table against random tables with the same margins, or against chi-square.

With both margins fixed the tables of independent variables are known exactly, whatever the margins are, so the p-value
(1 + tables at least as extreme) / (1 + tables) is valid for samples of any size (Phipson & Smyth 2010,
doi:10.2202/1544-6115.1585). A cell of such a table, given the cells before it, is hypergeometric (Patefield 1981,
doi:10.2307/2346669), so a table costs its cells and not the rows that it counts. The tables are drawn natively, on all
threads, and each is a function of the seed and its number alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from plogp.backend import random_tables
from plogp.estimators.strata import Stratum
from plogp.theory.counts.fingerprint import k_log_k
from plogp.theory.parameters import whole_number

BATCH = 1000  # replicates between two reports of progress


@dataclass(frozen=True)
class ChiSquare:
    """The limit of large samples: 2n·I is chi-square with (rows - 1)·(columns - 1) degrees of freedom (Wilks 1938).

    Examples
    --------
    >>> import plogp
    >>> print(plogp.independence_test(plogp.Counts([[30, 20], [20, 30]]), method=plogp.ChiSquare()))
    p = 0.0448 (0.0201 nat, n = 100)
    """


@dataclass(frozen=True)
class Permutation:
    """Comparison with as many random tables that have the same margins.

    Examples
    --------
    >>> import plogp
    >>> plogp.independence_test(plogp.Counts([[4, 0], [0, 4]]), method=plogp.Permutation(4999)).p_value < 0.05
    True
    """

    replicates: int = 9999

    def __post_init__(self) -> None:
        whole_number("replicates", self.replicates, 1, 10**9)


def statistic(tables: list[Stratum]) -> float:
    """Plug-in mutual information within the strata, in nats."""
    return sum(s.shared for s in tables) / sum(int(s.rows.sum()) for s in tables)


def chi_square(tables: list[Stratum]) -> float:
    """The p-value in the limit of large samples."""
    from scipy.special import chdtrc

    total = sum(int(s.rows.sum()) for s in tables)
    freedom = sum(s.freedom for s in tables)
    return float(chdtrc(freedom, 2 * total * statistic(tables))) if freedom else 1.0


def permutation(tables: list[Stratum], rng: np.random.Generator, replicates: int) -> Iterator[int]:
    """How many random tables of each batch are at least as extreme."""
    varied = [s for s in tables if s.freedom]
    seeds = rng.integers(1 << 63, size=len(varied)).tolist()
    found = float(sum(k_log_k(s.cells).sum() for s in varied))
    bound = found - 1e-12 * max(abs(found), 1.0)  # equal tables, summed in another order
    for begin in range(0, replicates, BATCH):
        size = min(BATCH, replicates - begin)
        drawn = np.zeros(size)
        for s, seed in zip(varied, seeds, strict=True):
            drawn += random_tables.sums(s.rows, s.columns, seed, begin, size)
        yield int((drawn >= bound).sum())
