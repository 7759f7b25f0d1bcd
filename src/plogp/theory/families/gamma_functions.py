"""log Γ less its leading part, with its slope and its Bregman divergence, in any array library and differentiable.

G(x) = log Γ(x) - x·log x + x is convex, and all that is left of Γ in the divergences and entropies of Gamma, Beta,
Dirichlet and Wishart once their homogeneous part is taken exactly: no two large numbers are subtracted.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log, pi

from plogp.backend.arrays import Array, Namespace
from plogp.theory.families.atoms import entropic, neg_log

EULER = 0.5772156649015329
# From here on Stirling's series; below Γ(x + n) = Γ(x)·x·(x + 1)·… (DLMF 5.5.1). In single precision the shorter way
# loses fewer digits.
_SHIFT, _SINGLE_SHIFT = 12, 4
# B(2k) / (2k·(2k - 1)), of x^(1 - 2k) (DLMF 5.11.1); what is left out is below 2e-14 of the divergence at x = 12, and
# below 1e-8 at 4.
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


def _shift(xp: Namespace, x: Array) -> int:
    return _SHIFT if xp.finfo(x.dtype).bits >= 64 else _SINGLE_SHIFT


def log_gamma_excess(xp: Namespace, x: Array) -> Array:
    """G(x) = log Γ(x) - x·log x + x."""
    shift = _shift(xp, x)
    high = x >= shift
    y = xp.where(high, x, x + shift)
    tail = 0.5 * log(2 * pi) - 0.5 * xp.log(y) + _stirling(y)
    low = xp.where(high, 1.0, x)
    if shift == _SINGLE_SHIFT:  # G(x) - G(x + 1) = (x + 1)·log(1 + 1/x) - 1, none of which is large
        steps = sum(1 / (low + k) - (low + k + 1) * neg_log(xp, 1 / (low + k)) for k in range(shift))
        return xp.where(high, tail, tail + steps)
    product = low
    for k in range(1, shift):
        product = product * (low + k)
    return xp.where(high, tail, tail + y * xp.log(y) - shift - low * xp.log(low) - xp.log(product))


def log_gamma(xp: Namespace, x: Array) -> Array:
    """log Γ(x)."""
    return log_gamma_excess(xp, x) + x * xp.log(x) - x


def above_zero(xp: Namespace, x: Array) -> Array:
    """x, and 1 in place of what has no logarithm and is masked by the caller."""
    return xp.where(x > 0, x, 1.0)


def log_gamma_excess_slope(xp: Namespace, x: Array) -> Array:
    """G'(x) = ψ(x) - log x."""
    shift = _shift(xp, x)
    high = x >= shift
    y = xp.where(high, x, x + shift)
    tail = -0.5 / y + _stirling_slope(y)
    low = xp.where(high, 1.0, x)
    sums = 1 / low
    for k in range(1, shift):
        sums = sums + 1 / (low + k)
    return xp.where(high, tail, tail + xp.log1p(shift / low) - sums)


def log_gamma_excess_divergence(xp: Namespace, a: Array, change: Array, end: Array | None = None) -> Array:
    """G(b) - G(a) - G'(a)·(b - a) with b = a + change: near agreement each part by its own divergence.

    `end` is b to its own last digits, where they are known: the sum has lost them if b is far below a.
    """
    shift, b = _shift(xp, a), a + change if end is None else end
    near = xp.abs(change) <= a / 2
    d = xp.where(near, change, 0.0)
    high = (a >= 2 * shift) & near  # then b is at least the shift too
    y = xp.where(high, a, a + shift)
    z = xp.where(near, xp.where(high, b, b + shift), y)
    tail = 0.5 * neg_log(xp, d / y) + _stirling_divergence(y, z, d)
    steps = neg_log(xp, d / a)
    for k in range(1, shift):
        steps = steps + neg_log(xp, d / (a + k))
    low = steps + entropic(xp, z, d) - entropic(xp, xp.where(near, b, a), d)
    close = tail + xp.where(high, 0.0, low)
    inside = b > 0
    apart = log_gamma_excess(xp, xp.where(inside, b, 1.0)) - log_gamma_excess(xp, a)
    apart = apart - log_gamma_excess_slope(xp, a) * change
    return xp.where(near, close, xp.where(inside, apart, float("inf")))


def _stirling(x: Array) -> Array:
    square = 1 / (x * x)
    series = _STIRLING[-1] * square
    for coefficient in _STIRLING[-2:0:-1]:
        series = (series + coefficient) * square
    return (series + _STIRLING[0]) / x


def _stirling_slope(x: Array) -> Array:
    square = 1 / (x * x)
    series = 0.0 * square
    for m, coefficient in reversed([*enumerate(_STIRLING)]):
        series = (series - (2 * m + 1) * coefficient) * square
    return series


