"""The log-normaliser of the Wishart distribution: its divergence, its entropy, and the fit of its degrees of freedom.

With a = df / 2 it is a·log det of the mean, homogeneous, and the sum over j of log Γ(a + (1 - j) / 2), less
d·(a·log a - a).
"""

from __future__ import annotations

from math import log, pi

from plogp.backend.arrays import Array, Namespace
from plogp.theory.families.atoms import entropic, neg_log
from plogp.theory.families.gamma_functions import (
    decreasing_root,
    log_gamma_excess,
    log_gamma_excess_divergence,
    log_gamma_excess_slope,
)
from plogp.theory.families.scatter import Change, Scatter, spectral


def wishart_divergence(xp: Namespace, df: Array, more: Array, change: Change, s: float, t: float) -> Array:
    """Of the members at s and t, for `more` degrees of freedom and scales that differ by `change`."""
    d, u = change.e.shape[-1], change.eigenvalues
    start, end = df + s * more, df + t * more
    ratio = (t - s) * (u * df[..., None] - more[..., None]) / (end[..., None] * (1 + s * u))  # of the means, less one
    if (s, t) == (0, 1):
        means = spectral(xp, ratio, change.log_det + d * xp.log(df / end))
    else:
        means = xp.sum(neg_log(xp, ratio), axis=-1)
    step = (t - s) * more / 2
    value = end / 2 * means
    for j in range(d):
        value = value + log_gamma_excess_divergence(xp, (start - j) / 2, step)
        if j:
            value = value + (entropic(xp, (end - j) / 2, step) - entropic(xp, end / 2, step))
    inside = end > d - 1
    return xp.where(inside, xp.where(inside, value, 0.0), float("inf"))


def wishart_entropy(xp: Namespace, df: Array, scale: Scatter) -> Array:
    """Differential entropy against the d·(d + 1) / 2 entries on and above the diagonal."""
    d = scale.root.shape[-1]
    value = (d + 1) / 2 * scale.log_det() + d * (d + 1) / 2 * log(2) + d * (d - 1) / 4 * (1 + log(pi))
    for j in range(d):
        a = (df - j) / 2
        part = log_gamma_excess(xp, a) - (df - d - 1) / 2 * log_gamma_excess_slope(xp, a)
        value = value + part + (d + 1 - j) / 2 * xp.log(a)
    return value


def degrees_of_freedom(xp: Namespace, x: Array) -> Array:
    """The maximum likelihood of samples (n, ..., d, d), from log det of their mean less the mean of their log det."""
    d = x.shape[-1]
    logs = Scatter(xp, x, None).log_det()
    gap = Scatter(xp, xp.mean(x, axis=0), None).log_det() - xp.mean(logs, axis=0)

    def expected(df: Array) -> Array:
        shapes = [(df - j) / 2 for j in range(d)]
        return -sum(log_gamma_excess_slope(xp, a) + xp.log(2 * a / df) for a in shapes)

    return decreasing_root(xp, expected, gap, above=d - 1)
