"""What a recalibrated model would win: temperature, vector scaling and isotonic regression, on rows not fitted to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from plogp.apps.evaluation.dichotomies import dichotomies_of
from plogp.apps.evaluation.mean_loss import Units, mean_loss
from plogp.apps.evaluation.recalibrated import isotonic
from plogp.results.document import Document
from plogp.results.estimate import Estimate
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import answering, whole_number
from plogp.typing import Floats, Integers

_MOST = 2_000_000  # numbers that a parametric fit reads; more rows would hardly change it
_STEEPEST = 50.0


@dataclass(frozen=True)
class Recalibration(Document):
    """A way to recalibrate a model, and what it wins.

    Attributes
    ----------
    method : str
        "temperature", "vector" or "isotonic".
    won : Estimate
        The loss that it takes away, on rows that it was not fitted to.
    temperature : float or None
        What logits are divided by, fitted to all rows.
    """

    method: str
    won: Estimate
    temperature: float | None = None


def recalibrations(log_p: Floats, y: Integers, units: Units, level: float, cv: Any, seed: int) -> list[Recalibration]:
    """What each method wins in held-out folds, in nats; rows whose outcome has the probability zero are left out."""
    some = log_p[np.arange(y.size), y] > -np.inf
    if not some.all():
        log_p, y, units = log_p[some], y[some], units.some(some)
    if y.size < 2 or np.all(y == y[0]):
        return []
    before = -log_p[np.arange(y.size), y]
    after = {name: np.full(y.size, np.nan) for name in ("temperature", "vector", "isotonic")}
    for train, test in folds(cv, y, units, seed):
        t, v = log_p[train], log_p[test]
        w = None if units.weights is None else units.weights[train]
        after["temperature"][test] = scaled_losses(v, y[test], 1 / fit_temperature(t, y[train], w, seed))
        slopes, shifts = fit_vector(t, y[train], w, seed)
        after["vector"][test] = scaled_losses(v, y[test], slopes, shifts)
        after["isotonic"][test] = isotonic_losses(t, y[train], w, v, y[test])
    found = []
    for name, losses in after.items():
        tested = np.isfinite(losses)
        won = mean_loss((before - losses)[tested], units.some(tested), level, f"{name}, held out")
        temperature = fit_temperature(log_p, y, units.weights, seed) if name == "temperature" else None
        found.append(Recalibration(name, won, temperature))
    return found


def folds(cv: Any, y: Integers, units: Units, seed: int) -> Iterator[tuple[Integers, Integers]]:
    """Rows to be fitted to, and others: of a splitter of scikit-learn, or of so many folds that keep clusters whole."""
    if hasattr(cv, "split"):
        with answering("cv=", cv):
            splits: list[Any] = [
                tuple(map(np.asarray, pair)) for pair in cv.split(np.zeros((y.size, 1)), y, units.clusters)
            ]
            if not splits or any(len(pair) != 2 or not all(part.size for part in pair) for pair in splits):
                raise InvalidParameter("cv= splits the rows into nothing, or into folds without rows")
            yield from splits
        return
    cv = whole_number("cv, the number of folds,", cv, 2, 1000)
    of_unit = np.random.default_rng(seed).permutation(units.count) % cv
    fold = of_unit if units.clusters is None else of_unit[units.clusters]
    for number in range(cv):
        train, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if train.size and test.size:
            yield train, test


def scaled_losses(log_p: Floats, y: Integers, slopes: Any, shifts: Any = 0.0) -> Floats:
    """The losses of softmax(slopes * log p + shifts)."""
    z = _scaled(log_p, slopes, shifts)
    losses: Floats = np.logaddexp.reduce(z, axis=1) - z[np.arange(y.size), y]
    return losses


def fit_temperature(log_p: Floats, y: Integers, weights: Floats | None, seed: int = 0) -> float:
    """The temperature of least loss (Guo et al. 2017, arXiv:1706.04599), which is convex in its inverse."""
    from scipy.optimize import minimize_scalar

    log_p, y, w = _drawn(log_p, y, weights, seed)
    found = minimize_scalar(
        lambda slope: float(w @ scaled_losses(log_p, y, slope)), bounds=(1 / _STEEPEST, _STEEPEST), method="bounded",
        options={"xatol": 1e-8},
    )  # fmt: skip
    return 1 / float(found.x)


def fit_vector(log_p: Floats, y: Integers, weights: Floats | None, seed: int = 0) -> tuple[Floats, Floats]:
    """A slope and a shift for each class, of least loss."""
    from scipy.optimize import minimize

    log_p, y, w = _drawn(log_p, y, weights, seed)
    n, k = log_p.shape
    held = np.where(np.isneginf(log_p), 0.0, log_p)

    def loss(x: Floats) -> tuple[float, Floats]:
        z = _scaled(log_p, x[:k], x[k:])
        log_z = np.logaddexp.reduce(z, axis=1)
        p = np.exp(z - log_z[:, None])
        value = float(w @ (log_z - z[np.arange(n), y])) / n
        p[np.arange(n), y] -= 1
        p *= w[:, None] / n
        return value, np.concatenate([np.einsum("ij,ij->j", p, held), p.sum(axis=0)])

    start = np.concatenate([np.ones(k), np.zeros(k)])
    bounds = [(0.0, _STEEPEST)] * k + [(-_STEEPEST, _STEEPEST)] * k
    x = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 200}).x
    return x[:k], x[k:]


def isotonic_losses(log_p: Floats, y: Integers, weights: Floats | None, new: Floats, outcome: Integers) -> Floats:
    """The losses on new rows of the isotonic recalibration, dichotomy by dichotomy.

    A step has half a hit and half a miss more than were seen (Krichevsky & Trofimov 1981,
    doi:10.1109/TIT.1981.1056331): a single row would else promise certainty, and lose infinitely much.
    """
    d = dichotomies_of(log_p, y, weights)
    fitted = isotonic(d, d.hit_weights)
    seen, hits = d.weights, d.hit_weights
    losses = np.zeros(outcome.size)
    tail = np.logaddexp.accumulate(new[:, ::-1], axis=1)[:, ::-1]
    for step in range(new.shape[1] - 1):
        at_risk = np.flatnonzero(outcome >= step)
        here = d.step == step
        if not at_risk.size or not here.any():
            continue
        level, forecast = fitted[here], d.forecast[here]
        block = np.cumsum(np.diff(level, prepend=level[0]) > 0)
        heavy, of_hits = np.bincount(block, seen[here]), np.bincount(block, hits[here])
        rate = ((of_hits + 0.5) / (heavy + 1))[block]
        with np.errstate(invalid="ignore"):
            q = np.nan_to_num(np.exp(new[at_risk, step] - tail[at_risk, step]), nan=0.5)
        p = np.interp(q, forecast, rate)
        losses[at_risk] -= np.log(np.where(outcome[at_risk] == step, p, 1 - p))
    return losses


def _scaled(log_p: Floats, slopes: Any, shifts: Any) -> Floats:
    with np.errstate(invalid="ignore"):
        z = log_p * slopes + shifts
    return np.where(np.isneginf(log_p), -np.inf, z)


def _drawn(log_p: Floats, y: Integers, weights: Floats | None, seed: int) -> tuple[Floats, Integers, Floats]:
    """Enough of the rows, drawn at random where there are more."""
    w = np.ones(y.size) if weights is None else weights
    most = max(1000, _MOST // log_p.shape[1])
    if y.size <= most:
        return log_p, y, w
    some = np.random.default_rng(seed).choice(y.size, most, replace=False)
    return log_p[some], y[some], w[some]
