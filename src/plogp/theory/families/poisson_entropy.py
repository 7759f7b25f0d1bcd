"""The entropy of the Poisson distribution, which has no closed form: a sum for few events, a series for many."""

from __future__ import annotations

from math import e, lgamma, log, pi

from plogp.backend.arrays import Array, Namespace, device_of

_MANY = 64.0  # from here on the series, whose first omitted term is 3e-16
_MOST = 200  # counts in the sum: below 64 events the chance of more is below 1e-40
# In powers of 1 / rate. The slope of the entropy is E log(N + 1) - log(rate): a Taylor series about the rate in the
# central moments of N, collected and integrated term by term.
_SERIES = (
    1 / 12, 1 / 24, 19 / 360, 9 / 80, 863 / 2520, 1375 / 1008, 33953 / 5040, 57281 / 1440, 3250433 / 11880,
    378351 / 176,
)  # fmt: skip


def poisson_entropy(xp: Namespace, rate: Array) -> Array:
    """-sum p·log p, or log(2πe·rate) / 2 - 1 / (12·rate) - …."""
    many = rate > _MANY
    large, small = xp.where(many, rate, 2 * _MANY), xp.where(many, 1.0, rate)
    series = 0.0 * large
    for coefficient in reversed(_SERIES):
        series = (series + coefficient) / large
    counts = xp.arange(_MOST, dtype=rate.dtype, device=device_of(rate))
    factorials = xp.asarray([lgamma(k + 1.0) for k in range(_MOST)], dtype=rate.dtype, device=device_of(rate))
    surprise = small[..., None] - counts * xp.log(small)[..., None] + factorials
    summed = xp.sum(xp.exp(-surprise) * surprise, axis=-1)
    return xp.where(many, 0.5 * (log(2 * pi * e) + xp.log(large)) - series, summed)
