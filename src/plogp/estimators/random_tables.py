"""Tests of independence: a table against random tables with the same margins, or against chi-square.

With both margins fixed the tables of independent variables are known exactly, whatever the margins are, so the p-value
(1 + tables at least as extreme) / (1 + tables) is valid for samples of any size (Phipson & Smyth 2010,
doi:10.2202/1544-6115.1585). A cell of such a table, given the cells before it, is hypergeometric (Patefield 1981,
doi:10.2307/2346669), so a table costs its cells and not the rows that it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plogp.theory.contingency import Contingency, renumbered
from plogp.theory.errors import InvalidParameter

Integers = NDArray[np.int64]
_SHARE = 64  # replicates drawn from one stream, whatever the number of threads


@dataclass(frozen=True)
class ChiSquare:
    """The limit of large samples: 2n·I is chi-square with (rows - 1)·(columns - 1) degrees of freedom (Wilks 1938)."""


@dataclass(frozen=True)
class Permutation:
    """Comparison with as many random tables that have the same margins."""

    replicates: int = 9999

    def __post_init__(self) -> None:
        if self.replicates < 1:
            raise InvalidParameter(f"replicates must be at least 1, but it is {self.replicates}")


@dataclass(frozen=True, eq=False)
class Stratum:
    """The observations of one level of what is given: the margins and the cells of their table."""

    rows: Integers
    columns: Integers
    cells: Integers  # above zero, in no order

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the table."""
        return (self.rows.size - 1) * (self.columns.size - 1)

    @property
    def smallest(self) -> float:
        """The least expected count of a cell."""
        return float(self.rows.min() * self.columns.min() / self.rows.sum())

    def draw(self, rng: np.random.Generator, replicates: int) -> NDArray[np.float64]:
        """Sum of k·log k over the cells of random tables; (replicates,)."""
        n = int(self.rows.sum())
        if self.rows.size * self.columns.size > n // 8 or n >= 10**9:
            return self._shuffled(rng, replicates)
        block = max(1, (1 << 18) // (self.rows.size * self.columns.size))
        return np.concatenate(
            [self._tables(rng, min(block, replicates - done)) for done in range(0, replicates, block)]
        )

    def _tables(self, rng: np.random.Generator, replicates: int) -> NDArray[np.float64]:
        left = np.broadcast_to(self.columns, (replicates, self.columns.size)).copy()  # of each column, (replicates, c)
        total = np.zeros(replicates)
        for row in self.rows[:-1]:
            need = np.full(replicates, row)
            after = left.sum(axis=1)
            for j in range(self.columns.size - 1):
                after -= left[:, j]
                cell = rng.hypergeometric(left[:, j], after, need)
                need -= cell
                left[:, j] -= cell
                total += _k_log_k(cell)
            left[:, -1] -= need
            total += _k_log_k(need)
        return np.asarray(total + _k_log_k(left).sum(axis=1))

    def _shuffled(self, rng: np.random.Generator, replicates: int) -> NDArray[np.float64]:
        x = np.repeat(np.arange(self.rows.size) * self.columns.size, self.rows)
        y = np.repeat(np.arange(self.columns.size), self.columns)
        totals = np.empty(replicates)
        for i in range(replicates):
            cells = np.sort(x + rng.permutation(y))
            ends = np.flatnonzero(np.diff(cells, append=-1))
            totals[i] = _k_log_k(np.diff(ends, prepend=-1)).sum()
        return totals


def strata(t: Contingency) -> list[Stratum]:
    """The tables of the first two variables, one for each combination of the others that was seen."""
    if t.order == 2:
        groups = np.zeros(t.n.size, dtype=np.int64)
    else:
        groups = t.margin(range(2, t.order))[1]
    order = np.argsort(groups, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    return [
        Stratum(*(np.bincount(renumbered(t.codes[i][part])[0], t.n[part]).astype(np.int64) for i in (0, 1)), t.n[part])
        for part in parts
    ]


def statistic(tables: list[Stratum]) -> float:
    """Plug-in mutual information within the strata, in nats."""
    total = sum(int(s.rows.sum()) for s in tables)
    found = sum(
        _k_log_k(s.cells).sum() + _k_log_k(s.rows.sum()) - _k_log_k(s.rows).sum() - _k_log_k(s.columns).sum()
        for s in tables
    )
    return max(0.0, float(found) / total)


def chi_square(tables: list[Stratum]) -> float:
    """The p-value in the limit of large samples."""
    from scipy.special import chdtrc

    total = sum(int(s.rows.sum()) for s in tables)
    freedom = sum(s.freedom for s in tables)
    return float(chdtrc(freedom, 2 * total * statistic(tables))) if freedom else 1.0


def permutation(tables: list[Stratum], rng: np.random.Generator, replicates: int, threads: int) -> Iterator[int]:
    """How many random tables of each share are at least as extreme; the same for any number of threads."""
    varied = [s for s in tables if s.freedom]
    found = float(sum(_k_log_k(s.cells).sum() for s in varied))
    bound = found - 1e-12 * max(abs(found), 1.0)  # equal tables, summed in another order
    sizes = [min(_SHARE, replicates - done) for done in range(0, replicates, _SHARE)]

    def share(stream: np.random.Generator, size: int) -> int:
        return int((sum((s.draw(stream, size) for s in varied), np.zeros(size)) >= bound).sum())

    if threads == 1 or len(sizes) == 1:
        yield from map(share, rng.spawn(len(sizes)), sizes)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(share, rng.spawn(len(sizes)), sizes)


def _k_log_k(k: Integers) -> NDArray[np.float64]:
    return np.asarray(k * np.log(np.maximum(k, 1)))
