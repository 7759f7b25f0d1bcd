"""Row quantities in 50 digits by mpmath, of the exactly normalised rows: the oracle of the kernels."""

import mpmath as mp
import numpy as np
from numpy.typing import NDArray

mp.mp.dps = 50


def minus_log(row: NDArray[np.floating]) -> list[mp.mpf]:
    """Return -log of each entry of the row over its exact sum, infinity for 0; near 1 from the mass of the others."""
    values = [mp.mpf(float(x)) for x in row]
    total = mp.fsum(values)
    peak = max(range(len(values)), key=values.__getitem__)
    others = mp.fsum(values[:peak] + values[peak + 1 :]) / total
    logs = [-mp.log(x / total) if x > 0 else mp.inf for x in values]
    logs[peak] = -mp.log1p(-others)
    return logs


def normalised(row: NDArray[np.floating]) -> list[mp.mpf]:
    """Return the row over its exact sum."""
    values = [mp.mpf(float(x)) for x in row]
    total = mp.fsum(values)
    return [x / total for x in values]


def cross_entropy(p: NDArray[np.floating], q: NDArray[np.floating]) -> mp.mpf:
    """Return the sum of -p log q, infinity where p has mass and q none."""
    return mp.fsum(x * y for x, y in zip(normalised(p), minus_log(q), strict=True) if x > 0)


def entropy(p: NDArray[np.floating]) -> mp.mpf:
    """Return the sum of -p log p."""
    return cross_entropy(p, p)


def relative_error(value: float, exact: mp.mpf) -> float:
    """Return |value - exact| / |exact|, and 0 for the value that a double can come nearest to."""
    difference = abs(mp.mpf(float(value)) - exact) if mp.isfinite(exact) else 0 if float(value) == exact else mp.inf
    smallest = mp.mpf(5e-324)  # among subnormal numbers this, and not a share of the value, is the step
    return 0.0 if difference <= smallest else float(difference / abs(exact)) if exact != 0 else float("inf")
