"""One model: what it costs, and why."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np

from plogp.apps.evaluation.calibration_error import banded, equal_bins, expected_calibration_error, smooth_ece
from plogp.apps.evaluation.consistency import TrueGain, true_gain
from plogp.apps.evaluation.dichotomies import dichotomies_of
from plogp.apps.evaluation.mean_loss import Units, mean_loss
from plogp.apps.evaluation.predictions import Predictions
from plogp.apps.evaluation.recalibrated import base_rates, gain
from plogp.apps.evaluation.recalibration import recalibrations
from plogp.apps.evaluation.result import ClassEvaluation, Model
from plogp.results.estimate import Estimate
from plogp.typing import Floats

_NAMED = 20  # rows of impossible events
_METHOD = "isotonic recalibration"


def uncertainty_of(p: Predictions, level: float) -> Estimate:
    """The entropy of the classes in nats, bias taken out.

    Rows that hang together, or have weights, are known as well as fewer rows by themselves would be, by as much as the
    shares of the classes vary more (Rao & Scott 1981, doi:10.1080/01621459.1981.10477633).
    """
    from plogp.distributions.observations.counts import Counts
    from plogp.estimators.discrete.miller_madow import MillerMadow
    from plogp.quantities.entropy import entropy

    shares = p.counts / p.units.total
    counts = np.rint(shares * p.y.size / _design_effect(p, shares, level)).astype(np.int64)
    counts[shares > 0] = np.maximum(counts[shares > 0], 1)
    found: Estimate = entropy(Counts(counts), estimator=MillerMadow())
    value = found.value + _plug_in(shares) - _plug_in(counts / counts.sum())  # what rounding the counts has changed
    return replace(found, n=p.y.size, value=value).within(0.0, float(np.log(len(p.classes))))


def _design_effect(p: Predictions, shares: Floats, level: float) -> float:
    """How much more the shares vary than those of rows by themselves."""
    if p.units.weights is None and p.units.clusters is None:
        return 1.0
    from scipy.special import ndtri, stdtrit

    alone = float(np.sum(shares * (1 - shares))) / p.y.size
    varied = sum(_variance_of_mean((p.y == j).astype(np.float64), p.units) for j in np.flatnonzero(shares))
    few = float(stdtrit(max(p.units.count - 1, 1), (1 + level) / 2) / ndtri((1 + level) / 2)) ** 2
    return max(few * varied / alone, 1.0) if alone > 0 else 1.0


def _plug_in(shares: Floats) -> float:
    from scipy.special import entr

    return float(entr(shares).sum())


def assess(
    name: str, p: Predictions, uncertainty: Estimate, level: float, alarm: float, cv: Any, bins: int, seed: int
) -> Model:
    """Everything of one model, in nats."""
    losses, units = p.losses, p.units
    possible = np.isfinite(losses)
    loss = mean_loss(losses, units, level, "mean").within(0.0, inf)
    if not possible.all():
        loss = Estimate(inf, 0.0, inf, inf, level, p.y.size, 0.0, "mean")
    discrimination, miscalibration, p_value, replicates = _parts(p, loss, uncertainty, level, seed)
    forecast, hit = _confidence(p)
    groups = equal_bins(forecast, hit, bins, units.weights)
    plain, ece = expected_calibration_error(groups)
    residual = hit - forecast
    inflation = max(
        _variance_of_mean(residual, units) / _variance_of_mean(residual, replace(units, clusters=None)), 1.0
    )
    classes = _classes(p, bins)
    probabilities = np.exp(p.log_p)
    squares = np.sum(probabilities**2, axis=1) - 2 * probabilities[np.arange(p.y.size), p.y] + 1
    right = (p.log_p.argmax(axis=1) == p.y).astype(np.float64)
    return Model(
        name=name, loss=loss, possible_loss=mean_loss(losses[possible], units.some(possible), level, "mean"),
        discrimination=discrimination, miscalibration=miscalibration, p_value=p_value, calibrated=p_value > alarm,
        replicates=replicates, skill=_skill(losses, p, level), impossible=int(np.sum(~possible)),
        impossible_rows=tuple(np.flatnonzero(~possible)[:_NAMED].tolist()),
        excluding=int(np.isneginf(p.log_p).any(axis=1).sum()),
        brier=mean_loss(squares / 2 if len(p.classes) == 2 else squares, units, level, "mean").within(0.0, 2.0),
        accuracy=mean_loss(right, units, level, "mean").within(0.0, 1.0),
        smooth_ece=smooth_ece(forecast, hit, units.weights), ece=ece, ece_plain=plain,
        classwise_ece=float(np.mean([one.ece for one in classes])), curve=banded(groups, level, inflation),
        classes=tuple(classes),
        recalibrations=tuple(recalibrations(p.log_p, p.y, units, level, cv, seed)) if cv is not None else (),
    )  # fmt: skip


def _parts(
    p: Predictions, loss: Estimate, uncertainty: Estimate, level: float, seed: int
) -> tuple[Estimate, Estimate, float, int]:
    """Discrimination and miscalibration, with which uncertainty - discrimination + miscalibration is the loss."""
    d = dichotomies_of(p.log_p, p.y, p.units.weights, p.units.clusters)
    hits = d.hit_weights
    known = true_gain(d, float(gain(d, hits, base_rates(d, hits))), level, seed, of_base_rate=True)
    if loss.value == inf:
        discrimination = replace(_estimate(known, level, p.y.size), value=known.value)
        return discrimination, Estimate(inf, 0.0, inf, inf, level, p.y.size, 0.0, _METHOD), 0.0, 0
    lost = true_gain(d, float(gain(d, hits, d.forecast)), level, seed)
    miscalibration = _estimate(lost, level, p.y.size)
    discrimination = _estimate(known, level, p.y.size)
    value = uncertainty.value - loss.value + miscalibration.value
    return replace(discrimination, value=value), miscalibration, lost.p_value, lost.replicates


def _estimate(found: TrueGain, level: float, n: int) -> Estimate:
    stderr = (found.high - found.low) / 4  # of an interval that is not symmetric, as far as it has one
    return Estimate(found.value, stderr, found.low, found.high, level, n, found.bias, _METHOD)


def _skill(losses: Floats, p: Predictions, level: float) -> Estimate:
    """1 - loss / uncertainty, whose shares are known no better than the losses: by the linear part of the ratio."""
    with np.errstate(divide="ignore"):
        blind = -np.log(p.counts / p.units.total)[p.y]
    whole = p.units.mean(blind)
    if whole == 0 or not np.isfinite(losses).all():
        value = nan if whole == 0 else -inf
        return Estimate(value, inf, -inf, inf if whole == 0 else value, level, p.y.size, 0.0, "ratio", unit="")
    ratio = p.units.mean(losses) / whole
    found = mean_loss((losses - ratio * blind) / whole, p.units, level, "ratio")
    low, high = 1 - ratio - found.high, 1 - ratio - found.low
    return replace(found, value=1 - ratio, low=low, high=high, unit="").within(-inf, 1.0)


def _confidence(p: Predictions) -> tuple[Floats, Floats]:
    """The forecast and the outcome of the second of two classes; of more, of the most probable."""
    if len(p.classes) == 2:
        return np.exp(p.log_p[:, 1]), (p.y == 1).astype(np.float64)
    top = p.log_p.argmax(axis=1)
    return np.exp(p.log_p[np.arange(p.y.size), top]), (p.y == top).astype(np.float64)


def _classes(p: Predictions, bins: int) -> list[ClassEvaluation]:
    made = []
    for j, name in enumerate(p.classes):
        forecast, hit = np.exp(p.log_p[:, j]), (p.y == j).astype(np.float64)
        _, ece = expected_calibration_error(equal_bins(forecast, hit, bins, p.units.weights))
        made.append(ClassEvaluation(name, p.units.mean(hit), p.units.mean(forecast), ece))
    return made


def _variance_of_mean(values: Floats, units: Units) -> float:
    sums = units.sums(values - units.mean(values))
    return max(float(sums @ sums) / units.total**2, 1e-300)
