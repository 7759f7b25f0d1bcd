"""What a quantity becomes of samples with a continuous column: by an estimator that measures distances."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from plogp.distributions.observations.columns import Column
from plogp.distributions.observations.samples import Samples
from plogp.quantities._arguments import axes_of, checked_estimator, own_estimator
from plogp.results.estimate import Estimate
from plogp.theory.errors import ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown
from plogp.theory.ranges import Range


@dataclass(frozen=True)
class Columns:
    """The estimate from the columns of one sample.

    Attributes
    ----------
    estimate : function
        From the columns, those given last, how many are given, and an estimator.
    protocol : type
        What an estimator must do.
    default : function
        The estimator for columns, where none is named.
    range : Range
        The values that the quantity can take.
    """

    estimate: Callable[[Sequence[Column], int, Any], Estimate]
    protocol: Any
    default: Callable[[Sequence[Column]], Any]
    range: Range


@dataclass(frozen=True)
class Rows:
    """The estimate from the rows of several samples: from the columns of each, an estimator, and what else it takes."""

    estimate: Callable[..., Estimate]
    protocol: Any
    default: Any


def is_measured(*held: Any) -> bool:
    """Whether one of the arguments is a sample with a continuous column."""
    return any(isinstance(d, Samples) and not all(column.discrete for column in d.variables) for d in held)


def of_columns(name: str, how: Columns, p: Samples, estimator: Any, given: Any) -> Estimate:
    """A quantity of the columns of one sample."""
    columns, known = _ordered(p, given)
    chosen = _chosen(how.protocol, name, how.default(columns), estimator)
    with own_estimator(chosen):
        return how.estimate(columns, known, chosen)


def of_rows(name: str, how: Rows, samples: Sequence[Any], estimator: Any, **parameters: Any) -> Estimate:
    """A divergence between samples of the same variables."""
    for place, sample in enumerate(samples):
        if not is_measured(sample):
            raise Unanswerable(
                f"argument {place + 1} is {type(sample).__name__}, and another is a continuous sample: a divergence "
                "is estimated here from continuous Samples alone"
            )
    chosen = _chosen(how.protocol, name, how.default, estimator)
    with own_estimator(chosen):
        return how.estimate(*[sample.variables for sample in samples], estimator=chosen, **parameters)


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


def _chosen(protocol: Any, name: str, default: Any, estimator: Any) -> Any:
    if estimator is None:
        return default
    checked_estimator(protocol, estimator, name, "continuous samples", type(default).__name__)
    return estimator
