"""exp(d) - 1 - d where d is small, whose terms every divergence is a sum of."""

from __future__ import annotations

from math import factorial

from plogp.backend.arrays import Array


def exponential_remainder(d: Array) -> Array:
    """exp(d) - 1 - d for |d| <= 1 by its series: the remainder after d^19 is below 1e-17 of the sum."""
    series = d * (1 / factorial(19))  # a float: JAX takes no integer beyond 32 bits
    for n in range(18, 1, -1):
        series = (series + 1 / factorial(n)) * d
    return series * d
