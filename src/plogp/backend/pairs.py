"""Calls the native counting of many pairs of columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from plogp import _native

MOST_LEVELS = 256
MOST_LEVELS_BESIDE = 1 << 14

CountedColumns = _native.CountedColumns
"""Columns of codes, ready to be counted beside any other: the entropies with it, the table with one of them."""


def pairwise_information(x: NDArray[np.uint8], levels: NDArray[np.int32]) -> NDArray[np.float64]:
    """Mutual information in nats of every pair of columns x[i], x[j]; their entropies on the diagonal."""
    information: NDArray[np.float64] = _native.pairwise_information(x, levels)
    return information
