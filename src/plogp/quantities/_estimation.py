"""What a quantity becomes of samples: of one by an estimator of its entropies, of several by that of a divergence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import e
from typing import Any

import numpy as np

from plogp.backend.arrays import to_numpy
from plogp.distributions.observations.counts import Counts
from plogp.distributions.observations.observed import Observed
from plogp.distributions.pmfs import as_pmfs
from plogp.distributions.top_k import TopK
from plogp.estimators.default import DISCRETE
from plogp.estimators.discrete.estimator import CountEstimator, DiscreteEstimator, completed
from plogp.estimators.discrete.pseudocount import Pseudocount
from plogp.estimators.divergences.matched_samples import Side
from plogp.quantities import _continuous_estimation
from plogp.quantities._arguments import axes_of, checked_estimator, own_estimator
from plogp.quantities._catalogue import catalogue
from plogp.quantities._continuous_estimation import Columns, Rows
from plogp.quantities._quantity import Estimated, Quantity
from plogp.results.estimate import Estimate
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import InvalidParameter, NotCounts, ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown
from plogp.theory.ranges import Range
from plogp.theory.units import base_of


@dataclass(frozen=True)
class OfOneSample:
    """The estimate of a quantity of the variables of one sample.

    Attributes
    ----------
    counts : function
        From the counts of the combinations that occur, and an estimator of entropies.
    columns : Columns, optional
        The same of samples with a continuous column.
    """

    counts: Callable[[Contingency, CountEstimator], Estimate]
    columns: Columns | None = None

    def __call__(self, quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Estimate:
        if len(held) > 1:  # perplexity's alone
            raise Unanswerable(
                f"the {quantity.name} of a model is not estimated from counts or samples: take exp of "
                "cross_entropy(p, q), or write Drawn() and Scored(log_q)"
            )
        (p,), estimator, given = held, parameters.get("estimator"), parameters.get("given")
        if _continuous_estimation.is_measured(p):
            if self.columns is None:
                raise _not_estimated(quantity, "columns", lambda of: isinstance(of, OfOneSample) and of.columns)
            answer = _continuous_estimation.of_columns(quantity.name, self.columns, p, estimator, given)
            return _finished(answer, [p], base, self.columns.range)
        if given is not None:
            p = Counts(p.n if isinstance(p, Counts) else p.table(), axes_of(given))
        if estimator is not None:
            checked_estimator(DiscreteEstimator, estimator, quantity.name, "counts", type(DISCRETE).__name__)
        chosen, t = DISCRETE if estimator is None else estimator, p.contingency()
        with own_estimator(chosen):
            answer = self.counts(t, completed(chosen))
        return _finished(answer, [p], base, quantity.range)


@dataclass(frozen=True)
class OfSeveralSamples:
    """The estimate of a divergence of which at least one argument was observed.

    Attributes
    ----------
    counts : function
        From a `Side` for each argument, and what else the quantity takes.
    rows : Rows, optional
        The same of continuous samples.
    """

    counts: Callable[..., Estimate]
    rows: Rows | None = None

    def __call__(self, quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Estimate:
        further = {name: value for name, value in parameters.items() if value is not None}
        estimator, unseen = further.pop("estimator", None), further.get("unseen")
        if _continuous_estimation.is_measured(*held):
            if unseen is not None:
                raise InvalidParameter("unseen= is for categories that a sample lacks; continuous samples have none")
            if self.rows is None:
                raise _not_estimated(quantity, "samples", lambda of: isinstance(of, OfSeveralSamples) and of.rows)
            answer = _continuous_estimation.of_rows(quantity.name, self.rows, held, estimator, **further)
            return _finished(answer, held, base, quantity.range)
        if estimator is not None:
            raise InvalidParameter(
                f"estimator={shown(estimator)} is of no use here: a {quantity.name} of counts, or of discrete samples, "
                "has a bias correction of its own, so leave it out; estimators measure the distances of continuous "
                "samples (discrete=False)"
            )
        if unseen is not None and not isinstance(unseen, Pseudocount):
            raise InvalidParameter(f"unseen= is Pseudocount(amount), but it is {shown(unseen)}")
        samples = [d for d in held if isinstance(d, Observed)]
        return _finished(self.counts(*_sides(held, samples), **further), samples, base, quantity.range)


def of_observed(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Estimate:
    """The estimate of a quantity; raise where it is none of samples."""
    if quantity.observed is None:
        as_pmfs(held)  # which says so
        raise AssertionError(f"one of the arguments of {quantity.name} was observed")
    estimated: Estimate = quantity.observed()(quantity, held, base, parameters)
    return estimated


def _not_estimated(quantity: Quantity, what: str, can: Callable[[Estimated], Any]) -> Unanswerable:
    """The error of a quantity of continuous data that no estimator has, with those that some have."""
    able = [q.name for q in catalogue().values() if q.observed is not None and can(q.observed())]
    return Unanswerable(
        f"{quantity.name} is not estimated from continuous {what} here; {' and '.join(able)} are, and discrete=True "
        "says that the numbers are names"
    )


def _sides(held: tuple[Any, ...], samples: Sequence[Observed]) -> list[Side]:
    """Every argument over the categories that any of the samples has."""
    counted = samples[0].beside(*samples[1:])
    if sum(int(n.sum()) for n in counted) >= 2**63:
        raise NotCounts("together the samples hold more than 2^63 - 1 observations, which cannot be counted")
    tables = iter(counted)
    sides = [Side.observed(next(tables).ravel()) if isinstance(d, Observed) else Side(_one_row(d)) for d in held]
    sizes = {side.p.size for side in sides}
    if len(sizes) > 1:
        raise ShapeMismatch(f"the distributions have {' and '.join(map(str, sorted(sizes)))} outcomes: they must agree")
    return sides


def _one_row(d: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    if isinstance(d, TopK):
        raise Unanswerable("TopK lists some of the outcomes alone, and a sample counts all: write Probs or Logits")
    p = to_numpy(as_pmfs((d,))[0].p).astype(np.float64)
    if p.ndim != 1:
        raise ShapeMismatch(f"a sample is compared with one distribution, but this holds rows of shape {p.shape}")
    return p


def _finished(answer: Estimate, samples: Sequence[Observed], base: float, values: Range) -> Estimate:
    """With an interval of possible values and the number of rows dropped, in units of the base if it has any."""
    answer = answer.within(*values)
    dropped = sum(getattr(d, "dropped", 0) for d in samples)
    if dropped:
        answer = replace(answer, dropped=dropped)
    if base is e:
        return answer
    base = base_of(base)
    return answer.in_base(base) if answer.unit else answer
