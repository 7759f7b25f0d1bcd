"""What the columns tell of the class and of each other, in bits, counted when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import plogp
from plogp.backend.pairs import MOST_CELLS, cross_counts
from plogp.theory.errors import UnusableTarget

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """Of every candidate X_k (columns), beside every column X_j chosen so far (rows); what all criteria are made of."""

    relevance: Floats  # I(X_k;Y), (candidates)
    redundancy: Floats  # I(X_k;X_j), (chosen, candidates)
    conditional: Floats  # I(X_k;X_j|Y), (chosen, candidates)
    joint: Floats  # H(X_k,X_j,Y), (chosen, candidates)
    chosen: Floats  # I(X_j;Y), (chosen)


class Evidence:
    """Codes of the columns and of the class, and the information between them.

    All are plug-in values: the frequencies seen are taken for probabilities, as the criteria are defined.
    """

    def __init__(self, x: NDArray[np.uint8], levels: NDArray[np.int32], y: NDArray[np.int32], classes: int) -> None:
        self.x, self.levels, self.y, self.classes = x, levels, y, classes
        self.width = int(levels.max())
        if classes * self.width > MOST_CELLS:
            raise UnusableTarget(f"the target has {classes:,} classes, too many to count beside {self.width} levels")
        beside = self.tables(y, classes)  # (columns, classes, width)
        self.h_y = float(_entropy(beside[:1].sum(axis=2))[0])
        self.h_x = _entropy(beside.sum(axis=1))
        self.h_xy = _entropy(beside)
        self.relevance: Floats = self.h_x + self.h_y - self.h_xy

    def beside(self, j: int) -> tuple[Floats, Floats, Floats]:
        """I(X_k;X_j), I(X_k;X_j|Y) and H(X_k,X_j,Y) of every column k."""
        levels = int(self.levels[j])
        counted = self.tables(self.x[j].astype(np.int64) * self.classes + self.y, levels * self.classes)
        if counted.size == 0:  # too many cells to keep: one column at a time
            rows = [self._beside_one(self.table_beside(j, k)) for k in range(len(self.x))]
            h_kj, h_kjy = np.array(rows).T
        else:
            cells = counted.reshape(len(self.x), levels, self.classes, self.width)
            h_kj, h_kjy = _entropy(cells.sum(axis=2)), _entropy(cells)
        redundancy = self.h_x + self.h_x[j] - h_kj
        conditional = self.h_xy + self.h_xy[j] - h_kjy - self.h_y
        return redundancy, conditional, h_kjy

    def tables(self, z: NDArray[Any], z_levels: int) -> NDArray[np.int64]:
        """Counts of each column beside z, of shape (columns, z_levels, width); nothing where that is too much."""
        if z_levels * self.width > MOST_CELLS:
            return np.empty(0, dtype=np.int64)
        return cross_counts(self.x, z.astype(np.uint16), self.width, z_levels)

    def table_beside(self, j: int, k: int) -> NDArray[np.int64]:
        """Counts of X_j, Y and X_k together."""
        shape = (int(self.levels[j]), self.classes, int(self.levels[k]))
        cell = (self.x[j].astype(np.int64) * shape[1] + self.y) * shape[2] + self.x[k]
        return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)

    def with_class(self, k: int) -> NDArray[np.int64]:
        """Counts of Y and X_k together."""
        cell = self.y.astype(np.int64) * self.width + self.x[k]
        return np.bincount(cell, minlength=self.classes * self.width).reshape(self.classes, self.width)

    def conditional_on(self, s: NDArray[np.int64], s_levels: int, y: NDArray[np.int32]) -> Floats:
        """I(X_k;Y|S) of every column k, for any column S of codes and any assignment of classes."""
        z = s * self.classes + y
        sy = np.bincount(z, minlength=s_levels * self.classes).reshape(s_levels, self.classes)
        h_sy, h_s = float(_entropy(sy[None])[0]), float(_entropy(sy.sum(axis=1)[None])[0])
        counted = self.tables(z, s_levels * self.classes)
        if counted.size:
            cells = counted.reshape(len(self.x), s_levels, self.classes, self.width)
            h_ks, h_ksy = _entropy(cells.sum(axis=2)), _entropy(cells)
        else:
            both = [(self._distinct(s, k), self._distinct(z, k)) for k in range(len(self.x))]
            h_ks, h_ksy = np.array(both).T
        return np.asarray(h_ks - h_s - (h_ksy - h_sy))

    def _distinct(self, s: NDArray[np.int64], k: int) -> float:
        counts = np.unique(s * int(self.levels[k]) + self.x[k], return_counts=True)[1]
        return float(_entropy(counts[None])[0])

    @staticmethod
    def _beside_one(table: NDArray[np.int64]) -> tuple[float, float]:
        return float(_entropy(table.sum(axis=1)[None])[0]), float(_entropy(table[None])[0])


def _entropy(counts: NDArray[np.int64]) -> Floats:
    """In bits, of the tables along the first axis."""
    flat = counts.reshape(len(counts), -1)
    return np.asarray(plogp.entropy(plogp.Probs.normalized(flat), base=2))
