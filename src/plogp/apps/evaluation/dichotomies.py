"""A forecast of k classes as k - 1 forecasts of one outcome against the rest, in groups of equal forecasts.

By the chain rule -log p(y) is the sum, over the classes up to y in their order, of the loss of the forecast
q = p(class) / (p(class) + the classes after it) that y is this class and none after it. Each term is a proper binary
loss, and so are the entropies of the shares; of two classes there is one term.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plogp.typing import Floats, Integers

# Of one dichotomy, and of all: far more than the steps of an isotonic fit, which grow as the cube root of n.
MOST_GROUPS, _ALL_GROUPS, _LEAST = 2048, 1 << 14, 64


@dataclass(frozen=True, eq=False)
class Dichotomies:
    """All of them, one after another; groups in ascending order of the forecast.

    A cell holds the rows of one group that are drawn alike: those of one cluster, or a single row where rows have
    weights.

    Attributes
    ----------
    step, forecast : array, (groups,)
        Which dichotomy a group belongs to, and its mean forecast.
    group, cluster, rows, hits : array of int, (cells,)
        The group and the cluster of a cell, how many rows it has, and in how many of them the outcome happened.
    weight : array, (cells,)
        Of each row of the cell.
    total : float
        The weight of all rows of the table.
    """

    step: Integers
    forecast: Floats
    group: Integers
    cluster: Integers
    rows: Integers
    hits: Integers
    weight: Floats
    total: float

    @property
    def steps(self) -> int:
        """How many dichotomies there are."""
        return int(self.step[-1]) + 1

    @property
    def clusters(self) -> int:
        """How many clusters there are; none where every row is its own."""
        return int(self.cluster.max()) + 1

    def summed(self, cells: NDArray[np.number], by: Integers | None = None, size: int | None = None) -> Floats:
        """The weighted sum of a number of each cell, by group or by what is said; (…, cells) becomes (…, groups)."""
        by, size = (self.group, self.step.size) if by is None else (by, size or int(by.max()) + 1)
        values = np.asarray(cells * self.weight, dtype=np.float64)
        if by is self.group and by.size == size:
            return values  # every group is one cell
        if values.ndim == 1:
            return np.bincount(by, values, size).astype(np.float64)
        starts = np.flatnonzero(np.diff(by, prepend=-1))
        summed: Floats = np.add.reduceat(values, starts, axis=-1)
        return summed

    @property
    def weights(self) -> Floats:
        """(groups,)"""
        return self.summed(self.rows)

    @property
    def hit_weights(self) -> Floats:
        """(groups,)"""
        return self.summed(self.hits)


def dichotomies_of(
    log_p: Floats, y: Integers, weights: Floats | None = None, clusters: Integers | None = None
) -> Dichotomies:
    """The dichotomies of log-probabilities of shape (n, k) and classes (n,)."""
    n, k = log_p.shape
    w = np.ones(n) if weights is None else weights
    parts: list[tuple[NDArray[np.number], ...]] = []
    groups, most = 0, max(_LEAST, min(MOST_GROUPS, _ALL_GROUPS // (k - 1)))
    tail = log_p[:, -1]
    forecasts = np.empty((k - 1, n))
    for j in reversed(range(k - 1)):  # log-odds of the class against the classes after it
        with np.errstate(invalid="ignore"):
            forecasts[j] = log_p[:, j] - tail
            tail = np.logaddexp(tail, log_p[:, j])
    for j in range(k - 1):
        at_risk = np.flatnonzero(y >= j) if j else np.arange(n)
        if not at_risk.size:
            break
        odds = np.nan_to_num(forecasts[j, at_risk], nan=0.0, posinf=np.inf, neginf=-np.inf)
        order = np.argsort(odds, kind="stable")
        at_risk, odds = at_risk[order], odds[order]
        part = _groups(odds, most)
        count = int(part[-1]) + 1
        q = np.where(np.isneginf(odds), 0.0, 1 / (1 + np.exp(-np.maximum(odds, -700))))
        heavy = w[at_risk]
        mean = np.bincount(part, q * heavy, count) / np.bincount(part, heavy, count)
        mean = np.where(np.bincount(part, minlength=count) > 1, mean, q[np.flatnonzero(np.diff(part, prepend=-1))])
        hit = (y[at_risk] == j).astype(np.int64)
        cell = _cells(part, None if clusters is None else clusters[at_risk], weights is not None)
        first = np.flatnonzero(np.diff(cell[cell_order := np.argsort(cell, kind="stable")], prepend=-1))
        ordered = cell_order[first]
        size = first.size
        parts.append(
            (
                np.full(count, j), mean, part[ordered] + groups,
                np.zeros(size, np.int64) - 1 if clusters is None else clusters[at_risk][ordered],
                np.bincount(cell, minlength=size), np.bincount(cell, hit, size).astype(np.int64),
                heavy[ordered],
            )
        )  # fmt: skip
        groups += count
    step, forecast, group, cluster, rows, hits, weight = (np.concatenate(of) for of in zip(*parts, strict=True))
    return Dichotomies(step, forecast, group, cluster, rows, hits, weight, float(w.sum()))


def _groups(ascending: Floats, most: int) -> Integers:
    """The group of each forecast: its value where they are few, else those of about equal numbers of rows.

    Equal forecasts are in one group, and those of zero and one in groups of their own.
    """
    value: Integers = np.concatenate([[0], np.cumsum(ascending[1:] > ascending[:-1])])
    if value[-1] < most:
        return value
    first = np.flatnonzero(np.diff(value, prepend=-1))
    wanted = first * most // value.size  # of the first row of each value
    wanted[1:] += np.isneginf(ascending[0])
    wanted[-1] += np.isposinf(ascending[-1])
    _, made = np.unique(wanted, return_inverse=True)
    grouped: Integers = made.astype(np.int64)[value]
    return grouped


def _cells(group: Integers, cluster: Integers | None, single: bool) -> Integers:
    """The cell of each row, numbered in the order of groups."""
    if single:
        return np.arange(group.size, dtype=np.int64)
    if cluster is None:
        return group
    _, made = np.unique(group * (int(cluster.max()) + 1) + cluster, return_inverse=True)
    numbered: Integers = made.astype(np.int64)
    return numbered
