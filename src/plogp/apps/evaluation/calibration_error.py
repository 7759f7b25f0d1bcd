"""Customary measures of miscalibration in probability: smooth ECE, ECE in bins of equal weight, Brier score."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, pi, sqrt

import numpy as np

from plogp.results.document import Document
from plogp.typing import Floats

_GRID = 1 << 13  # points that a forecast is split between, in proportion


@dataclass(frozen=True)
class Bin(Document):
    """Rows of similar forecasts.

    Attributes
    ----------
    forecast, frequency : float
        The mean forecast, and how often it came true.
    low, high : float
        The ends of the band, which holds the frequencies of all bins together with the probability of the level.
    calibrated_low, calibrated_high : float
        Where the frequency of a calibrated model lies with the probability of the level, in this bin alone.
    rows : int
        How many there are.
    """

    forecast: float
    frequency: float
    low: float
    high: float
    calibrated_low: float
    calibrated_high: float
    rows: int


def smooth_ece(forecast: Floats, hit: Floats, weights: Floats | None = None) -> float:
    """The bandwidth at which the calibration error, smoothed over it, is as large as itself.

    Błasiok & Nakkiran 2023, arXiv:2309.12236: with a kernel reflected at 0 and 1, the integral of |E[(f - y) K(t, f)]|
    over t. A reflected Gaussian kernel is what heat does in a rod, so that the n-th cosine loses exp(-(pi n sigma)²/2).
    """
    from scipy.fft import dct, idct

    w = np.full(forecast.size, 1 / forecast.size) if weights is None else weights / weights.sum()
    place = np.clip(forecast * _GRID - 0.5, 0, _GRID - 1)
    left = np.minimum(place.astype(np.int64), _GRID - 2)
    part = place - left
    error = w * (forecast - hit)
    mass = np.bincount(left, error * (1 - part), _GRID) + np.bincount(left + 1, error * part, _GRID)
    waves = dct(mass, norm="ortho")
    decay = -((np.pi * np.arange(_GRID)) ** 2) / 2
    low, high = 0.0, 1.0
    for _ in range(30):
        sigma = (low + high) / 2
        smoothed = float(np.abs(idct(waves * np.exp(decay * sigma * sigma), norm="ortho")).sum())
        low, high = (low, sigma) if smoothed < sigma else (sigma, high)
    return high


def equal_bins(forecast: Floats, hit: Floats, bins: int, weights: Floats | None = None) -> list[tuple[float, ...]]:
    """Mean forecast, frequency, rows and effective rows of bins of about equal weight, equal forecasts in one bin."""
    w = np.ones(forecast.size) if weights is None else weights
    order = np.argsort(forecast, kind="stable")
    f, y, w = forecast[order], hit[order], w[order]
    first = np.flatnonzero(np.diff(f, prepend=-1.0))  # of each value
    before = np.cumsum(w)[first] - w[first]
    bin_of_value = np.minimum((before * bins / w.sum() + 1e-9).astype(np.int64), bins - 1)
    _, made = np.unique(bin_of_value, return_inverse=True)
    of = np.repeat(made, np.diff(np.append(first, f.size)))
    count = int(of[-1]) + 1
    heavy = np.bincount(of, w, count)
    effective = heavy**2 / np.bincount(of, w * w, count)
    columns = (
        np.bincount(of, w * f, count) / heavy, np.bincount(of, w * y, count) / heavy, np.bincount(of, minlength=count),
        effective, heavy / w.sum(),
    )  # fmt: skip
    return list(zip(*(column.tolist() for column in columns), strict=True))


def expected_calibration_error(bins: list[tuple[float, ...]]) -> tuple[float, float]:
    """The mean |forecast - frequency|, and the same with what chance adds to it taken out.

    A bin of n rows shows |N(d, s²)| in place of |d|; Kumar, Liang & Ma 2019, arXiv:1909.10155, take out what that adds
    at the d that is seen.
    """
    plain = biased = 0.0
    for forecast, frequency, _, effective, share in bins:
        d = abs(forecast - frequency)
        s = sqrt(max(frequency * (1 - frequency), 0.0) / effective)
        folded = d if s == 0 else s * sqrt(2 / pi) * exp(-((d / s) ** 2) / 2) + d * erf(d / s / sqrt(2))
        plain += share * d
        biased += share * (folded - d)
    return plain, max(plain - biased, 0.0)


def banded(bins: list[tuple[float, ...]], level: float, inflation: float = 1.0) -> tuple[Bin, ...]:
    """The bins with a band that is valid for any sample size and for all bins together.

    Clopper & Pearson's interval holds for the mean of unequal probabilities too (Hoeffding 1956,
    doi:10.1214/aoms/1177728178); each bin has its share of the error (Šidák 1967). `inflation` divides the rows of bins
    whose outcomes hang together.
    """
    from scipy.special import betaincinv

    tail = (1 - level ** (1 / len(bins))) / 2
    made = []
    for forecast, frequency, rows, effective, _ in bins:
        n = effective / inflation
        hits = frequency * n
        low = float(betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
        high = float(betaincinv(hits + 1, n - hits, 1 - tail)) if hits < n else 1.0
        made.append(Bin(forecast, frequency, low, high, *_calibrated(forecast, n, level), int(rows)))
    return tuple(made)


def _calibrated(forecast: float, n: float, level: float) -> tuple[float, float]:
    """Between which quantiles of the binomial law the frequency of n rows lies, if the forecast is right."""
    from scipy.special import bdtrik

    if not 0 < forecast < 1 or n < 1:
        return (0.0, 1.0) if 0 < forecast < 1 else (forecast, forecast)
    low, high = (float(np.ceil(bdtrik((1 + sign * level) / 2, n, forecast))) / n for sign in (-1, 1))
    return max(low, 0.0), min(high, 1.0)
