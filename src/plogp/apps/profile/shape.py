"""A sketch of the distribution of a column: the shares of a dozen levels, or of intervals of equal width."""

from __future__ import annotations

import numpy as np

from plogp.engines.tally.cells import Axis
from plogp.engines.tally.column_types import NUMBERS
from plogp.engines.tally.infinite_bins import HIGHEST, LOWEST
from plogp.typing import Integers

MOST = 12


def shape(axis: Axis, n: Integers) -> tuple[float, ...]:
    """Shares of the levels in order, or by frequency where they have none; of numbers with many, of equal widths.

    Bins of equal weight say where the values lie by how narrow they are: each is spread evenly over its width. The
    first and the last have no end and are left out, as are infinities.
    """
    if axis.edges is not None:
        found = _between(np.asarray(axis.edges, dtype=float), n[1:-1])
    elif len(n) <= MOST:
        found = n if axis.kind.ordered or axis.kind in NUMBERS else np.sort(n)[::-1]
    elif axis.kind in NUMBERS and axis.levels is not None:
        values = np.asarray(axis.levels.to_pylist(), dtype=float)
        known = (values > LOWEST) & (values < HIGHEST)
        found = _counted(values[known] / 4, n[known])
    else:
        found = np.sort(n)[::-1][:MOST]
    total = float(n.sum() if axis.edges is None else found.sum())
    return tuple(round(float(x) / total, 4) for x in found) if total > 0 else ()


def _counted(values: np.ndarray, n: Integers) -> np.ndarray:
    """What lies in intervals of equal width between the smallest value and the largest."""
    if len(values) < 2 or values[-1] <= values[0]:
        return n[:0]
    place = ((values - values[0]) / (values[-1] - values[0]) * MOST).astype(int)
    return np.bincount(np.minimum(place, MOST - 1), n, MOST)


def _between(edges: np.ndarray, n: Integers) -> np.ndarray:
    """What lies in intervals of equal width between the first edge and the last."""
    known = (edges > LOWEST) & (edges < HIGHEST)
    edges, n = edges[known] / 4, n[known[:-1] & known[1:]]  # a quarter: the range of floats may be more than a float
    if len(edges) < 2:
        return n[:0]
    below = np.concatenate([[0], np.cumsum(n)])
    return np.diff(np.interp(np.linspace(edges[0], edges[-1], MOST + 1), edges, below))
