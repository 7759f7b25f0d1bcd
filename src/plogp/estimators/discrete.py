"""What a discrete estimator is, and every quantity of counts composed once from its entropies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, inf, isclose, isfinite, log, nan
from typing import NamedTuple, Protocol

from plogp.estimators.chance import chance, is_thin
from plogp.estimators.fingerprint import Fingerprint
from plogp.estimators.intervals import boundary_interval, influence, normal_interval, one_outcome, variance
from plogp.estimators.nsb import NSB
from plogp.estimators.plug_in import PlugIn
from plogp.theory.contingency import Contingency, Effect
from plogp.theory.errors import ShapeMismatch
from plogp.theory.estimate import Estimate

Terms = Sequence[tuple[int, Iterable[int]]]  # a quantity as a sum of ± entropies of some of the variables


class DiscreteEstimator(Protocol):
    """Entropy from the counts of the outcomes that were seen."""

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed from it."""


class _Combination(NamedTuple):
    value: float
    bias: float
    left: float  # the bias that the estimator leaves, as far as it is known; the interval is for the value without it
    change: list[Effect]  # what an observation adds
    freedom: float  # degrees of freedom of the quadratic part, negative where it adds to the value


def entropy(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """H of all variables together, at most log k."""
    return _entropy(t, range(t.order), estimator)


def _entropy(t: Contingency, chosen: Iterable[int], estimator: DiscreteEstimator) -> Estimate:
    variables = tuple(chosen)
    c = _combine(t, [(1, variables)], estimator)
    f = Fingerprint(*t.count_of_counts(variables), variables)
    if isinstance(estimator, NSB):
        sd = estimator.posterior(f).sd
        return _answer(t, c, sd, normal_interval(c.value, sd), estimator)
    if f.seen == 1:
        return _answer(t, c, 0.0, (0.0, one_outcome(f.n)), estimator, ("one outcome: nothing else was seen",))
    if f.singletons:
        return _estimate(t, c, estimator)
    spread, jackknife = variance(t, c.change, c.freedom)
    near, far = boundary_interval(log(f.seen) - c.value + c.left, jackknife, c.freedom, f.n)
    return _answer(t, c, spread**0.5, (log(f.seen) - far, log(f.seen) - near), estimator)


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
    return _estimate(t, _combine(t, [(1, range(t.order)), (-1, range(1, t.order))], estimator), estimator)


def mutual_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """I(X;Y | Z) = H(X,Z) + H(Y,Z) - H(X,Y,Z) - H(Z)."""
    _need(t, 2 + t.given)
    c = _combine(t, _shared(range(2, t.order)), estimator)
    if t.order > 2:
        return _above_zero(t, c, estimator)
    sizes = [t.margin((i,)).size for i in (0, 1)]
    cells = int(t.count_of_counts((0, 1))[1].sum())
    if cells in sizes:  # one decides the other: this is the entropy of the other, with the interval of that
        other = _entropy(t, (1 - sizes.index(cells),), estimator)
        return other if isclose(other.value, c.value, rel_tol=1e-9) else _estimate(t, c, estimator)
    if not is_thin(t):
        return _above_zero(t, c, estimator)
    random = chance(t)  # exact where cells are too thin for chi-square
    wide = c._replace(freedom=min(c.freedom, -2 * t.total**2 * random.variance))
    found = _above_zero(t, wide, estimator)
    by_chance = c.value + c.bias <= random.quantile(found.level)
    return replace(found, low=min(0.0, found.value)) if by_chance else found


def adjusted_mutual_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """(I - E) / ((H(X) + H(Y)) / 2 - E) of plug-in values, with E the mean of I under random matching."""
    _need(t, 2)
    top = _combine(t, _shared(()), estimator)
    whole = _combine(t, [(1, (0,)), (1, (1,))], estimator)
    expected = chance(t).mean
    room = whole.value / 2 - expected
    if room <= 1e-12 * whole.value:
        constant = ("saturated: chance alone explains all that is shared",)
        return Estimate(0.0, inf, -inf, inf, 0.95, t.total, 0.0, type(estimator).__name__, "", constant)
    ratio = (top.value - expected) / room
    stderr = variance(t, top.change + _scaled(whole.change, -ratio / 2), top.freedom)[0] ** 0.5 / room
    ends = normal_interval(ratio, stderr)
    bias = 2 * top.value / whole.value - ratio
    return Estimate(ratio, stderr, *ends, 0.95, t.total, bias, type(estimator).__name__, "", _doubts(t))


def variation_of_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """2·H(X,Y) - H(X) - H(Y)."""
    _need(t, 2)
    return _estimate(t, _combine(t, [(2, (0, 1)), (-1, (0,)), (-1, (1,))], estimator), estimator)


def total_correlation(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """Sum of H(X_i) - H(X_1, …, X_r)."""
    _need(t, 2, at_least=True)
    terms = [(1, (i,)) for i in range(t.order)]
    return _above_zero(t, _combine(t, [*terms, (-1, range(t.order))], estimator), estimator)


def interaction_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """I(X;Y|Z) - I(X;Y)."""
    _need(t, 3)
    minus = [(-sign, variables) for sign, variables in _shared(())]
    return _estimate(t, _combine(t, [*_shared((2,)), *minus], estimator), estimator)


def normalized_mutual_information(t: Contingency, estimator: DiscreteEstimator) -> Estimate:
    """2·I(X;Y) / (H(X) + H(Y)); 0 where both are constant."""
    _need(t, 2)
    top = _combine(t, _shared(()), estimator)
    whole = _combine(t, [(1, (0,)), (1, (1,))], estimator)
    half = whole.value / 2
    if not half > 0:
        constant = ("constant: neither variable varies",)
        return Estimate(0.0, 0.0, 0.0, 0.0, 0.95, t.total, 0.0, type(estimator).__name__, "", constant)
    ratio = top.value / half
    plug_in = (whole.value + whole.bias) / 2
    bias = (top.value + top.bias) / plug_in - ratio if plug_in > 0 else 0.0
    change = top.change + _scaled(whole.change, -ratio / 2)  # the delta method for a quotient, times its denominator
    scaled = _Combination(top.value, bias * half, top.left - ratio / 2 * whole.left, change, top.freedom)
    return _above_zero(t, scaled, estimator).scaled(1 / half, "")


def _shared(given: Iterable[int]) -> list[tuple[int, tuple[int, ...]]]:
    return [(1, (0, *given)), (1, (1, *given)), (-1, (0, 1, *given)), (-1, tuple(given))]


def _combine(t: Contingency, terms: Terms, estimator: DiscreteEstimator) -> _Combination:
    value = bias = left = 0.0
    freedom = 0.0
    change = []
    leave_out = None if isinstance(estimator, NSB | PlugIn) else estimator.entropy
    for sign, chosen in terms:
        variables = tuple(chosen)
        if not variables:
            continue
        f = Fingerprint(*t.count_of_counts(variables), variables)
        h, removed = estimator.entropy(f)
        value += sign * h
        bias += sign * removed
        left += sign * (1 - f.seen) / (2 * f.n) if isinstance(estimator, PlugIn) else 0.0
        freedom += sign * f.freedom
        change.append(Effect(variables, f.counts, sign * influence(leave_out, f)))
    return _Combination(value, bias, left, change, freedom)


def _scaled(effects: list[Effect], factor: float) -> list[Effect]:
    return [Effect(e.variables, e.counts, factor * e.values) for e in effects]


def _estimate(t: Contingency, c: _Combination, estimator: DiscreteEstimator) -> Estimate:
    """With the normal interval."""
    stderr = variance(t, c.change, c.freedom)[0] ** 0.5
    return _answer(t, c, stderr, normal_interval(c.value - c.left, stderr), estimator)


def _above_zero(t: Contingency, c: _Combination, estimator: DiscreteEstimator) -> Estimate:
    """With the interval of a quantity that cannot be negative, which zero bounds."""
    if c.freedom >= 0 or not isfinite(c.value):
        return _estimate(t, c, estimator)
    spread, jackknife = variance(t, c.change, c.freedom)
    ends = boundary_interval(c.value - c.left, jackknife, -c.freedom, t.total) if t.total > 1 else (0.0, inf)
    return _answer(t, c, spread**0.5, ends, estimator)


def _answer(
    t: Contingency,
    c: _Combination,
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
    if once > 0.1 * total:
        return (f"undersampled: {100 * once / total:.0f} % of the observations are of outcomes seen once",)
    return ()


def _need(t: Contingency, variables: int, *, at_least: bool = False) -> None:
    if t.order < variables or (t.order > variables and not at_least):
        more = " or more" if at_least else ""
        raise ShapeMismatch(f"this quantity speaks of {variables}{more} variables, but the counts have {t.order} axes")
