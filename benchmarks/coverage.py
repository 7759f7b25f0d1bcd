"""How sure a share is that was counted in a study, and whether an interval covers as often as it says."""

from __future__ import annotations

BAND = (0.93, 0.98)  # where an interval of 95 % is asked to cover


def clopper_pearson(hits: int, of: int) -> tuple[float, float]:
    """The exact 95 % interval of a share (Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404)."""
    from scipy.special import betaincinv

    low = float(betaincinv(hits, of - hits + 1, 0.025)) if hits else 0.0
    high = float(betaincinv(hits + 1, of - hits, 0.975)) if hits < of else 1.0
    return low, high


def meets_band(covered: float, replicates: int) -> bool:
    """Whether what is known of a coverage meets the band."""
    low, high = clopper_pearson(round(covered * replicates), replicates)
    return low <= BAND[1] and high >= BAND[0]
