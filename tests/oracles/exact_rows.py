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


def relative_error(value: float, exact: mp.mpf, terms: int = 2) -> float:
    """Return |value - exact| / |exact|, and 0 for what a sum of so many terms, each the nearest double, comes to."""
    if not mp.isfinite(exact) or not np.isfinite(value):
        return 0.0 if float(value) == exact else float("inf")
    difference = abs(mp.mpf(float(value)) - exact)
    half = mp.mpf(5e-324) / 2  # of the step among subnormal numbers, where it is no share of the value
    return 0.0 if difference <= terms * half else float(difference / abs(exact)) if exact != 0 else float("inf")


def kl(p: NDArray[np.floating], q: NDArray[np.floating]) -> mp.mpf:
    """Return the sum of p log(p/q), infinity where p has mass and q none."""
    pairs = list(zip(normalised(p), normalised(q), strict=True))
    if any(x > 0 and y == 0 for x, y in pairs):
        return mp.inf
    with mp.workdps(
        400
    ):  # p log(p/q) summed over near-equal rows cancels, and subnormal differences lie 320 digits down
        exact = zip(normalised(p), normalised(q), strict=True)
        return mp.fsum(x * mp.log(x / y) for x, y in exact if x > 0)


def js(p: NDArray[np.floating], q: NDArray[np.floating]) -> mp.mpf:
    """Return half the sum of p log(p/m) + q log(q/m), m the mean of the two."""
    with mp.workdps(400):
        pairs = [(x, y, (x + y) / 2) for x, y in zip(normalised(p), normalised(q), strict=True)]
        sides = (x * mp.log(x / m) for p_, q_, m in pairs for x in (p_, q_) if x > 0)
        return mp.fsum(sides) / 2
