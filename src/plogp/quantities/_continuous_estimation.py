"""Samples with a continuous column: from the quantity to an estimator that measures distances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from plogp.distributions.columns import Column
from plogp.distributions.samples import Samples
from plogp.estimators.continuous import estimation
from plogp.estimators.default import default_dependence, default_divergence, default_entropy
from plogp.quantities._arguments import axes_of, checked_estimator, own_estimator
from plogp.results.estimate import Estimate
from plogp.theory.errors import ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown


def is_measured(*held: Any) -> bool:
    """Whether one of the arguments is a sample with a continuous column."""
    return any(isinstance(d, Samples) and not all(column.discrete for column in d.variables) for d in held)


def measured(quantity: str, p: Samples, estimator: Any, given: Any = None) -> Estimate:
    """A quantity of the columns of one sample."""
    columns, known = _ordered(p, given)
    if quantity == "entropy":
        chosen = _able(estimation.EntropyEstimator, quantity, default_entropy(columns), estimator)
        with own_estimator(chosen):
            return estimation.entropy(columns, chosen)
    if quantity == "mutual_information":
        chosen = _able(estimation.DependenceEstimator, quantity, default_dependence(columns), estimator)
        with own_estimator(chosen):
            return estimation.mutual_information(columns, known, chosen)
    raise Unanswerable(
        f"{quantity} is not estimated from continuous columns here; entropy and mutual_information are, and "
        "discrete=True says that the numbers are names"
    )


def compared(quantity: str, samples: Sequence[Any], estimator: Any, weights: Any = None) -> Estimate:
    """A divergence between samples of the same variables."""
    for place, sample in enumerate(samples):
        if not is_measured(sample):
            raise Unanswerable(
                f"argument {place + 1} is {type(sample).__name__}, and another is a continuous sample: a divergence "
                "is estimated here from continuous Samples alone"
            )
    held = [sample.variables for sample in samples]
    if quantity == "kl_divergence":
        chosen = _able(estimation.DivergenceEstimator, quantity, default_divergence(quantity), estimator)
        with own_estimator(chosen):
            return estimation.kl_divergence(held[0], held[1], chosen)
    if quantity == "js_divergence":
        chosen = _able(estimation.MixtureEstimator, quantity, default_divergence(quantity), estimator)
        with own_estimator(chosen):
            return estimation.js_divergence(held, weights or [1 / len(held)] * len(held), chosen)
    raise Unanswerable(
        f"{quantity} is not estimated from continuous samples here; kl_divergence and js_divergence are, and "
        "discrete=True says that the numbers are names"
    )


def _ordered(p: Samples, given: Any) -> tuple[list[Column], int]:
    """The columns, those that are known beforehand last, and how many these are."""
    columns, known = list(p.variables), len(p.given)
    if given is None:
        return columns, known
    places = axes_of(given)
    if any(not -len(columns) <= place < len(columns) for place in places):
        raise ShapeMismatch(f"given={shown(given)} is out of range for samples of {len(columns)} columns")
    chosen = {place % len(columns) for place in places}
    others = [column for place, column in enumerate(columns) if place not in chosen]
    return [*others, *(columns[place] for place in sorted(chosen))], len(chosen)


def _able(protocol: Any, quantity: str, default: Any, estimator: Any) -> Any:
    if estimator is None:
        return default
    checked_estimator(protocol, estimator, quantity, "continuous samples", type(default).__name__)
    return estimator
