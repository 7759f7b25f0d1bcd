"""Every quantity of counts, composed once from the entropies of a discrete estimator."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import exp, inf, isfinite, log

from plogp.estimators.discrete import four_cells
from plogp.estimators.discrete.answers import answer, doubts_of, normal, not_negative, shared
from plogp.estimators.discrete.dependence_intervals import (
    total_dependence,
)
from plogp.estimators.discrete.entropy_combination import Combination, combined, scaled
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.unseen import NOTHING, mean_of, unseen, unseen_given
from plogp.estimators.expected_mutual_information import chance
from plogp.estimators.intervals import (
    boundary_interval,
    jackknife,
    normal_interval,
    one_outcome,
    variance,
)
from plogp.results.estimate import Estimate
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import Fingerprint
from plogp.theory.errors import ShapeMismatch

_CONSTANT = ("constant: a variable does not vary, so nothing was seen that it could tell",)


def entropy(t: Contingency, estimator: CountEstimator) -> Estimate:
    """H of all variables together, at most log k."""
    return _entropy(t, range(t.order), estimator)


def _entropy(t: Contingency, chosen: Iterable[int], estimator: CountEstimator) -> Estimate:
    variables = tuple(chosen)
    c = combined(t, [(1, variables)], estimator)
    f = Fingerprint(*t.count_of_counts(variables), variables)
    alone = ("one outcome: nothing else was seen",) if f.seen == 1 else ()
    if estimator.posterior is not None:
        sd = estimator.posterior(f).sd
        low, high = normal_interval(c.value, sd)
        return answer(t, c, sd, (max(low, 0.0), high), estimator, alone)
    if alone:
        return answer(t, c, 0.0, (0.0, one_outcome(f.n)), estimator, alone)
    if f.singletons or c.value < log(f.seen) / 2:
        return normal(t, c, estimator, (log(f.n) + 1) / f.n, unseen(f, estimator))
    return _below(log(f.seen), t, c, estimator)


def _below(most: float, t: Contingency, c: Combination, estimator: CountEstimator) -> Estimate:
    """With the interval of an entropy of which all outcomes were seen: near the most that it can be its distance from
    there is chi-square."""
    near, far = boundary_interval(most - c.value + c.left, c.jackknifed, c.freedom, t.total)
    stderr = variance(c.jackknifed, c.freedom, t.total) ** 0.5
    return answer(t, c, stderr, (most - far, most - near), estimator)


def perplexity(t: Contingency, estimator: CountEstimator) -> Estimate:
    """exp(H), with the interval of H mapped along."""
    h = entropy(t, estimator)
    value = exp(h.value) if h.value < 700 else inf
    return Estimate(
        value, value * h.stderr, exp(h.low), exp(min(h.high, 700)), h.level, h.n,
        exp(h.value + h.bias) - value, h.estimator, "", h.warnings,
    )  # fmt: skip


def conditional_entropy(t: Contingency, estimator: CountEstimator) -> Estimate:
    """H(X | all other variables)."""
    _need(t, 2, at_least=True)
    others = tuple(range(1, t.order))
    known = estimator.entropy(Fingerprint(*t.count_of_counts(others), others))[0]
    event = (max(log(t.total) - known, 0.0) + 1) / t.total
    c = combined(t, [(1, range(t.order)), (-1, others)], estimator)
    most = log(t.margin((0,)).size)
    once = Fingerprint(*t.count_of_counts(tuple(range(t.order)))).singletons
    if c.freedom > 0 and not once and c.value > most / 2 and estimator.posterior is None:
        return _below(most, t, c, estimator)
    return normal(t, c, estimator, event, unseen_given(t, others, estimator))


def mutual_information(t: Contingency, estimator: CountEstimator) -> Estimate:
    """I(X;Y | Z) = H(X,Z) + H(Y,Z) - H(X,Y,Z) - H(Z)."""
    _need(t, 2 + t.given)
    c = combined(t, _shared(range(2, t.order)), estimator)
    if t.order > 2:
        return shared(t, c, estimator)
    if min(t.margin((i,)).size for i in (0, 1)) == 1:
        return answer(t, c, 0.0, (0.0, one_outcome(t.total)), estimator, _CONSTANT)
    # At most the smaller entropy, which the other decides in a copy.
    most, i = min((estimator.entropy(Fingerprint(*t.count_of_counts((i,)), (i,)))[0], i) for i in (0, 1))
    if 2 * c.value <= most:
        return shared(t, c, estimator, share=four_cells.mutual_information)
    alone, apart = _entropy(t, (i,), estimator), combined(t, [(1, (0, 1)), (-1, (1 - i,))], estimator)
    lacking = unseen_given(t, (1 - i,), estimator)
    ends = alone.low, alone.high
    return shared(t, c, estimator, apart, ends, four_cells.mutual_information, lacking=lacking)


def adjusted_mutual_information(t: Contingency, estimator: CountEstimator) -> Estimate:
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
        return Estimate(value, inf, -inf, inf, 0.95, t.total, 0.0, estimator.name, "", saturated)
    ratio = (top.value - expected) / reserve
    change = top.change + scaled(whole.change, -ratio / 2)
    stderr = variance(jackknife(t, change), top.freedom, t.total) ** 0.5 / reserve
    ends = normal_interval(ratio, stderr)
    bias = 2 * top.value / whole.value - ratio
    return Estimate(ratio, stderr, *ends, 0.95, t.total, bias, estimator.name, "", doubts_of(t))


def variation_of_information(t: Contingency, estimator: CountEstimator) -> Estimate:
    """2·H(X,Y) - H(X) - H(Y)."""
    _need(t, 2)
    c = combined(t, [(2, (0, 1)), (-1, (0,)), (-1, (1,))], estimator)
    return normal(t, c, estimator, (log(t.total) + 1) / t.total)


def total_correlation(t: Contingency, estimator: CountEstimator) -> Estimate:
    """Sum of H(X_i) - H(X_1, …, X_r)."""
    _need_several(t)
    terms = [(1, (i,)) for i in range(t.order)]
    c = combined(t, [*terms, (-1, range(t.order))], estimator)
    if not isfinite(c.value):
        return normal(t, c, estimator)
    return answer(t, c, c.variance(t.total) ** 0.5, total_dependence(t, c), estimator)


def dual_total_correlation(t: Contingency, estimator: CountEstimator) -> Estimate:
    """Sum of H(all but X_i) - (r - 1)·H(X_1, …, X_r)."""
    _need_several(t)
    return not_negative(t, combined(t, [*_all_but_one(t), (1 - t.order, range(t.order))], estimator), estimator)


def o_information(t: Contingency, estimator: CountEstimator) -> Estimate:
    """Sum of H(X_i) - sum of H(all but X_i) + (r - 2)·H(X_1, …, X_r)."""
    _need_several(t)
    single = [(1, (i,)) for i in range(t.order)]
    minus = [(-sign, variables) for sign, variables in _all_but_one(t)]
    return normal(t, combined(t, [*single, *minus, (t.order - 2, range(t.order))], estimator), estimator)


def interaction_information(t: Contingency, estimator: CountEstimator) -> Estimate:
    """Sum over all sets of variables of ±H, minus for that of all and for those that lack an even number."""
    _need_several(t)
    if t.order == 2:
        return mutual_information(t, estimator)
    sets = [s for size in range(1, t.order + 1) for s in combinations(range(t.order), size)]
    terms = [(-1 if (t.order - len(s)) % 2 == 0 else 1, s) for s in sets]
    return normal(t, combined(t, terms, estimator), estimator)


def normalized_mutual_information(t: Contingency, estimator: CountEstimator) -> Estimate:
    """2·I(X;Y) / (H(X) + H(Y)); 0 where both are constant."""
    _need(t, 2)
    top = combined(t, _shared(()), estimator)
    whole = combined(t, [(1, (0,)), (1, (1,))], estimator)
    half = whole.value / 2
    if min(t.margin((i,)).size for i in (0, 1)) == 1:  # 2·I / (H + H) where the other may have an outcome too rare
        rare = one_outcome(t.total)
        high = 2 * rare / (rare + whole.value) if rare + whole.value > 0 else 1.0
        return Estimate(0.0, 0.0, 0.0, min(high, 1.0), 0.95, t.total, 0.0, estimator.name, "", _CONSTANT)
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

    plug_in_shared = top.value + top.bias
    lacking = mean_of(unseen_given(t, (i,), estimator) for i in (0, 1)) if apart else NOTHING
    return shared(t, ratios, estimator, apart, None, share, plug_in_shared, lacking).scaled(1 / half, "")


def _all_but_one(t: Contingency) -> list[tuple[int, tuple[int, ...]]]:
    return [(1, tuple(j for j in range(t.order) if j != i)) for i in range(t.order)]


def _shared(given: Iterable[int]) -> list[tuple[int, tuple[int, ...]]]:
    return [(1, (0, *given)), (1, (1, *given)), (-1, (0, 1, *given)), (-1, tuple(given))]


def _need_several(t: Contingency) -> None:
    _need(t, 2, at_least=True)
    if t.given:
        raise ShapeMismatch("this quantity speaks of all variables alike: leave given= out")


def _need(t: Contingency, variables: int, *, at_least: bool = False) -> None:
    if t.order < variables or (t.order > variables and not at_least):
        more = " or more" if at_least else ""
        raise ShapeMismatch(f"this quantity speaks of {variables}{more} variables, but the counts have {t.order} axes")
