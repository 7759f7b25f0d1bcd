"""The monotone recalibration of a forecast, and what it gains: loss = uncertainty - discrimination + miscalibration.

Dimitriadis, Gneiting & Jordan 2021, doi:10.1073/pnas.2016191118: the recalibrated forecast is the isotonic regression
of the outcome on the forecast, which has the least loss of all increasing functions of it, whatever the proper loss.
The forecast itself and the base rate are two of these, so that neither part can be negative.
"""

from __future__ import annotations

import numpy as np

from plogp.apps.evaluation.dichotomies import Dichotomies
from plogp.typing import Floats

_AT_ONCE = 1 << 21  # groups that are fitted in one call


def isotonic(d: Dichotomies, hits: Floats) -> Floats:
    """The recalibrated forecast of each group, from the weight of its hits: (…, groups)."""
    from scipy.optimize import isotonic_regression

    weights = d.weights
    rates = np.atleast_2d(hits / weights)
    fitted = np.empty_like(rates)
    rows = max(1, _AT_ONCE // weights.size)
    for start in range(0, len(rates), rows):
        some = rates[start : start + rows]
        # Many regressions are one: each lies two above the one before, so that nothing is pooled across them.
        above = 2.0 * (d.step + d.steps * np.arange(len(some))[:, None])
        found = isotonic_regression((some + above).ravel(), weights=np.tile(weights, len(some))).x
        fitted[start : start + rows] = found.reshape(some.shape) - above
    return np.clip(fitted, 0.0, 1.0).reshape(hits.shape)


def base_rates(d: Dichotomies, hits: Floats) -> Floats:
    """The share of hits of its dichotomy, of each group: (…, groups)."""
    starts = np.flatnonzero(np.diff(d.step, prepend=-1))
    shares = np.add.reduceat(hits, starts, axis=-1) / np.add.reduceat(d.weights, starts)
    rates: Floats = shares[..., d.step]
    return rates


def gain(d: Dichotomies, hits: Floats, worse: Floats) -> Floats:
    """How much less the recalibrated forecast loses than another, in nats for each row of the table: (…,).

    What the recalibrated forecast loses is its entropy, as the level of each step is the share of its hits.
    """
    gained: Floats = loss(d, hits, worse) - fitted_loss(d, isotonic(d, hits))
    return gained


def loss(d: Dichotomies, hits: Floats, forecast: Floats) -> Floats:
    """What a forecast of each group loses; inf where what it excludes happened."""
    from scipy.special import xlog1py, xlogy

    if forecast.ndim == 1 and hits.ndim > 1:  # of many outcomes: two products, once no outcome is excluded
        inside = np.clip(forecast, 1e-300, 1 - 2**-53)
        summed: Floats = hits @ (np.log1p(-inside) - np.log(inside)) - d.weights @ np.log1p(-inside)
        return np.asarray(summed / d.total)
    terms: Floats = -xlogy(hits, forecast) - xlog1py(d.weights - hits, -forecast)
    return np.asarray(terms.sum(axis=-1) / d.total)


def fitted_loss(d: Dichotomies, fitted: Floats) -> Floats:
    """What a recalibrated forecast loses of the outcomes that it was fitted to."""
    from scipy.special import entr

    summed: Floats = (entr(fitted) + entr(1 - fitted)) @ d.weights
    return np.asarray(summed / d.total)


def divergence(truth: Floats, forecast: Floats) -> Floats:
    """The Kullback–Leibler divergence of each group, of two outcomes."""
    return _times_log_ratio(truth, truth, forecast) + _times_log_ratio(1 - truth, 1 - truth, 1 - forecast)


def _times_log_ratio(times: Floats, a: Floats, b: Floats) -> Floats:
    """times * log(a / b), zero where nothing is to be weighed; inf where b is zero and a is not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(times > 0, times * (np.log(a) - np.log(b)), 0.0)
    return found
