"""How far a recalibration gains by chance alone, and the interval of what it gains in truth, honest at zero as well.

An isotonic fit always gains, of a calibrated forecast too, and no bootstrap knows how much: it draws from the fit,
which is never calibrated. But the forecast says itself how the outcome falls if it is right. Drawing from it gives the
law of the gain under calibration, exact in samples of any size (consistency resampling; Bröcker & Smith 2007,
doi:10.1175/WAF993.1); drawing from forecasts on the way to the fitted one gives it for each size of the true gain. The
interval holds the gains that the data do not contradict.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from plogp.apps.evaluation.dichotomies import Dichotomies
from plogp.apps.evaluation.recalibrated import base_rates, divergence, gain, isotonic
from plogp.typing import Floats, Integers

_ON_THE_WAY = (0.0, 0.3, 0.6, 1.0)
_TESTED, _DRAWN = 499, 99  # replicates under calibration, and elsewhere
_LEAST, _MOST = 99, 1 << 22  # replicates at least; outcomes that are drawn at once


@dataclass(frozen=True)
class TrueGain:
    """What a recalibration gains in truth.

    Attributes
    ----------
    value, bias : float
        With the gain by chance taken out, in nats for each row; and that.
    low, high : float
        The interval.
    p_value : float
        The probability of a gain as large if there is none in truth.
    replicates : int
        How many outcomes were drawn for it.
    """

    value: float
    bias: float
    low: float
    high: float
    p_value: float
    replicates: int


def true_gain(d: Dichotomies, observed: float, level: float, seed: int, *, of_base_rate: bool = False) -> TrueGain:
    """Of the isotonic recalibration beside the forecast; or, `of_base_rate`, beside shares, which are fitted too."""
    rng = np.random.default_rng(seed)
    hits = d.hit_weights
    fitted = isotonic(d, hits)
    goal = smoothed(d, fitted)
    start = base_rates(d, hits) if of_base_rate else d.forecast
    effect = ClusterEffect.of(d, fitted)
    truths, biases, variances = [], [], []
    p_value, replicates = 1.0, 0
    for share in _ON_THE_WAY:
        law = start + share * (goal - start)
        count = max(_LEAST, min(_DRAWN if share or of_base_rate else _TESTED, _MOST // d.rows.size))
        at_once = max(1, _MOST // d.rows.size)
        parts = []
        for done in range(0, count, at_once):
            drawn = d.summed(effect.draw(d, law, min(at_once, count - done), rng))
            parts.append(gain(d, drawn, base_rates(d, drawn) if of_base_rate else start))
        gains = np.concatenate(parts)
        true = divergence(law, start)
        truth = float(true @ d.weights) / d.total
        truths.append(truth)
        biases.append(float(gains.mean()) - truth)
        variances.append(float(gains.var(ddof=1)) + _of_rows(d, true, truth))
        if not share:
            p_value = (1 + int(np.sum(gains >= observed * (1 - 1e-9)))) / (count + 1)
            replicates = count
    return _inverted(observed, np.array(truths), np.array(biases), np.array(variances), level, p_value, replicates)


def smoothed(d: Dichotomies, fitted: Floats) -> Floats:
    """The isotonic fit between the middles of its steps: of a step function less is gained by chance than of the truth.

    A forecast of zero or one whose outcome never failed it stays.
    """
    weights = d.weights
    made = np.empty_like(fitted)
    ends = np.append(np.flatnonzero(np.diff(d.step, prepend=-1)), d.step.size)
    for start, end in pairwise(ends):
        w, level = weights[start:end], fitted[start:end]
        place = np.cumsum(w) - w / 2
        block = np.cumsum(np.diff(level, prepend=level[0]) > 0)
        width = np.bincount(block, w)
        made[start:end] = np.interp(place, np.cumsum(width) - width / 2, np.bincount(block, w * level) / width)
    certain = ((d.forecast == 0) | (d.forecast == 1)) & (np.abs(fitted - d.forecast) < 1e-9)
    return np.where(certain, d.forecast, made)


def _of_rows(d: Dichotomies, true: Floats, mean: float) -> float:
    """The variance of the mean of a divergence for other rows, drawn like these."""
    if d.clusters:
        sums = d.summed(true[d.group] * d.rows, d.cluster, d.clusters)
        sums -= mean * d.summed((d.step[d.group] == 0) * d.rows, d.cluster, d.clusters)
        return float(np.sum(sums**2)) / d.total**2 * d.clusters / max(d.clusters - 1, 1)
    squares = float((true[d.group] ** 2 * d.weight) @ (d.weight * d.rows)) / d.total**2
    return max(squares - mean**2 / max(float(d.rows[d.step[d.group] == 0].sum()), 1.0), 0.0)


def _inverted(
    observed: float, truths: Floats, biases: Floats, variances: Floats, level: float, p_value: float, replicates: int
) -> TrueGain:
    """The true gains of which the observed one is not improbable, it being nearly a gamma variable."""
    from scipy.special import gammaincc

    order = np.argsort(truths, kind="stable")
    truths, biases, variances = truths[order], biases[order], variances[order]
    far, spread = float(truths[-1]), float(variances[-1])

    def law(truth: float) -> tuple[float, float]:
        beyond = max(truth - far, 0.0)
        return (
            truth + float(np.interp(truth, truths, biases)),
            float(np.interp(truth, truths, variances)) + (beyond * spread / far if far > 0 else 0.0),
        )

    def above(truth: float) -> float:
        """The probability of at least the observed gain."""
        mean, variance = law(truth)
        if not (mean > 0 and variance > 0):
            return float(observed <= mean)
        return float(gammaincc(mean * mean / variance, max(observed, 0.0) * mean / variance))

    def root(probability: float) -> float:
        low, high = 0.0, max(far, observed, 1e-12)
        while above(high) < probability and high < 1e6 * max(far, observed, 1e-12):
            high *= 2
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if above(middle) < probability else (low, middle)
        return high if high > 1e-15 else 0.0

    tail = (1 - level) / 2
    low = 0.0 if p_value > tail else root(tail)
    bias = float(biases[0])
    for _ in range(8):
        bias = law(max(observed - bias, 0.0))[0] - max(observed - bias, 0.0)
    return TrueGain(observed - bias, bias, low, max(root(1 - tail), low), p_value, replicates)


@dataclass(frozen=True)
class ClusterEffect:
    """What the outcomes of one cluster have in common, by a Gaussian copula: each row keeps its own probability.

    The latent correlation is the sum of squares of the residuals summed by cluster, `together`, less that of single
    rows, `alone`, over what a correlation of one would make of it, `shared`.
    """

    together: float
    alone: float
    shared: float
    clusters: int

    @classmethod
    def of(cls, d: Dichotomies, law: Floats) -> ClusterEffect:
        """As the residuals of the recalibrated forecast show it."""
        if not d.clusters:
            return cls(0.0, 0.0, 1.0, 0)
        p = law[d.group]
        density = _density(p)
        places = d.step[d.group] * d.clusters + d.cluster
        size = d.steps * d.clusters
        residual = np.bincount(places, d.hits - d.rows * p, size)
        full = np.bincount(places, d.rows * density, size)
        alone = float(np.sum(d.hits * (1 - p) ** 2 + (d.rows - d.hits) * p**2))
        shared = float(np.sum(full**2) - np.sum(d.rows * density**2))
        left = 1 - 1 / max(d.clusters, 2)  # of the sum, after the fit has taken the mean of the clusters out
        return cls(float(np.sum(residual**2)) / left, alone, max(shared, 1e-300), d.clusters)

    def draw(self, d: Dichotomies, law: Floats, count: int, rng: np.random.Generator) -> NDArray[np.integer]:
        """The hits of each cell, (count, cells), where the outcome has the probability `law` in each group."""
        p = law[d.group]
        alone, many = d.rows == 1, np.flatnonzero(d.rows > 1)
        if not self.clusters:
            hits = rng.random((count, p.size), dtype=np.float32) < p.astype(np.float32)
            return _with_many(hits, many, d.rows, p, rng)
        from scipy.special import ndtr, ndtri

        # How strong it is, is itself known from a few clusters: drawn from its fiducial law, as Student's t does.
        freedom = max(self.clusters - 1, 1)
        together = self.together * freedom / rng.chisquare(freedom, count)
        correlation = np.clip((together - self.alone) / self.shared, 0.0, 0.95).astype(np.float32)[:, None]
        effects = np.sqrt(correlation) * rng.standard_normal((count, d.steps * self.clusters), dtype=np.float32)
        effect = effects[:, d.step[d.group] * self.clusters + d.cluster]
        own, threshold = np.sqrt(1 - correlation), ndtri(p).astype(np.float32)
        hits = np.zeros(effect.shape, dtype=bool)
        if alone.any():
            hits = effect + own * rng.standard_normal(effect.shape, dtype=np.float32) < threshold
        given = ndtr((threshold[many] - effect[:, many]) / own)
        return _with_many(hits, many, d.rows, given, rng, chosen=True)


def _with_many(
    hits: NDArray[np.bool_], many: Integers, rows: Integers, p: Floats, rng: np.random.Generator, chosen: bool = False
) -> NDArray[np.integer]:
    """The hits of single rows, and drawn those of cells of many."""
    if not many.size:
        return hits.view(np.uint8)
    made = hits.astype(np.int64)
    made[:, many] = rng.binomial(rows[many], p if chosen else np.broadcast_to(p[many], (len(hits), many.size)))
    return made


def _density(p: Floats) -> Floats:
    """The normal density at the quantile of p: how fast an outcome of this probability follows a shift."""
    from scipy.special import ndtri

    with np.errstate(over="ignore"):
        found: Floats = np.exp(-(ndtri(p) ** 2) / 2) / sqrt(2 * np.pi)
    return found
