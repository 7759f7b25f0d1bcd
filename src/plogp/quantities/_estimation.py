"""What was observed: to an estimator of counts, or to one that measures distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import e
from typing import Any

import numpy as np

from plogp.backend.arrays import to_numpy
from plogp.distributions.counts import Counts
from plogp.distributions.observed import Observed
from plogp.distributions.pmfs import as_pmfs
from plogp.distributions.samples import Samples
from plogp.estimators.default import DISCRETE
from plogp.estimators.discrete import quantities
from plogp.estimators.discrete.entropy_combination import DiscreteEstimator
from plogp.estimators.discrete.pseudocount import Pseudocount
from plogp.estimators.divergences import estimation
from plogp.estimators.divergences.matched_samples import Side
from plogp.quantities import _continuous_estimation
from plogp.quantities._arguments import axes_of, checked_estimator, own_estimator
from plogp.results.estimate import Estimate
from plogp.theory.errors import InvalidParameter, NotCounts, ShapeMismatch
from plogp.theory.parameters import shown
from plogp.theory.ranges import Range, range_of
from plogp.theory.units import base_of


def estimated(quantity: str, p: Observed, base: float = e, estimator: Any = None, given: Any = None) -> Estimate:
    """A quantity of the variables of one sample, with its interval, in units of the base."""
    if isinstance(p, Samples) and _continuous_estimation.is_measured(p):
        return _finished(
            _continuous_estimation.measured(quantity, p, estimator, given), [p], base, range_of(quantity, measured=True)
        )
    if given is not None:
        p = Counts(p.n if isinstance(p, Counts) else p.table(), axes_of(given))
    if estimator is not None:
        checked_estimator(DiscreteEstimator, estimator, quantity, "counts", type(DISCRETE).__name__)
    chosen, t = DISCRETE if estimator is None else estimator, p.contingency()
    with own_estimator(chosen):
        answer = getattr(quantities, quantity)(t, chosen)
    return _finished(answer, [p], base, range_of(quantity))


def compared(
    quantity: str, *held: Any, base: float = e, estimator: Any = None, unseen: Any = None, **parameters: Any
) -> Estimate:
    """A divergence of which at least one argument was observed."""
    weights = parameters.get("weights") or [1 / len(held)] * len(held)
    values = range_of(quantity, measured=_continuous_estimation.is_measured(*held), weights=weights)
    if _continuous_estimation.is_measured(*held):
        if unseen is not None:
            raise InvalidParameter("unseen= is for categories that a sample lacks; continuous samples have none")
        return _finished(_continuous_estimation.compared(quantity, held, estimator, **parameters), held, base, values)
    if estimator is not None:
        raise InvalidParameter(
            f"estimator={shown(estimator)} is of no use here: a {quantity} of counts, or of discrete samples, has a "
            "bias correction of its own, so leave it out; estimators measure the distances of continuous samples "
            "(discrete=False)"
        )
    if unseen is not None and not isinstance(unseen, Pseudocount):
        raise InvalidParameter(f"unseen= is Pseudocount(amount), but it is {shown(unseen)}")
    if unseen is not None:
        parameters["unseen"] = unseen
    if quantity in ("cross_entropy", "kl_divergence"):
        parameters["entropy"] = DISCRETE
    samples = [d for d in held if isinstance(d, Observed)]
    counted = samples[0].beside(*samples[1:])
    if sum(int(n.sum()) for n in counted) >= 2**63:
        raise NotCounts("together the samples hold more than 2^63 - 1 observations, which cannot be counted")
    tables = iter(counted)
    sides = [Side.observed(next(tables).ravel()) if isinstance(d, Observed) else Side(_one_row(d)) for d in held]
    sizes = {side.p.size for side in sides}
    if len(sizes) > 1:
        raise ShapeMismatch(f"the distributions have {' and '.join(map(str, sorted(sizes)))} outcomes: they must agree")
    return _finished(getattr(estimation, quantity)(*sides, **parameters), samples, base, values)


def _one_row(d: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
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
