"""The entropy of the observed frequencies, and the information between two variables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.discrete.fingerprint import Fingerprint

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlugIn:
    """The maximum-likelihood estimate: too low by about (m - 1) / 2n, since rare outcomes are missed.

    Examples
    --------
    >>> import plogp
    >>> float(plogp.entropy(plogp.Counts([50, 50]), base=2, estimator=plogp.PlugIn()))
    1.0
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and no bias removed."""
        return plug_in_entropy(f), 0.0


def plug_in_entropy(f: Fingerprint) -> float:
    """Sum of (c/n)·log(n/c); as a logarithm of 1 + (n - c)/c, so that an almost certain outcome keeps its digits."""
    return f.sum(f.counts / f.n * np.log1p((f.n - f.counts) / f.counts))


def plug_in_information(n: Integers, i: Integers, j: Integers, rows: Integers, columns: Integers) -> float:
    """n·I(X;Y) of the frequencies, from the cells that were seen: how often, and the places of their margins, (cells,).

    Sum of m·((c/m)·log(c/m) - c/m + 1) with m the expected counts: no term is negative and none cancels, so that a
    table of 1e18 observations that is independent up to rounding says so. An empty cell adds m.
    """
    total = int(rows.sum())
    expected = rows[i] * (columns[j] / total)
    met = np.zeros(rows.size, dtype=np.int64)
    np.add.at(met, i, columns[j])  # the columns in which a row was seen, an exact sum
    return float((expected * excess((n - expected) / expected)).sum() + (rows * ((total - met) / total)).sum())


def excess(x: Floats) -> Floats:
    """(1 + x)·log(1 + x) - x for x >= -1: never negative, and right to the last digits about 0, where it is x²/2."""
    series = np.zeros_like(x)
    near = np.clip(x, -0.1, 0.1)
    for k in range(17, 1, -1):
        series = (-1.0 if k % 2 else 1.0) / (k * (k - 1)) + near * series
    away = np.where(np.abs(x) < 0.1, 1.0, x)
    far = (1 + away) * np.log1p(np.where(away > -1, away, 0.0)) - away
    return np.asarray(np.where(np.abs(x) < 0.1, near * near * series, far))
