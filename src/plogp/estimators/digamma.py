"""Digamma at whole numbers, and what it is less than the logarithm; without SciPy, whose import takes longer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MOST = 1024  # up to here looked up
_SMALL = np.concatenate([[np.nan, 0.0], np.cumsum(1 / np.arange(1, _MOST))]) - np.euler_gamma  # psi(0), …, psi(1024)


def digamma(n: NDArray[np.integer] | int) -> NDArray[np.float64]:
    """psi(n) for n >= 1: its asymptotic series, whose first omitted term is below 1e-16 from 20 on; (…)."""
    n = np.asarray(n)
    if n.size and n.max() <= _MOST:
        return np.asarray(_SMALL[n])
    series = np.log(np.maximum(n, 20)) + _beyond_log(n)
    return np.asarray(np.where(n < 20, _SMALL[np.minimum(n, 20)], series))


def digamma_less_log(n: NDArray[np.integer] | int) -> NDArray[np.float64]:
    """psi(n) - log n for n >= 1, between -0.58 and 0: to its own last digits, however large n is; (…)."""
    n = np.asarray(n)
    if n.size and n.max() <= _MOST:
        return np.asarray(_SMALL_LESS_LOG[n])
    return np.asarray(np.where(n <= _MOST, _SMALL_LESS_LOG[np.minimum(n, _MOST)], _beyond_log(n)))


def _beyond_log(n: NDArray[np.integer]) -> NDArray[np.float64]:
    """The asymptotic series of psi(n) - log n, for n >= 20."""
    x = np.maximum(n, 20).astype(np.float64)
    s = 1 / (x * x)
    return np.asarray(-0.5 / x - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132)))))


_SMALL_LESS_LOG = np.concatenate(
    [[np.nan], _SMALL[1:20] - np.log(np.arange(1, 20)), _beyond_log(np.arange(20, _MOST + 1))]
)
