"""What the columns tell of the class and of each other, in bits, counted when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, nan

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.backend.pairs import MOST_LEVELS_BESIDE, CountedColumns
from plogp.theory.errors import UnusableTarget
from plogp.typing import Floats

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Terms:
    """Of every candidate X_k (columns), beside every column X_j chosen so far (rows); what all criteria are made of."""

    relevance: Floats  # I(X_k;Y), (candidates)
    redundancy: Floats  # I(X_k;X_j), (chosen, candidates)
    conditional: Floats  # I(X_k;X_j|Y), (chosen, candidates); zeros for criteria that are not `given_class`
    joint: Floats  # H(X_k,X_j,Y), (chosen, candidates); likewise
    chosen: Floats  # I(X_j;Y), (chosen, 1)


class Evidence:
    """Codes of the columns and of the class, and the information between them.

    All are plug-in values: the frequencies seen are taken for probabilities, as the criteria are defined. A row of
    weight w counts w times.
    """

    def __init__(
        self,
        x: NDArray[np.uint8],
        levels: NDArray[np.int32],
        y: NDArray[np.int32],
        classes: int,
        weights: Floats | None = None,
    ) -> None:
        self.x, self.levels, self.y, self.classes, self.weights = x, levels, y.astype(np.int32), classes, weights
        if classes > MOST_LEVELS_BESIDE:
            raise UnusableTarget(
                f"the target has {classes:,} classes, more than {MOST_LEVELS_BESIDE:,} cannot be counted"
            )
        self.rows = x.shape[1]
        self._with_y: dict[int, Codes] = {}
        self._columns = CountedColumns(x, levels, weights)
        self.h_y = self._entropy(self.y)
        both = self._beside(self.y, classes, classes)  # with the class; by themselves
        self.h_xy, self.h_x = both
        self.relevance: Floats = self.h_x + self.h_y - self.h_xy

    def beside(self, j: int, given_class: bool = True) -> tuple[Floats, Floats, Floats]:
        """I(X_k;X_j), I(X_k;X_j|Y) and H(X_k,X_j,Y) of every column k; the latter two are 0 if not `given_class`."""
        inner = self.classes if given_class else 1
        z = self.with_y(j) if given_class else self.x[j].astype(np.int32)
        h_kjy, h_kj = self._beside(z, int(self.levels[j]) * inner, inner)
        redundancy = self.h_x + self.h_x[j] - h_kj
        if not given_class:
            return redundancy, np.zeros_like(redundancy), np.zeros_like(redundancy)
        return redundancy, self.h_xy + self.h_xy[j] - h_kjy - self.h_y, h_kjy

    def with_class(self, k: int) -> Floats:
        """The weight of rows by Y and X_k, of shape (classes, levels)."""
        return self._columns.table(k, self.y, self.classes)

    def with_y(self, j: int) -> Codes:
        """X_j and Y as one column; kept, for a column that was chosen is asked for beside all that follow."""
        if j not in self._with_y:
            self._with_y[j] = self.x[j] * np.int32(self.classes) + self.y
        return self._with_y[j]

    def table_beside(self, j: int, k: int) -> Floats:
        """The weight of rows by X_j, Y and X_k."""
        shape = (int(self.levels[j]), self.classes, int(self.levels[k]))
        z, z_levels = self.with_y(j), shape[0] * shape[1]
        if z_levels <= MOST_LEVELS_BESIDE:
            return np.asarray(self._columns.table(k, z, z_levels)).reshape(shape)
        cell = z.astype(np.int64) * shape[2] + self.x[k]
        return np.bincount(cell, self.weights, minlength=z_levels * shape[2]).reshape(shape).astype(np.float64)

    def add_cells(self, rows: Floats, j: int | None, k: int, cells: Floats) -> None:
        """Add to each row the entry of its cell by X_j, Y and X_k; by Y and X_k where there is no j."""
        z = self.y if j is None else self.with_y(j)
        cells = np.ascontiguousarray(cells.reshape(-1, cells.shape[-1]))
        if len(cells) <= MOST_LEVELS_BESIDE:
            self._columns.add_cells(k, z, cells, rows)
        else:
            rows += cells[z, self.x[k]]

    def score_stderr(self, slopes: Terms, taken: list[int], k: int, given_class: bool) -> float:
        """Of a score of X_k that changes so with its terms, by the delta method: to first order it is a mean over rows,
        of what each row's values tell."""
        rows = np.zeros(self.rows)
        self.add_cells(rows, None, k, slopes.relevance[0] * pointwise(self.with_class(k)))
        for i, j in enumerate(taken):
            if not any(getattr(slopes, name)[i] for name in ("redundancy", "conditional", "joint", "chosen")):
                continue
            n = self.table_beside(j, k)  # (X_j, Y, X_k)
            cell = slopes.redundancy[i] * pointwise(n.sum(axis=1))[:, None, :]
            if given_class:
                known = log_share(n) + log_share(n.sum(axis=(0, 2)))[None, :, None]
                known = known - log_share(n.sum(axis=2))[:, :, None] - log_share(n.sum(axis=0))[None]
                cell = cell + slopes.conditional[i] * known - slopes.joint[i] * log_share(n)
                cell = cell + slopes.chosen[i] * pointwise(n.sum(axis=2))[:, :, None]
            self.add_cells(rows, j, k, np.broadcast_to(cell, n.shape))
        return self.stderr(rows)

    def stderr(self, rows: Floats) -> float:
        """Of the mean of what each row tells."""
        if self.weights is None:
            return float(rows.std() / rows.size**0.5)
        mean = np.average(rows, weights=self.weights)
        return float(np.sqrt(np.sum((self.weights * (rows - mean)) ** 2)) / self.weights.sum())

    def relevance_of(self, k: int) -> plogp.Estimate:
        """I(X_k;Y)."""
        if self.weights is None:
            return plogp.mutual_information(plogp.Counts(self.with_class(k)), base=2)
        rows = np.zeros(self.rows)
        self.add_cells(rows, None, k, pointwise(self.with_class(k)))
        return self.estimate(float(self.relevance[k]), self.stderr(rows), "bit")

    def estimate(self, value: float, stderr: float, unit: str) -> plogp.Estimate:
        """With a normal interval."""
        return normal_estimate(value, stderr, self.rows, "PlugIn", unit)

    def conditional_on(self, s: NDArray[np.int64], s_levels: int, y: NDArray[np.int32]) -> Floats:
        """I(X_k;Y|S) of every column k, for any column S of codes and any assignment of classes."""
        z = s * self.classes + y
        h_ksy, h_ks = self._beside(z, s_levels * self.classes, self.classes)
        return np.asarray(h_ks - self._entropy(s) - (h_ksy - self._entropy(z)))

    def _beside(self, z: NDArray[np.integer], z_levels: int, inner: int) -> tuple[Floats, Floats]:
        """Entropies of every column together with z, and together with z // inner."""
        if z_levels > MOST_LEVELS_BESIDE:
            return self._together(z), self._together(z // inner)
        nats = self._columns.beside(z.astype(np.int32, copy=False), z_levels, inner)
        return nats[:, 0] / log(2), nats[:, 1] / log(2)

    def _together(self, z: NDArray[np.integer]) -> Floats:
        """Entropies of every column together with z, of which only the levels that occur are counted."""
        seen, codes = np.unique(z, return_inverse=True)
        if len(seen) <= MOST_LEVELS_BESIDE:
            return self._beside(codes, len(seen), 1)[0]
        cells = (np.unique(codes * int(self.levels[k]) + x, return_inverse=True)[1] for k, x in enumerate(self.x))
        return np.array([self._entropy(cell) for cell in cells])

    def _entropy(self, z: NDArray[np.integer]) -> float:
        return float(plogp.entropy(plogp.Probs.normalized(np.bincount(z, self.weights)), base=2))


def normal_estimate(value: float, stderr: float, n: int, estimator: str, unit: str) -> plogp.Estimate:
    """A value with a normal interval."""
    half = 1.959964 * stderr
    return plogp.Estimate(value, stderr, value - half, value + half, 0.95, n, nan, estimator, unit)


def log_share(table: Floats) -> Floats:
    """log2 of the share of each cell; 0 for empty ones, which are never looked at."""
    return np.log2(np.where(table > 0, table, 1)) - np.where(table > 0, np.log2(table.sum()), 0)


def pointwise(table: Floats) -> Floats:
    """log2 p(a,b) / (p(a) p(b)) of each cell."""
    return log_share(table) - log_share(table.sum(axis=1, keepdims=True)) - log_share(table.sum(axis=0, keepdims=True))
