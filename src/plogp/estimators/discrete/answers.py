"""The estimate of a combination of entropies: its interval, its name, and what the counts say against it."""

from __future__ import annotations

from math import hypot, inf, isfinite, nan

from plogp.estimators.discrete import four_cells
from plogp.estimators.discrete.dependence_intervals import above_zero, dependence, ends_of, upper_of_skewed
from plogp.estimators.discrete.entropy_combination import Combination
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.unseen import NOTHING, Unseen
from plogp.estimators.intervals import between, lower_of_rare, quantile_between, upper_of_rare
from plogp.results.estimate import Estimate
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import Fingerprint

_UNSEEN = ("undersampled: of the rare outcomes hardly one was seen twice, so that many more may not have been seen",)
_FEW = 48  # observations below which intervals are not warranted; as of continuous samples


def normal(
    t: Contingency, c: Combination, estimator: CountEstimator, event: float | None = None, lacking: Unseen = NOTHING
) -> Estimate:
    """With the normal interval, or that between two estimates where outcomes were not seen.

    A quantity that is never negative is what rare observations add up to, each at most `event`; outcomes not seen may
    add what is `lacking`.
    """
    (low, high), stderr = ends_of(c, t.total), c.variance(t.total) ** 0.5
    if event is None or not isfinite(c.value + stderr):
        return answer(t, c, stderr, between(low, high), estimator)
    z = quantile_between(low, high)
    least, most = lower_of_rare(*low, z), max(upper_of_rare(*high, z, event), upper_of_skewed(t, c))
    seen = max(most, low[0] + hypot(most - high[0], lacking.further))
    most = lacking.reach(seen)
    doubtful = 2 * max(lacking.further, most - seen) > stderr
    return answer(t, c, stderr, (least, most), estimator, _UNSEEN if doubtful else ())


def not_negative(t: Contingency, c: Combination, estimator: CountEstimator) -> Estimate:
    """With the interval of a quantity that cannot be negative, which zero bounds."""
    if not isfinite(c.value):
        return normal(t, c, estimator)
    return answer(t, c, c.variance(t.total) ** 0.5, above_zero(c, t.total), estimator)


def shared(
    t: Contingency,
    c: Combination,
    estimator: CountEstimator,
    apart: Combination | None = None,
    alone: tuple[float, float] | None = None,
    share: four_cells.Share | None = None,
    plug_in: float | None = None,
    lacking: Unseen = NOTHING,
) -> Estimate:
    """With the interval of what two variables share; `plug_in` is their plug-in information."""
    if not isfinite(c.value):
        return normal(t, c, estimator)
    ends = dependence(t, c, c.value + c.bias if plug_in is None else plug_in, apart, alone, share, lacking)
    stderr = c.variance(t.total) ** 0.5
    return answer(t, c, stderr, ends, estimator, _UNSEEN if 2 * lacking.further > stderr else ())


def answer(
    t: Contingency,
    c: Combination,
    stderr: float,
    ends: tuple[float, float],
    estimator: CountEstimator,
    warnings: tuple[str, ...] = (),
) -> Estimate:
    """With this interval, widened to hold the value; of an infinite one everything that is possible."""
    if not isfinite(c.value):
        ends, stderr = (-inf if c.value < 0 or c.value != c.value else 0.0, inf), nan if c.value != c.value else inf
    low, high = min(ends[0], c.value), max(ends[1], c.value)
    doubts = (*warnings, *doubts_of(t))
    return Estimate(c.value, stderr, low, high, 0.95, t.total, c.bias, estimator.name, "nat", doubts)


def doubts_of(t: Contingency) -> tuple[str, ...]:
    """What the counts say against the estimate."""
    total = t.total
    once = Fingerprint(*t.count_of_counts(tuple(range(t.order)))).singletons
    if total == 1:
        return ("undersampled: there is one observation",)
    if once == total:
        return ("undersampled: no outcome was seen twice",)
    if total < _FEW:
        return (f"undersampled: fewer than {_FEW} observations",)
    if once > 0.1 * total:
        return (f"undersampled: {100 * once / total:.0f} % of the observations are of outcomes seen once",)
    return ()
