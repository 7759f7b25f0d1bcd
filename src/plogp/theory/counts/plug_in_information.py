"""What two variables share in the frequencies of a sample, to the last digits about independence."""

from __future__ import annotations

import numpy as np

from plogp.typing import Floats, Integers


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
