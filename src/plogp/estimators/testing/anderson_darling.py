"""The Anderson-Darling statistic of two samples in the bins of a number: what their order adds to a test of equality.

A² = (nm/N) sum_j h_j·(F_j - G_j)² / (H_j·(1 - H_j)) over the cuts j between bins, with F, G and H the shares of the
samples and of both together below the cut, and h_j the weight of the cut: half of the bins beside it (Scholz & Stephens
1987, doi:10.1080/01621459.1987.10478517, eq. 6, which it is where each bin holds one observation).
"""

from __future__ import annotations

from math import log, pi, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.typing import Floats


def statistic(reference: NDArray[Any], current: NDArray[Any]) -> Floats:
    """A² over the last axis, with the mean that it has under the permutations of finite samples; (...)."""
    both = reference + current
    n, m, total = (np.maximum(k.sum(axis=-1, keepdims=True), 1) for k in (reference, current, both))
    below = both.cumsum(axis=-1)[..., :-1] / total
    gap = reference.cumsum(axis=-1)[..., :-1] / n - current.cumsum(axis=-1)[..., :-1] / m
    spread = below * (1 - below)
    terms = np.where(spread > 0, _cut_weights(both) * gap**2 / np.where(spread > 0, spread, 1.0), 0.0)
    scale = (n * (m / total) * ((total - 1) / total))[..., 0]
    return np.asarray(scale * terms.sum(axis=-1))


def weights(both: NDArray[Any]) -> Floats:
    """Of large equal samples A² is a sum of independent chi-squares of one degree of freedom, times these; (k - 1,)."""
    seen = both[both > 0]
    below = seen.cumsum()[:-1] / seen.sum()
    bridge = np.minimum.outer(below, below) - np.outer(below, below)  # covariance of F - G at the cuts
    root = np.sqrt(_cut_weights(seen) / (below * (1 - below)))
    return np.maximum(np.linalg.eigvalsh(root[:, None] * bridge * root), 0.0)


def p_value(a: float, weight: Floats) -> float:
    """P(sum of weighted chi-squares >= a), at most a tenth too large however far out.

    Kuonen 1999, doi:10.1093/biomet/86.4.929: the saddlepoint of K(s) = -sum log(1 - 2·s·w) / 2, with K'(s) = a.
    """
    w = weight[weight > 1e-9 * weight.max(initial=0.0)]
    if not w.size or a <= 0:
        return 1.0
    low, high = -w.size / (2 * a), (1 - 1e-12) / (2 * w.max())
    for _ in range(80):
        s = (low + high) / 2
        low, high = (s, high) if float((w / (1 - 2 * s * w)).sum()) < a else (low, s)
    cumulant = -float(np.log1p(-2 * s * w).sum()) / 2
    curve = 2 * float(((w / (1 - 2 * s * w)) ** 2).sum())
    u, v = sqrt(max(2 * (s * a - cumulant), 0.0)) * (1 if s > 0 else -1), s * sqrt(curve)
    if abs(u) < 1e-3:  # at the mean, where the formula is 0/0: the limit is the skewness
        skew = 8 * float(((w / (1 - 2 * s * w)) ** 3).sum()) / float(curve**1.5)
        return 0.5 - skew / (6 * sqrt(2 * pi))
    return min(1.0, max(0.0, NormalDist().cdf(-(u + log(v / u) / u))))


def _cut_weights(both: NDArray[Any]) -> Floats:
    return np.asarray((both[..., 1:] + both[..., :-1]) / (2 * both.sum(axis=-1, keepdims=True)))
