"""Bregman divergences of the convex functions that log-normalisers are sums of, in forms that do not cancel.

The Bregman divergence of a convex f is f(b) - f(a) - f'(a)·(b - a), never negative (Bregman 1967,
doi:10.1016/0041-5553(67)90040-7). Between the natural parameters of two members of an exponential family that of the
log-normaliser is their Kullback-Leibler divergence (Banerjee et al. 2005, "Clustering with Bregman divergences", JMLR
6, theorem 4). Near agreement the three terms cancel; each function here is the same number from the difference b - a.
"""

from __future__ import annotations

from math import inf, log1p

from plogp.backend.arrays import Array, Namespace
from plogp.theory.exponential_remainder import exponential_remainder

_ODD = tuple(2 / (2 * n + 3) for n in range(14))  # of 2·(atanh(z) - z) in powers of z² after z³


def neg_log(xp: Namespace, u: Array, ratio: Array | None = None) -> Array:
    """u - log(1 + u): of -log, where u = b/a - 1; inf at u = -1 and below, which is outside of its domain.

    `ratio` is 1 + u to its own last digits, where they are known: near -1 the sum has lost them.

    Near zero from log(1 + u) = 2·atanh(z) with z = u / (2 + u): u - 2·z is u·z, and what is left a series in z².
    """
    near = (u > -0.3) & (u < 0.5)
    small = xp.where(near, u, 0.0)
    z = small / (2 + small)
    square = z * z
    series = square * _ODD[-1]
    for coefficient in _ODD[-2::-1]:
        series = (series + coefficient) * square
    ratio = 1 + u if ratio is None else ratio
    far = ~near & (ratio > 0)
    apart = xp.where(far, u, 1.0) - xp.log(xp.where(far, ratio, 1.0))
    return xp.where(near, z * (small - series), xp.where(far, apart, inf))


def log_ratio(xp: Namespace, u: Array, ratio: Array) -> Array:
    """log(1 + u) with ratio = 1 + u: from the change near zero, from the ratio elsewhere."""
    near = xp.abs(u) < 0.5
    return xp.where(near, xp.log1p(xp.where(near, u, 0.0)), xp.log(ratio))


def exponential(xp: Namespace, d: Array) -> Array:
    """exp(d) - 1 - d: of exp, relative to exp(a), where d = b - a."""
    near = xp.abs(d) <= 1
    far = xp.where(near, 1.0, d)
    return xp.where(near, exponential_remainder(xp.where(near, d, 0.0)), xp.expm1(far) - far)


def softplus(xp: Namespace, p: Array, rest: Array, d: Array) -> Array:
    """log(1 - p + p·exp(d)) - p·d: of log(1 + exp z), the log-sum-exp of two outcomes, where p is its slope at a.

    Seen from the rarer outcome, log1p(w) - p·d with w = p·(exp(d) - 1) loses no more than a factor of two. `rest` is
    1 - p.
    """
    rarer = p <= rest
    share, d = xp.where(rarer, p, rest), xp.where(rarer, d, -d)
    moderate = d < 80
    w = share * xp.expm1(xp.where(moderate, d, 0.0))
    near = xp.abs(d) <= 1
    close = share * exponential(xp, xp.where(near, d, 0.0)) - neg_log(xp, xp.where(near, w, 0.0))
    apart = xp.log1p(xp.where(moderate, w, 0.0)) - share * d
    steep = xp.where(moderate, 0.0, d)
    far = steep * (1 - share) + xp.log(xp.where(moderate, 1.0, share + (1 - share) * xp.exp(-steep)))
    return xp.where(near, close, xp.where(moderate, apart, far))


def entropic(xp: Namespace, b: Array, change: Array) -> Array:
    """b·log(b / a) - b + a: of x·log x, where change = b - a."""
    return b * neg_log(xp, -change / b, (b - change) / b)


def between(ratio: Array, at: float) -> Array:
    """1 + at·(ratio - 1): on the line from 1 to a ratio, to the last digits at both ends."""
    return (1 - at) + at * ratio


def neg_log_on_line(xp: Namespace, u: Array, ratio: Array, s: float, t: float) -> Array:
    """Of -log, from s to t on the line from 1 to ratio = 1 + u."""
    if (s, t) == (0, 1):
        return neg_log(xp, u, ratio)
    start = between(ratio, s)
    return neg_log(xp, (t - s) * u / start, between(ratio, t) / start)


def quadratic(ratio: Array, z: Array, s: float, t: float) -> Array:
    """Of x²/y on the line from (x, y) at 0 to 1, y growing to y·ratio and x/y by z·sqrt(y) at 1.

    Half of it is the part of the means in the divergence of two normals, z²/2 at s = 0 and t = 1.
    """
    if (s, t) == (0, 1):
        return z * z
    return z * z * ratio * ((t - s) / between(ratio, s)) ** 2 / between(ratio, t)


def laplace_overlap(xp: Namespace, a: Array, b: Array) -> Array:
    """-log of the integral of exp(-a·|x| - b·|x - 1|) over that of exp(-(a + b)·|x|); inf where a + b is negative.

    With b the lesser and f = (1 - exp(-(a - b))) / (a - b) it is b - log(1 + b·f), here b·(1 - f) and the divergence
    of -log at b·f: it keeps its digits also where b is next to nothing, as at orders next to zero and one.
    """
    inside = a + b >= 0
    a, b = (xp.where(inside, x, 1.0) for x in (a, b))
    least, gap = xp.where(a < b, a, b), xp.abs(a - b)
    apart = gap > 0
    loss = xp.where(apart, exponential(xp, -gap) / xp.where(apart, gap, 1.0), 0.5 * gap)
    near = gap <= 1
    f = xp.where(near, 1 - loss, -xp.expm1(-gap) / xp.where(near, 1.0, gap))
    return xp.where(inside, least * loss + neg_log(xp, least * f), inf)


def log_over_gap(order: float) -> float:
    """log(a) / (a - 1), continuous through a = 1, 0 at infinity."""
    if order in (1, inf):
        return float(order == 1)
    return log1p(order - 1) / (order - 1) if order > 0 else inf