def _stirling_divergence(a: Array, b: Array, change: Array) -> Array:
    """Term by term: that of x^-m is (t - s)²/s·sum (l + 1)·t^l·s^(m-1-l) with t = 1/a and s = 1/b."""
    t, s = 1 / a, 1 / b
    scale = change * t
    inner, power = 1.0 + 0.0 * a, t  # the sum for m = 1; t^m
    total = _STIRLING[0] * inner
    for m, coefficient in zip(range(3, 2 * len(_STIRLING), 2), _STIRLING[1:], strict=True):
        inner = (inner * s + (m - 1) * power) * s + m * power * t
        power = power * t * t
        total = total + coefficient * inner
    return scale * scale * s * total


def trigamma(xp: Namespace, x: Array) -> Array:
    """ψ'(x)."""
    high = x >= _SHIFT
    y = xp.where(high, x, x + _SHIFT)
    square = 1 / (y * y)
    series = 0.0 * square
    for m, coefficient in reversed([*enumerate(_STIRLING)]):
        series = (series + (2 * m + 1) * (2 * m + 2) * coefficient) * square
    tail = 1 / y + 0.5 * square + series / y
    low = xp.where(high, 1.0, x)
    sums = sum(1 / (low + k) ** 2 for k in range(_SHIFT))
    return xp.where(high, tail, tail + sums)


def dirichlet_divergence(xp: Namespace, a: Array, change: Array, end: Array) -> Array:
    """Of the log-normaliser sum log Γ(a) - log Γ(sum a), over the last axis, where end = a + change.

    The homogeneous part, sum a·log(a / sum a), has b·(u - log(1 + u)) with u the change of the mean from b to a.
    """
    total, more = xp.sum(a, axis=-1, keepdims=True), xp.sum(change, axis=-1, keepdims=True)
    whole = xp.sum(end, axis=-1, keepdims=True)
    means = end * neg_log(xp, (a * more - change * total) / (end * total), a * whole / (end * total))
    terms = means + log_gamma_excess_divergence(xp, a, change, end)
    value = xp.sum(terms, axis=-1) - log_gamma_excess_divergence(xp, total, more, whole)[..., 0]
    inside = xp.all(end > 0, axis=-1)
    return xp.where(inside, xp.where(inside, value, 0.0), float("inf"))


def dirichlet_entropy(xp: Namespace, a: Array) -> Array:
    """Differential entropy of a Dirichlet over the last axis, against its first k - 1 coordinates."""
    total, k = xp.sum(a, axis=-1), a.shape[-1]
    terms = log_gamma_excess(xp, a) - (a - 1) * log_gamma_excess_slope(xp, a) + xp.log(a / total[..., None])
    whole = (total - k) * log_gamma_excess_slope(xp, total) - log_gamma_excess(xp, total)
    return xp.sum(terms, axis=-1) + whole


def scaled_exponential_integral(xp: Namespace, x: Array) -> Array:
    """exp(x)·E1(x): by its series below 1.5 (DLMF 6.6.2), by the continued fraction above (DLMF 6.9.1)."""
    low = x < 1.5
    y, z = xp.where(low, x, 1.0), xp.where(low, 2.0, x)
    term, series = y, y
    for k in range(2, 26):
        term = -term * y / k
        series = series + term / k
    fraction = z
    for k in range(60, 0, -1):
        fraction = z + k / (1 + k / fraction)
    return xp.where(low, xp.exp(y) * (series - EULER - xp.log(y)), 1 / fraction)


def shape_of_gamma(xp: Namespace, gap: Array) -> Array:
    """The shape whose log a - ψ(a) is the logarithm of the mean of samples less the mean of their logarithms."""
    return decreasing_root(xp, lambda a: -log_gamma_excess_slope(xp, a), gap)


def decreasing_root(xp: Namespace, f: Callable[[Array], Array], value: Array, above: float = 0.0) -> Array:
    """Where a decreasing function of numbers above a bound takes a value: by halving in the logarithm."""
    low, high = 0.0 * value - 40.0, 0.0 * value + 40.0
    for _ in range(64):
        middle = (low + high) / 2
        right = f(above + xp.exp(middle)) > value
        low, high = xp.where(right, middle, low), xp.where(right, high, middle)
    return above + xp.exp((low + high) / 2)


def concentrations(xp: Namespace, x: Array) -> Array:
    """The Dirichlet that makes rows of probabilities most likely, by Newton's method.

    Minka 2000, "Estimating a Dirichlet distribution", eq. 15 to 18: the Hessian is a diagonal and a constant.
    """
    mean_log, mean = xp.mean(xp.log(x), axis=0), xp.mean(x, axis=0)
    spread = xp.sum(mean * (1 - mean), axis=-1, keepdims=True)
    variance = xp.sum(xp.mean((x - mean) ** 2, axis=0), axis=-1, keepdims=True)
    a = mean * xp.maximum(spread / variance - 1, xp.ones_like(spread))
    for _ in range(60):
        total = xp.sum(a, axis=-1, keepdims=True)
        slope = log_gamma_excess_slope(xp, total) - log_gamma_excess_slope(xp, a) - xp.log(a / total) + mean_log
        q, z = -trigamma(xp, a), trigamma(xp, total)
        shift = xp.sum(slope / q, axis=-1, keepdims=True) / (1 / z + xp.sum(1 / q, axis=-1, keepdims=True))
        new = a - (slope - shift) / q
        a = xp.where(new > a / 4, new, a / 4)
    return a
