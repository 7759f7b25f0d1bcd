"""Every quantity of counts, composed once from the entropies of a discrete estimator."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import exp, hypot, inf, isfinite, log, nan

from plogp.estimators.discrete import four_cells
from plogp.estimators.discrete.dependence_intervals import (
    above_zero,
    dependence,
    ends_of,
    total_dependence,
    upper_of_skewed,
)
from plogp.estimators.discrete.entropy_combination import Combination, DiscreteEstimator, LowerBound, combined, scaled
from plogp.estimators.discrete.nsb import NSB
from plogp.estimators.expected_mutual_information import chance
from plogp.estimators.intervals import (
    between,
    boundary_interval,
    jackknife,
    lower_of_rare,
    normal_interval,
    one_outcome,
    quantile_between,
    upper_of_rare,
    variance,
)
from plogp.results.estimate import Estimate
from plogp.theory.contingency import Contingency
from plogp.theory.errors import ShapeMismatch
from plogp.theory.fingerprint import Fingerprint

_CONSTANT = ("constant: a variable does not vary, so nothing was seen that it could tell",)

_UNSEEN = ("undersampled: of the rare outcomes hardly one was seen twice, so that many more may not have been seen",)
_FEW = 48  # observations below which intervals are not warranted; as of continuous samples


def entropy(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """H of all variables together, at most log k."""
    return _entropy(t, range(t.order), estimator)


def _entropy(t: Contingency, chosen: Iterable[int], estimator: DiscreteEstimator) -> Estimate:
    variables = tuple(chosen)
    c = combined(t, [(1, variables)], estimator)
    f = Fingerprint(*t.count_of_counts(variables), variables)
    alone = ("one outcome: nothing else was seen",) if f.seen == 1 else ()
    if isinstance(estimator, NSB):
        sd = estimator.posterior(f).sd
        low, high = normal_interval(c.value, sd)
        return _answer(t, c, sd, (max(low, 0.0), high), estimator, alone)
    if alone:
        return _answer(t, c, 0.0, (0.0, one_outcome(f.n)), estimator, alone)
    if f.singletons or c.value < log(f.seen) / 2:
        return _estimate(t, c, estimator, (log(f.n) + 1) / f.n, _further(f, estimator))
    return _below(log(f.seen), t, c, estimator)


def _below(most: float, t: Contingency, c: Combination, estimator: DiscreteEstimator) -> Estimate:
    """With the interval of an entropy of which all outcomes were seen: near the most that it can be its distance from
    there is chi-square."""
    near, far = boundary_interval(most - c.value + c.left, c.jackknifed, c.freedom, t.total)
    stderr = variance(c.jackknifed, c.freedom, t.total) ** 0.5
    return _answer(t, c, stderr, (most - far, most - near), estimator)


def perplexity(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """exp(H), with the interval of H mapped along."""
    h = entropy(t, estimator)
    value = exp(h.value) if h.value < 700 else inf
    return Estimate(
        value, value * h.stderr, exp(h.low), exp(min(h.high, 700)), h.level, h.n,
        value - exp(h.value - h.bias), h.estimator, "", h.warnings,
    )  # fmt: skip


def conditional_entropy(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """H(X | all other variables)."""
    _need(t, 2, at_least=True)
    others = tuple(range(1, t.order))
    known = estimator.entropy(Fingerprint(*t.count_of_counts(others), others))[0]
    event = (max(log(t.total) - known, 0.0) + 1) / t.total
    c = combined(t, [(1, range(t.order)), (-1, others)], estimator)
    most = log(t.margin((0,)).size)
    once = Fingerprint(*t.count_of_counts(tuple(range(t.order)))).singletons
    if c.freedom > 0 and not once and c.value > most / 2 and not isinstance(estimator, NSB):
        return _below(most, t, c, estimator)
    return _estimate(t, c, estimator, event, _further_given(t, others, estimator))


def mutual_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """I(X;Y | Z) = H(X,Z) + H(Y,Z) - H(X,Y,Z) - H(Z)."""
    _need(t, 2 + t.given)
    c = combined(t, _shared(range(2, t.order)), estimator)
    if t.order > 2:
        return _shared_answer(t, c, estimator)
    if min(t.margin((i,)).size for i in (0, 1)) == 1:
        return _answer(t, c, 0.0, (0.0, one_outcome(t.total)), estimator, _CONSTANT)
    # At most the smaller entropy, which the other decides in a copy.
    most, i = min((estimator.entropy(Fingerprint(*t.count_of_counts((i,)), (i,)))[0], i) for i in (0, 1))
    if 2 * c.value <= most:
        return _shared_answer(t, c, estimator, share=four_cells.mutual_information)
    alone, apart = _entropy(t, (i,), estimator), combined(t, [(1, (0, 1)), (-1, (1 - i,))], estimator)
    further = _further_given(t, (1 - i,), estimator)
    ends = alone.low, alone.high
    return _shared_answer(t, c, estimator, apart, ends, four_cells.mutual_information, further=further)


def adjusted_mutual_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """(I - E) / ((H(X) + H(Y)) / 2 - E) of plug-in values, with E the mean of I under random matching.

    1 where all outcomes of both are different, 0 where both are constant: there it is 0 / 0.
    """
    _need(t, 2)
    top = combined(t, _shared(()), estimator)
    whole = combined(t, [(1, (0,)), (1, (1,))], estimator)
    expected = chance(t).mean
    reserve = whole.value / 2 - expected
    if not whole.value > 0 or reserve <= 1e-12 * whole.value:
        # Then all matchings share all there is: each variable decides the other, unless there is nothing to decide.
        saturated = ("saturated: chance alone explains all that is shared",)
        value = float(whole.value > 0)
        return Estimate(value, inf, -inf, inf, 0.95, t.total, 0.0, type(estimator).__name__, "", saturated)
    ratio = (top.value - expected) / reserve
    change = top.change + scaled(whole.change, -ratio / 2)
    stderr = variance(jackknife(t, change), top.freedom, t.total) ** 0.5 / reserve
    ends = normal_interval(ratio, stderr)
    bias = 2 * top.value / whole.value - ratio
    return Estimate(ratio, stderr, *ends, 0.95, t.total, bias, type(estimator).__name__, "", _doubts(t))


def variation_of_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """2·H(X,Y) - H(X) - H(Y)."""
    _need(t, 2)
    c = combined(t, [(2, (0, 1)), (-1, (0,)), (-1, (1,))], estimator)
    return _estimate(t, c, estimator, (log(t.total) + 1) / t.total)


def total_correlation(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """Sum of H(X_i) - H(X_1, …, X_r)."""
    _need_several(t)
    terms = [(1, (i,)) for i in range(t.order)]
    c = combined(t, [*terms, (-1, range(t.order))], estimator)
    if not isfinite(c.value):
        return _estimate(t, c, estimator)
    return _answer(t, c, c.variance(t.total) ** 0.5, total_dependence(t, c), estimator)


def dual_total_correlation(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """Sum of H(all but X_i) - (r - 1)·H(X_1, …, X_r)."""
    _need_several(t)
    return _above_zero(t, combined(t, [*_all_but_one(t), (1 - t.order, range(t.order))], estimator), estimator)


def o_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """Sum of H(X_i) - sum of H(all but X_i) + (r - 2)·H(X_1, …, X_r)."""
    _need_several(t)
    single = [(1, (i,)) for i in range(t.order)]
    minus = [(-sign, variables) for sign, variables in _all_but_one(t)]
    return _estimate(t, combined(t, [*single, *minus, (t.order - 2, range(t.order))], estimator), estimator)


def interaction_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """Sum over all sets of variables of ±H, minus for that of all and for those that lack an even number."""
    _need_several(t)
    if t.order == 2:
        return mutual_information(t, estimator)
    sets = [s for size in range(1, t.order + 1) for s in combinations(range(t.order), size)]
    terms = [(-1 if (t.order - len(s)) % 2 == 0 else 1, s) for s in sets]
    return _estimate(t, combined(t, terms, estimator), estimator)


def normalized_mutual_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """2·I(X;Y) / (H(X) + H(Y)); 0 where both are constant."""
    _need(t, 2)
    top = combined(t, _shared(()), estimator)
    whole = combined(t, [(1, (0,)), (1, (1,))], estimator)
    half = whole.value / 2
    if min(t.margin((i,)).size for i in (0, 1)) == 1:  # 2·I / (H + H) where the other may have an outcome too rare
        rare = one_outcome(t.total)
        high = 2 * rare / (rare + whole.value) if rare + whole.value > 0 else 1.0
        return Estimate(0.0, 0.0, 0.0, min(high, 1.0), 0.95, t.total, 0.0, type(estimator).__name__, "", _CONSTANT)
    ratio = top.value / half
    plug_in = (whole.value + whole.bias) / 2
    bias = (top.value + top.bias) / plug_in - ratio if plug_in > 0 else 0.0
    change = top.change + scaled(whole.change, -ratio / 2)  # the delta method for a quotient, times its denominator
    left, spread = top.left - ratio / 2 * whole.left, jackknife(t, change)
    ratios = Combination(top.value, bias * half, left, change, spread, top.freedom, top.lacking, top.reserve, top.doubt)
    apart = None
    if ratio > 0.5:
        apart = combined(t, [(2, (0, 1)), (-1, (0,)), (-1, (1,))], estimator).halved()

    def share(both: float, p: float, q: float) -> float:
        return half * four_cells.normalized_mutual_information(both, p, q)

    shared = top.value + top.bias
    further = sum(_further_given(t, (i,), estimator) for i in (0, 1)) / 2 if apart else 0.0
    return _shared_answer(t, ratios, estimator, apart, None, share, shared, further).scaled(1 / half, "")


def _all_but_one(t: Contingency) -> list[tuple[int, tuple[int, ...]]]:
    return [(1, tuple(j for j in range(t.order) if j != i)) for i in range(t.order)]


def _shared(given: Iterable[int]) -> list[tuple[int, tuple[int, ...]]]:
    return [(1, (0, *given)), (1, (1, *given)), (-1, (0, 1, *given)), (-1, tuple(given))]


def _estimate(
    t: Contingency, c: Combination, estimator: DiscreteEstimator, event: float | None = None, further: float = 0.0
) -> Estimate:
    """With the normal interval, or that between two estimates where outcomes were not seen.

    A quantity that is never negative is what rare observations add up to, each at most `event`; outcomes not seen may
    add `further`.
    """
    (low, high), stderr = ends_of(c, t.total), c.variance(t.total) ** 0.5
    if event is None or not isfinite(c.value + stderr):
        return _answer(t, c, stderr, between(low, high), estimator)
    z = quantile_between(low, high)
    least, most = lower_of_rare(*low, z), max(upper_of_rare(*high, z, event), upper_of_skewed(t, c))
    most = max(most, low[0] + hypot(most - high[0], further))
    return _answer(t, c, stderr, (least, most), estimator, _UNSEEN if 2 * further > stderr else ())


def _further_given(t: Contingency, known: tuple[int, ...], estimator: DiscreteEstimator) -> float:
    """How much more may be left open once some variables are known."""
    every = tuple(range(t.order))
    both, given = (_further(Fingerprint(*t.count_of_counts(v), v), estimator) for v in (every, known))
    return max(both - given, 0.0)


def _further(f: Fingerprint, estimator: DiscreteEstimator) -> float:
    return estimator.further(f) if isinstance(estimator, LowerBound) else 0.0


def _above_zero(t: Contingency, c: Combination, estimator: DiscreteEstimator) -> Estimate:
    """With the interval of a quantity that cannot be negative, which zero bounds."""
    if not isfinite(c.value):
        return _estimate(t, c, estimator)
    return _answer(t, c, c.variance(t.total) ** 0.5, above_zero(c, t.total), estimator)


def _shared_answer(
    t: Contingency,
    c: Combination,
    estimator: DiscreteEstimator,
    apart: Combination | None = None,
    alone: tuple[float, float] | None = None,
    share: four_cells.Share | None = None,
    shared: float | None = None,
    further: float = 0.0,
) -> Estimate:
    """With the interval of what two variables share; `shared` is their plug-in information."""
    if not isfinite(c.value):
        return _estimate(t, c, estimator)
    ends = dependence(t, c, c.value + c.bias if shared is None else shared, apart, alone, share, further)
    stderr = c.variance(t.total) ** 0.5
    return _answer(t, c, stderr, ends, estimator, _UNSEEN if 2 * further > stderr else ())


def _answer(
    t: Contingency,
    c: Combination,
    stderr: float,
    ends: tuple[float, float],
    estimator: DiscreteEstimator,
    warnings: tuple[str, ...] = (),
) -> Estimate:
    if not isfinite(c.value):
        ends, stderr = (-inf if c.value < 0 or c.value != c.value else 0.0, inf), nan if c.value != c.value else inf
    low, high = min(ends[0], c.value), max(ends[1], c.value)
    doubts = (*warnings, *_doubts(t))
    return Estimate(c.value, stderr, low, high, 0.95, t.total, c.bias, type(estimator).__name__, "nat", doubts)


def _doubts(t: Contingency) -> tuple[str, ...]:
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


def _need_several(t: Contingency) -> None:
    _need(t, 2, at_least=True)
    if t.given:
        raise ShapeMismatch("this quantity speaks of all variables alike: leave given= out")


def _need(t: Contingency, variables: int, *, at_least: bool = False) -> None:
    if t.order < variables or (t.order > variables and not at_least):
        more = " or more" if at_least else ""
        raise ShapeMismatch(f"this quantity speaks of {variables}{more} variables, but the counts have {t.order} axes")
