"""What an equation may know of a distribution: p, log p, its support, an expectation, and how two of them compare.

Three forms are enough: `Weights` (held as p), `Scores` (held as logits) and `OneHot` (held as a label). Each keeps the
largest outcome apart from the sum of the others, so that log p is exact to the last digits also for an outcome that is
almost certain, where log(sum) would round to zero.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from plogp.backend.arrays import Array, Namespace, constant, total, wide
from plogp.theory.cached import cached


class Pmf(Protocol):
    """A probability mass function on the last axis."""

    xp: Namespace
    dtype: Any  # of the answer

    @property
    def p(self) -> Array:  # (..., k)
        """The probabilities, exactly normalised up to rounding."""

    @property
    def log_p(self) -> Array:  # (..., k)
        """Their logarithms, -inf off the support."""

    @property
    def support(self) -> Array:  # (..., k) of booleans
        """Where the probability is not zero (it may still underflow to zero)."""

    def expect(self, value: Array) -> Array:
        """The expectation of `value` over the last axis, with 0 · inf = 0."""


class _Dense:
    """The part that `Weights` and `Scores` share: outcomes relative to the largest one."""

    xp: Namespace
    scaled: Array  # p / max p, (..., k)
    log_scaled: Array  # its logarithm, finite on the support and 0 elsewhere
    support: Array

    @cached
    def rest(self) -> Array:
        """(1 - max p) / max p, summed from the other outcomes alone: exact when max p rounds to one."""
        top = self.scaled == 1
        others = total(self.xp, self.xp.where(top, 0.0, self.scaled), keepdims=True)
        ties = self.xp.sum(self.xp.astype(top, others.dtype), axis=-1, keepdims=True)
        return others + (ties - 1)

    @cached
    def log_norm(self) -> Array:
        """-log max p, never negative."""
        return self.xp.log1p(self.rest)

    @cached
    def p(self) -> Array:
        return self.scaled / self.xp.astype(1 + self.rest, self.scaled.dtype)

    @cached
    def log_p(self) -> Array:
        log_p = self.log_scaled - self.xp.astype(self.log_norm, self.scaled.dtype)
        return self.xp.where(self.support, log_p, -float("inf"))

    def expect(self, value: Array) -> Array:
        return total(self.xp, self.p * self.xp.where(self.support, value, 0.0))


class Weights(_Dense):
    """Held as non-negative weights, which stand for themselves divided by their sum."""

    def __init__(self, xp: Namespace, w: Array) -> None:
        self.xp = xp
        self.dtype = w.dtype
        self.support = ~(w <= 0)  # NaN, which only tracing lets through, stays NaN
        self.w = xp.where(self.support, w, 0.0)  # cuts the gradient at p = 0, which is defined as zero

    @cached
    def scaled(self) -> Array:
        peak = self.xp.max(self.w, axis=-1, keepdims=True)
        return self.w / self.xp.where(peak > 0, peak, 1.0)

    @cached
    def log_scaled(self) -> Array:
        xp = self.xp
        least = xp.finfo(self.w.dtype).smallest_normal
        blurred = self.support & (self.scaled < least)  # among subnormal numbers the quotient has lost its digits
        far = xp.log(xp.where(blurred, self.w, 1.0)) - xp.log(xp.max(self.w, axis=-1, keepdims=True))
        return xp.where(blurred, far, xp.log(xp.where(self.support & ~blurred, self.scaled, 1.0)))


class Scores(_Dense):
    """Held as logits z at a temperature T: p is proportional to exp(z / T)."""

    def __init__(self, xp: Namespace, z: Array, temperature: float | Array) -> None:
        self.xp = xp
        self.dtype = z.dtype
        self.temperature = temperature
        self.support = z != -float("inf")
        self.z = xp.where(self.support, z, 0.0)
        self.peak = xp.max(z, axis=-1, keepdims=True)

    @cached
    def log_scaled(self) -> Array:
        gap = self.xp.where(self.support, self.z - self.peak, 0.0)
        return gap / self.temperature

    @cached
    def scaled(self) -> Array:
        return self.xp.where(self.support, self.xp.exp(self.log_scaled), 0.0)

    @cached
    def depth(self) -> tuple[Array, Array]:
        """z - max z in `wide` precision, and the rounding error of that difference (Knuth 1997, TAOCP 2, 4.2.2, B)."""
        dtype = wide(self.xp, self.z)
        z, peak = (self.xp.astype(x, dtype, copy=False) for x in (self.z, self.peak))
        s = z - peak
        part = s - z
        return s, (z - (s - part)) - (peak + part)

    def spread(self, gradient: Array) -> Array:
        """A gradient by these scores as that by the scores that the caller holds: the same ones."""
        return gradient


class OneHot:
    """Held as the index of the true class; k numbers are made only when asked for. `keep` says which rows count."""

    def __init__(self, xp: Namespace, index: Array, k: int, smoothing: float, keep: Array | None, dtype: Any) -> None:
        self.xp, self.index, self.k, self.smoothing, self.keep, self.dtype = xp, index, k, smoothing, keep, dtype

    def expect(self, value: Array) -> Array:
        xp = self.xp
        shape = np.broadcast_shapes(tuple(self.index.shape), tuple(value.shape[:-1]))
        index = xp.broadcast_to(self.index, shape)[..., None]
        value = xp.broadcast_to(value, (*shape, value.shape[-1]))
        mean = xp.take_along_axis(value, index, axis=-1)[..., 0]
        if self.smoothing:
            uniform = total(xp, value) / self.k
            mean = (1 - self.smoothing) * xp.astype(mean, uniform.dtype) + self.smoothing * uniform
        return mean

    @cached
    def dense(self) -> Weights:
        """The same distribution as k numbers a row."""
        hit = self.index[..., None] == self.xp.arange(self.k, dtype=self.index.dtype, device=_device(self.index))
        w = self.xp.astype(hit, self.dtype) * (1 - self.smoothing) + self.smoothing / self.k
        return Weights(self.xp, w)

    @property
    def p(self) -> Array:
        return self.dense.p

    @property
    def log_p(self) -> Array:
        return self.dense.log_p

    @property
    def support(self) -> Array:
        return self.dense.support


def _device(x: Array) -> Any:
    return getattr(x, "device", None) if not callable(getattr(x, "device", None)) else None


def log_ratio(P: Pmf, Q: Pmf) -> Array:
    """log q - log p where both can be, 0 elsewhere; right to the last digits also when p and q almost agree.

    Two rounded logarithms would leave an absolute error of 1e-16 in a difference that may be 1e-9. The numbers that are
    held, p and q or the depths of two logits below their peaks, subtract without rounding when they are within a factor
    of two (Sterbenz 1974). An error in the common shift (the two normalisations) is harmless in most divergences, which
    feel it only squared.
    """
    xp = P.xp
    P, Q = as_dense(P), as_dense(Q)
    both = P.support & Q.support
    apart = xp.where(both, Q.log_p, 0.0) - xp.where(both, P.log_p, 0.0)
    if isinstance(P, Weights) and isinstance(Q, Weights):
        return _log_ratio_of_weights(P, Q, both, apart)
    if isinstance(P, Scores) and isinstance(Q, Scores):
        return xp.where(both, xp.astype(_log_ratio_of_scores(P, Q, both), apart.dtype), 0.0)
    return apart


def _log_ratio_of_scores(P: Scores, Q: Scores, both: Array) -> Array:
    """Each row from its own peak, so that no offset of a row costs digits, and as it is held where the rows agree.

    The normalisations are sums of rounded exponentials. What they are off by shows in the sum of q - p, which is zero.
    """
    xp = P.xp
    t, s = P.temperature, Q.temperature
    (p, p_error), (q, q_error) = P.depth, Q.depth
    if t is s or (isinstance(t, float | int) and isinstance(s, float | int) and t == s):
        gap = ((q - p) + (q_error - p_error)) / s
    else:
        gap = q / s - p / t
    d = gap - (Q.log_norm - P.log_norm)
    p, q, rounded = constant(P.p), constant(Q.p), xp.where(both, constant(d), 0.0)
    near = both & (xp.abs(rounded) < 1)
    excess = total(xp, xp.where(near, p * xp.expm1(xp.where(near, rounded, 0.0)), q - p), keepdims=True)
    return d - xp.log1p(excess)


def as_dense(P: Pmf) -> Pmf:
    """A form with k numbers a row."""
    return P.dense if isinstance(P, OneHot) else P


def _log_ratio_of_weights(P: Weights, Q: Weights, both: Array, apart: Array) -> Array:
    """log1p of the relative difference, or the logarithm of the quotient, as long as the two are comparable at all."""
    xp = P.xp
    gap = Q.w - P.w
    rescale = -total(xp, gap, keepdims=True) / total(xp, Q.w, keepdims=True)  # sum p / sum q - 1
    rescale = xp.astype(rescale, gap.dtype)
    gap = gap + Q.w * rescale  # as if both were normalised
    wide_enough = xp.finfo(gap.dtype).bits >= 64
    least, lift = (2.0**-512, 2.0**600) if wide_enough else (2.0**-64, 2.0**100)
    lifted = both & (P.w < least) & (Q.w < least)  # out of the range in which the slope of a quotient overflows
    p, q, gap = (xp.where(lifted, x * lift, x) for x in (P.w, Q.w, gap))
    comparable = both & (xp.abs(apart) < 2)
    near = comparable & (xp.abs(gap) < 0.5 * p)
    change = xp.where(near, gap, 0.0) / xp.where(near, p, 1.0)  # q/p - 1
    far = comparable & ~near
    quotient = xp.where(far, q, 1.0) / xp.where(far, p, 1.0)
    return xp.where(near, xp.log1p(change), xp.where(far, xp.log(quotient) + xp.log1p(rescale), apart))
