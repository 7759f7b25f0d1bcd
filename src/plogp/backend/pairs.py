"""The gate to the native counting of many pairs of columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plogp import _native

MOST_LEVELS = 256
MOST_CELLS = 65536


def cross_counts(x: NDArray[np.uint8], z: NDArray[np.uint16], levels: int, z_levels: int) -> NDArray[np.int64]:
    """Counts of each column x[j] beside the column z, of shape (columns, z_levels, levels)."""
    counts: NDArray[np.int64] = _native.cross_counts(x, z, levels, z_levels)
    return counts


def pairwise_information(x: NDArray[np.uint8], levels: NDArray[np.int32]) -> NDArray[np.float64]:
    """Mutual information in nats of every pair of columns x[i], x[j]; their entropies on the diagonal."""
    information: NDArray[np.float64] = _native.pairwise_information(x, levels)
    return information
