"""Digamma at whole numbers, without SciPy: its import would take longer than most estimates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SMALL = np.concatenate([[np.nan, 0.0], np.cumsum(1 / np.arange(1, 1024))]) - np.euler_gamma  # psi(0), …, psi(1024)


def digamma(n: NDArray[np.integer] | int) -> NDArray[np.float64]:
    """psi(n) for n >= 1: its asymptotic series, whose first omitted term is below 1e-16 from 20 on; (…)."""
    n = np.asarray(n)
    if n.size and n.max() <= 1024:
        return np.asarray(_SMALL[n])
    x = np.maximum(n, 20).astype(np.float64)
    s = 1 / (x * x)
    series = np.log(x) - 0.5 / x - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
    return np.asarray(np.where(n < 20, _SMALL[np.minimum(n, 20)], series))
