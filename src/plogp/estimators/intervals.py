"""Every way to an interval."""

from __future__ import annotations

from statistics import NormalDist


def normal_interval(value: float, stderr: float, level: float = 0.95) -> tuple[float, float]:
    """`value` ± the normal quantile times its standard error."""
    half = NormalDist().inv_cdf((1 + level) / 2) * stderr
    return value - half, value + half
