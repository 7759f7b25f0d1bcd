"""The density of a sample beyond its largest observations: where a divergence asks for it and no neighbour tells it."""

from __future__ import annotations

from math import log, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


class Tail(NamedTuple):
    """What extrapolation adds to -log q at each observation of P, (n,), and the variance that it brings to the mean."""

    added: Reals
    variance: float


def beyond(x: Reals, y: Reals, log_q: Reals, k: int) -> Tail:
    """For observations x of P with fewer than k of the y of Q on one side, whose log q by neighbours is `log_q`; (n,).

    A neighbour at the distance s says that the density is k/2ms, however far the observation lies beyond all of Q: that
    falls as 1/s where q falls exponentially, and the divergence is too low by all of the difference.
    """
    added, variance = np.zeros(len(x)), 0.0
    for sign in (1, -1):
        ordered, outside = np.sort(sign * y), sign * x > np.partition(sign * y, len(y) - k)[-k]
        if not outside.any():
            continue
        exceeding = max(int(len(y) ** 0.7), 5)
        origin = ordered[-exceeding - 1] if exceeding < len(y) else ordered[0]
        density, spread = _fitted(ordered[-exceeding:] - origin, sign * x[outside] - origin)
        density += log(exceeding / len(y))
        added[outside] += log_q[outside] - density
        variance += spread * float(outside.mean()) ** 2
    return Tail(added, variance)


def _fitted(z: Reals, x: Reals) -> tuple[Reals, float]:
    """The log density at x of exceedances like z, and the variance of its mean.

    Generalized Pareto where the tail is heavier than exponential, by probability-weighted moments (Hosking & Wallis
    1987, doi:10.1080/00401706.1987.10488243); else normal above the threshold, of which exponential is the limit: the
    maximum-likelihood fit of exp(-a·z - b·z²), which matches the mean and the mean square.
    """
    from scipy import special

    count, mean = len(z), float(z.mean())
    if not mean > 0:
        return np.full(len(x), -np.inf), 0.0
    z, x = z / mean, x / mean
    half = float(np.mean(z * (count - 0.5 - np.arange(count)) / count))  # E of z·(1 - F(z)), z ascending
    shape = 2 - 1 / (1 - 2 * half) if half < 0.5 else 1.0
    moments = np.column_stack([z, z**2])
    if shape > 0:
        shape = min(shape, 0.9)
        scale = 1 - shape
        density = -log(scale) - (1 / shape + 1) * np.log1p(shape * x / scale)
        step = min(0.01, shape / 2)
        lower = -log(scale + step) - (1 / (shape - step) + 1) * np.log1p((shape - step) * x / (scale + step))
        slope = float(np.mean(density - lower)) / step
        return density - log(mean), slope**2 * (1 + shape) ** 2 / count
    low, high = 0.0, 30.0  # (threshold - mean)/deviation of the normal, whose density falls from the threshold on
    ratio = 1 / float(moments[:, 1].mean())
    for _ in range(50):
        middle = (low + high) / 2
        above = _hazard(middle) - middle
        low, high = (low, middle) if above**2 / (1 - middle * above) < ratio else (middle, high)
    deviation = 1 / (_hazard(high) - high)
    density = -0.5 * (x / deviation + high) ** 2 - log(deviation) - 0.5 * log(2 * pi) - special.log_ndtr(-high)
    slope = np.array([x.mean(), np.mean(x**2)]) - moments.mean(axis=0)
    return density - log(mean), float(slope @ np.linalg.pinv(np.cov(moments.T)) @ slope) / count


def _hazard(a: float) -> float:
    """Of the standard normal distribution at a."""
    from scipy import special

    return float(np.exp(-0.5 * a * a - special.log_ndtr(-a)) / sqrt(2 * pi))
