"""A quantity of counts as a sum of ± entropies: its value, and all that its interval needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.unseen_species import spread, spread_within
from plogp.estimators.intervals import jackknife, plug_in_influence, variance
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.effect import Effect
from plogp.theory.counts.fingerprint import Fingerprint

Terms = Sequence[tuple[int, Iterable[int]]]  # a quantity as a sum of ± entropies of some of the variables


class Combination(NamedTuple):
    """A sum of ± entropies.

    Attributes
    ----------
    value, bias : float
        The estimate in nats, and the bias that was removed from it.
    left : float
        The bias that the estimator leaves, as far as it is known; the interval is for the value without it.
    change : list of Effect
        What an observation adds.
    jackknifed : float
        The jackknife variance.
    freedom : float
        Degrees of freedom of the quadratic part, negative where it adds to the value.
    lacking : float
        The variance that guessing at outcomes not seen adds.
    reserve, doubt : float
        How far the value may be from the estimate, the outcomes not seen being different, and how much larger the
        variance is there.
    """

    value: float
    bias: float
    left: float
    change: list[Effect]
    jackknifed: float
    freedom: float
    lacking: float = 0.0
    reserve: float = 0.0
    doubt: float = 0.0

    def halved(self) -> Combination:
        """Half of it."""
        return Combination(
            self.value / 2, self.bias / 2, self.left / 2, scaled(self.change, 0.5), self.jackknifed / 4,
            self.freedom / 4, self.lacking / 4, self.reserve / 2, self.doubt / 4,
        )  # fmt: skip

    def variance(self, n: int) -> float:
        """Of the value, from n observations."""
        return max(variance(self.jackknifed, self.freedom, n) + self.lacking, 0.0)


def combined(t: Contingency, terms: Terms, estimator: CountEstimator) -> Combination:
    """The sum of the entropies of some of the variables, with their signs."""
    value = bias = left = freedom = lacking = reserve = doubt = rounding = 0.0
    change: list[Effect] = []
    guessing: list[Effect] = []  # the same with what each observation changes in the guess
    whole: tuple[int, Fingerprint, Effect] | None = None
    for sign, chosen in terms:
        variables = tuple(chosen)
        if not variables:
            continue
        f = Fingerprint(*t.count_of_counts(variables), variables)
        h, removed = estimator.entropy(f)
        value += sign * h
        bias += sign * removed
        rounding += abs(h)
        left += sign * estimator.bias_left(f)
        freedom += sign * (f.seen - 1)
        guessed = f.unseen >= 1 and estimator.posterior is None
        own = Effect(variables, f.counts, sign * estimator.influence(f))
        change.append(Effect(variables, f.counts, sign * plug_in_influence(f)) if guessed else own)
        guessing.append(own)
        if not guessed:
            continue
        known = spread(_value(estimator), f) ** 2
        if len(variables) == t.order:
            whole = (sign, f, change[-1])
        else:
            lacking += sign * max(known - variance(jackknife(t, change[-1:]), f.seen - 1, f.n) / sign**2, 0.0)
        further = estimator.most(f) - h
        reserve += sign * further
        doubt += sign**2 * max(spread(estimator.most, f) ** 2 - known, 0.0) if further > 0 else 0.0
    # An outcome of some variables that was seen once was seen once in all of them: what is guessed there is guessed
    # here as well, and cancels where the signs differ.
    jackknifed = jackknife(t, change) + (rounding * 2.0**-52) ** 2  # beyond 1e15 observations rounding is what varies
    # The jackknife never has less than the variance (Efron & Stein 1981), so no more is lacking to it than all of it.
    most = max(jackknife(t, guessing) - jackknifed, 0.0)
    if whole:
        more = _with_cells_unseen(t, whole, change, freedom, estimator) - variance(jackknifed, freedom, t.total)
        lacking = max(more + lacking * (1 if whole[0] > 0 else -1), min(more, 0.0))
    else:
        lacking = abs(lacking)
    return Combination(value, bias, left, change, jackknifed, freedom, min(lacking, most), reserve, doubt)


def scaled(effects: list[Effect], factor: float) -> list[Effect]:
    """Times a factor."""
    return [Effect(e.variables, e.counts, factor * e.values) for e in effects]


def _with_cells_unseen(
    t: Contingency,
    whole: tuple[int, Fingerprint, Effect],
    change: list[Effect],
    freedom: float,
    estimator: CountEstimator,
) -> float:
    """The variance where the entropy of all variables is guessed in part: of the others, their slopes are enough."""
    sign, f, own = whole
    slopes = scaled([effect for effect in change if effect is not own], 1 / (sign * f.n))
    curved = (abs(freedom) - abs(sign) * (f.seen - 1)) / (2 * f.n**2)
    return sign**2 * spread_within(_value(estimator), f, t, slopes) ** 2 + curved


def _value(estimator: CountEstimator) -> Callable[[Fingerprint], float]:
    return lambda f: estimator.entropy(f)[0]
