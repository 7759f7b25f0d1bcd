"""What each quantity becomes of drawn outcomes and their log-probabilities: a mean with an interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import e, exp, inf, log
from sys import float_info
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.backend.arrays import to_numpy
from plogp.distributions.array_input import float_numbers, numbers
from plogp.distributions.observations.drawn import Drawn
from plogp.distributions.observations.draws import log_probabilities
from plogp.distributions.observations.scored import Scored
from plogp.estimators.default import DRAWN_RATIO
from plogp.estimators.divergences.clustered_mean import clustered_mean
from plogp.estimators.divergences.drawn_ratios import RatioEstimator
from plogp.quantities._arguments import checked_estimator, own_estimator
from plogp.quantities._catalogue import catalogue
from plogp.quantities._quantity import Quantity
from plogp.results.estimate import Estimate
from plogp.theory import equations
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown
from plogp.theory.units import base_of

Reals = NDArray[np.float64]


def of_draws(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: Mapping[str, Any]) -> Estimate:
    """The estimate of a quantity of `Drawn` outcomes, alone or beside what a model `Scored` them."""
    formula = _FORMULAS.get(quantity.equation)
    names = " and ".join(type(d).__name__ for d in held)
    if formula is None:
        able = ", ".join(q.name for q in catalogue().values() if q.equation in _FORMULAS)
        raise Unanswerable(f"{quantity.name} of {names} is not estimated from drawn outcomes; {able} are")
    truth, *model = held
    if not isinstance(truth, Drawn) or not all(isinstance(d, Scored) for d in model):
        raise Unanswerable(
            f"{quantity.name} of {names}: outcomes drawn from the truth come first, Drawn(…), and what a model says of "
            "them second, Scored(log_q)"
        )
    given = {name: value for name, value in parameters.items() if value is not None}
    estimator = given.pop("estimator", None)
    if given:
        raise InvalidParameter(f"{next(iter(given))}= is not for drawn outcomes")
    if estimator is not None and formula is not _kl_divergence:
        raise InvalidParameter(f"estimator={shown(estimator)} is of no use here: {quantity.name} of {names} is a mean")
    if base is not e:
        quantity.unit.size(base)
    answer = formula(truth, model[0] if model else None, estimator).within(*quantity.range)
    return answer if base is e or not quantity.unit.has_base else answer.in_base(base_of(base))


def _entropy(p: Drawn, q: None, estimator: Any) -> Estimate:
    """The mean surprise of the truth at its own outcomes."""
    (log_p,), weights, groups = _counted(p, log_p=_own(p))
    return clustered_mean(-log_p, weights, groups, "LogScore")


def _cross_entropy(p: Drawn, q: Scored, estimator: Any) -> Estimate:
    """The mean surprise of the model."""
    (log_q,), weights, groups = _counted(p, log_q=q.log_q)
    return clustered_mean(-log_q, weights, groups, "LogScore")


def _kl_divergence(p: Drawn, q: Scored, estimator: Any) -> Estimate:
    """The mean of the terms of an estimator; its bias is what the mean of the plain terms has beside."""
    chosen = DRAWN_RATIO if estimator is None else estimator
    checked_estimator(RatioEstimator, chosen, "kl_divergence", "drawn outcomes", type(DRAWN_RATIO).__name__)
    (log_p, log_q), weights, groups = _counted(p, log_p=_own(p), log_q=q.log_q)
    with own_estimator(chosen):
        terms, plain = (float_numbers(f(log_p, log_q), "terms") for f in (chosen.terms, chosen.plain))
        if not terms.shape == plain.shape == weights.shape:
            raise ShapeMismatch(f"{type(chosen).__name__} gives {terms.shape} terms for {weights.shape} outcomes")
    finite = np.isfinite(terms).all()  # else a model thinks an outcome impossible, and so the plain terms say
    bias = float((weights * (plain - terms)).sum() / weights.sum()) if finite else 0.0
    return clustered_mean(terms, weights, groups, type(chosen).__name__, bias)


def _perplexity(p: Drawn, q: Scored | None, estimator: Any) -> Estimate:
    """exp of the mean surprise, and of the ends of its interval."""
    h = _entropy(p, None, None) if q is None else _cross_entropy(p, q, None)
    value, low, high = (exp(x) if x < _MOST else inf for x in (h.value, h.low, h.high))
    return replace(h, value=value, stderr=value * h.stderr, low=low, high=high, unit="")


_MOST = log(float_info.max)

# By the equation of the same quantity for known distributions.
_FORMULAS: Mapping[Callable[..., Any] | None, Callable[..., Estimate]] = {
    equations.entropy: _entropy,
    equations.cross_entropy: _cross_entropy,
    equations.kl_divergence: _kl_divergence,
    equations.perplexity: _perplexity,
}


def _own(p: Drawn) -> Any:
    if p.log_p is None:
        raise Unanswerable("what the truth gives to its own outcomes is needed here: Drawn(log_p)")
    return p.log_p


def _counted(p: Drawn, **logs: Any) -> tuple[list[Reals], Reals, NDArray[np.int64]]:
    """The log-probabilities of the outcomes that count, their weights and their groups."""
    held = {name: np.atleast_1d(to_numpy(numbers(x, name))) for name, x in logs.items()}
    shapes = [x.shape for x in held.values()]
    if len(set(shapes)) > 1:
        raise ShapeMismatch(f"{' and '.join(held)} are of the shapes {' and '.join(map(str, shapes))}: one entry each")
    shape = shapes[0]
    weights = p.shares(shape)
    counts = weights > 0
    if not counts.any():
        raise NotSamples("no outcome counts: there is none, or every weight is 0")
    made = [log_probabilities(x[counts], name).astype(np.float64) for name, x in held.items()]
    return made, weights[counts], p.groups(shape, counts)
