"""Divergences between samples, or between a sample and what is known: bias removed, intervals from both sides.

A divergence is a sum of terms of levels. Given how often a level was seen in both samples together, chance alone makes
of it what `random_split` says, exactly, however rare it is: its mean is the bias where P = Q, and with its variance it
is the boundary of the intervals. Elsewhere the bias is that at odds of each level shrunk to what all have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot, inf, isfinite, log

import numpy as np

from plogp.estimators.discrete import quantities
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.pseudocount import Pseudocount
from plogp.estimators.divergences.divergence_terms import Jeffreys, JensenShannon, KullbackLeibler, Reversed, Term
from plogp.estimators.divergences.flags import of_flags
from plogp.estimators.divergences.matched_samples import Matched, Side
from plogp.estimators.divergences.random_split import Split
from plogp.estimators.divergences.shrunk_odds import Beyond, bias_beyond_chance
from plogp.estimators.intervals import boundary_end, boundary_interval, normal_interval
from plogp.results.estimate import Estimate
from plogp.theory.counts.contingency import Contingency

_FEW = 48  # observations below which intervals are not warranted; as of one sample
_Z = 1.959964


def cross_entropy(P: Side, Q: Side, entropy: CountEstimator, unseen: Pseudocount | None = None) -> Estimate:
    """-sum p·log q = D(P‖Q) + H(P), the entropy by the estimator given; of what is observed a mean if Q is known."""
    if Q.counts is None:
        return _mean_surprise(P, Q)
    if P.counts is None:
        known = float(-(P.p[P.p > 0] @ np.log(P.p[P.p > 0])))
        d = kl_divergence(P, Q, entropy, unseen)
        return replace(d, value=d.value + known, low=d.low + known, high=d.high + known)
    amount = _amount(unseen)
    found = _matched(KullbackLeibler(), P, Q, (0.0, amount))
    if not isfinite(found.seen[0]):
        finite = _cross_entropy(replace(found, more=(0.0, 0.5)), entropy, P, Q, alone=True)
        return _infinite("cross_entropy", finite, P, Q)
    return _cross_entropy(found, entropy, P, Q)


def kl_divergence(P: Side, Q: Side, entropy: CountEstimator, unseen: Pseudocount | None = None) -> Estimate:
    """-sum p·log q - H(P)."""
    d = _divergence("kl_divergence", KullbackLeibler(), P, Q, (0.0, _amount(unseen)))
    if Q.counts is not None or not isfinite(d.value):
        return d
    assert P.counts is not None
    known, h = _mean_surprise(P, Q), quantities.entropy(Contingency.of_table(P.counts), entropy)
    value = known.value - h.value
    return replace(d, value=value, bias=d.value + d.bias - value, low=min(d.low, value), high=max(d.high, value))


def jeffreys_divergence(P: Side, Q: Side, unseen: Pseudocount | None = None) -> Estimate:
    """D(P‖Q) + D(Q‖P)."""
    return _divergence("jeffreys_divergence", Jeffreys(), P, Q, (_amount(unseen), _amount(unseen)))


def js_divergence(*sides: Side, weights: Sequence[float] | None = None) -> Estimate:
    """H(sum w_i·P_i) - sum w_i·H(P_i); always finite, so no category needs a policy."""
    w = [1 / len(sides)] * len(sides) if weights is None else list(weights)
    used = [(share, side) for share, side in zip(w, sides, strict=True) if share > 0]
    if len(used) != 2 or all(side.counts is None for _, side in used):
        return _of_many(sides, w)
    (first, P), (second, Q) = used
    answer = _divergence("js_divergence", JensenShannon(first, second), P, Q, (0.0, 0.0))
    return replace(answer, n=_observations(*sides))


def _amount(unseen: Pseudocount | None) -> float:
    return 0.0 if unseen is None else float(unseen.amount)


def _divergence(name: str, term: Term, P: Side, Q: Side, more: tuple[float, float]) -> Estimate:
    found = _matched(term, P, Q, more)
    if isfinite(found.seen[0]):
        return _above_zero(found, bias_beyond_chance(found), P, Q)
    found = replace(found, more=(0.5, 0.5))
    return _infinite(name, _above_zero(found, bias_beyond_chance(found), P, Q, alone=True), P, Q)


def _matched(term: Term, P: Side, Q: Side, more: tuple[float, float]) -> Matched:
    """Over the levels that either has, what was observed first."""
    if P.counts is None:
        P, Q, term, more = Q, P, Reversed(term), (more[1], more[0])
    used = (P.p > 0) | (Q.p > 0)
    assert P.counts is not None
    if Q.counts is None:
        return Matched.of(term, P.counts[used], None, Q.p[used], more)
    return Matched.of(term, P.counts[used], Q.counts[used], None, more)


def _above_zero(found: Matched, more: Beyond, *sides: Side, alone: bool = False) -> Estimate:
    """With the interval of a quantity that is, where it is zero, what chance makes of it.

    How much of the bias the distance takes away is a guess where levels are rare: the interval is about both values.
    `alone`: only its lower end is asked for.
    """
    plug_in, spread = found.seen
    random = found.by_chance
    # What is guessed of rare levels is not taken for more than a policy for them says.
    guessed = max(more.guessed, 0.0) if any(found.more) else more.guessed
    bias = random.mean + more.known + guessed
    value = plug_in - bias
    beyond = max(spread - random.spread, 0.0)
    wider = (beyond**0.5 + more.error) ** 2
    stderr = (random.variance + wider) ** 0.5
    flags, doubts = of_flags(found), _decided(found, (random.variance + beyond) ** 0.5)
    if flags is not None:
        return _answer(value, bias, stderr, flags, *sides, doubts=doubts)
    if random.certain:
        return _answer(value, bias, stderr, (0.0, plug_in), *sides)
    low = _end(value + guessed - max(more.guessed, 0.0), random, beyond, upper=False, alone=alone)
    high = _end(value + guessed - min(more.guessed, 0.0), random, wider, upper=True)
    return _answer(value, bias, stderr, (low, high), *sides, doubts=doubts)


def _end(value: float, random: Split, beyond: float, *, upper: bool, alone: bool = False) -> float:
    """Near zero 2n·D is chi-square, but for a constant, with the variance and the skewness that chance gives it; the
    variance grows by `beyond` at the distance of the value, which is known no better than chance allows."""
    freedom = random.freedom
    n = (freedom / (2 * random.variance)) ** 0.5
    return boundary_end(value, beyond + 2 * random.variance, freedom, n, upper=upper, alone=alone)


def _decided(found: Matched, stderr: float) -> tuple[str, ...]:
    """Whether what is added to counts of zero decides the answer: more of a sample than chance would have it is of
    levels that the other lacks, by so much that a tenth of it there would change the answer by half of its
    error, but for what is guessed."""
    if found.b is None or not any(found.more):
        return ()
    n, m = found.sizes
    alone, theta = 0.0, n / (n + m)
    both = found.a + found.b
    for this, other, size, share, more in (
        (found.a, found.b, n, theta, found.more[1]),
        (found.b, found.a, m, 1 - theta, found.more[0]),
    ):
        if more:
            chance = share**both  # that all of a level are of this sample
            beyond = float(found.times @ (this * (other == 0) - both * chance))
            sd = float(found.times @ (both**2.0 * chance * (1 - chance))) ** 0.5
            alone += beyond / size if beyond > 2 * sd else 0.0
    if log(10) * alone <= stderr / 2:
        return ()
    return ("unseen: levels that one sample lacks hold so much of the other that the pseudocount decides the answer",)


def _cross_entropy(found: Matched, entropy: CountEstimator, P: Side, Q: Side, *, alone: bool = False) -> Estimate:
    more = bias_beyond_chance(found)
    assert P.counts is not None
    assert found.b is not None
    d, h = _above_zero(found, more, P, Q), quantities.entropy(Contingency.of_table(P.counts), entropy)
    value = d.value + h.value
    a, b = (np.repeat(counts, found.times) for counts in (found.a, found.b))
    p, q = found.frequencies.shares(a, b)
    slope = found.sizes[1] / found.frequencies.divisors[1]
    by_q = slope * p / q
    spread = Side(p, a).variance(-np.log(q)) + Side(b / b.sum(), b).variance(by_q)
    freedom = 2 * found.by_chance.mean / (1 / P.n + 1 / Q.n)
    second = freedom * (1 / P.n + 1 / (2 * Q.n)) / Q.n  # the variance where both are uniform
    own = Side(p, a).variance(-np.log(np.where(p > 0, p, 1.0)))
    variance = second + max(spread - 2 * second, 0.0) + max(h.stderr**2 - own, 0.0)
    stderr = (variance + more.error**2) ** 0.5
    low = normal_interval(value, variance**0.5, 0.9 if alone else 0.95)[0]
    # The logarithm of a Poisson number c reaches (z²/6 + 5/6)/c further down than its error, beside its mean.
    skewed = float(b @ (by_q * (by_q - float(b @ by_q) / Q.n) ** 2)) / Q.n**3
    high = normal_interval(value, stderr)[1] + (_Z**2 / 6 + 5 / 6) * skewed / max(variance, 1e-300)
    low, high = low - max(-more.guessed, 0.0) * (not found.more[1]), high + abs(more.guessed)
    unseen = bool((a == 1).any()) or int((a > 0).sum()) == 1  # outcomes of P that may not have been seen
    reached = _Z * h.stderr if unseen else inf
    low = value - hypot(value - low, max((h.value - h.low) ** 2 - reached**2, 0.0) ** 0.5)
    high = value + hypot(high - value, max((h.high - h.value) ** 2 - reached**2, 0.0) ** 0.5)
    doubts = tuple(dict.fromkeys((*d.warnings, *h.warnings)))
    return Estimate(value, stderr, low, high, 0.95, d.n, d.bias + h.bias, "SecondOrder", "nat", doubts)


def _mean_surprise(P: Side, Q: Side) -> Estimate:
    """The cross-entropy with what is known: a mean over the sample, without bias."""
    inside = P.p > 0
    if (Q.p[inside] <= 0).any():
        nothing = Estimate(inf, inf, 0.0, inf, 0.95, _observations(P), 0.0, "SecondOrder", "nat")
        return _infinite("cross_entropy", nothing, P, Q)
    change = -np.log(np.where(inside, Q.p, 1.0))
    value, stderr = float(P.p @ change), P.variance(change) ** 0.5
    return _answer(value, 0.0, stderr, normal_interval(value, stderr), P)


def _of_many(sides: Sequence[Side], weights: Sequence[float]) -> Estimate:
    """The Jensen-Shannon divergence of any number of distributions, to second order."""
    m = np.asarray(sum(share * side.p for share, side in zip(weights, sides, strict=True)))
    plug_in = bias = spread = per_freedom = 0.0
    for share, side in zip(weights, sides, strict=True):
        change = np.where(side.p > 0, np.log(np.where(side.p > 0, side.p / np.where(m > 0, m, 1.0), 1.0)), 0.0)
        plug_in += share * float(side.p @ change)
        curved = float((side.p * (1 - side.p) / np.where(m > 0, m, 1.0)).sum())
        bias += share * (int((side.p > 0).sum()) - 1 - share * curved) / (2 * side.n)
        spread += side.variance(share * change)
        per_freedom += share * (1 - share) / side.n
    groups = sum(share > 0 for share in weights) - 1
    freedom = groups * max(int((m > 0).sum()) - 1, 0)
    value = plug_in - bias
    if not freedom or not per_freedom:
        return _answer(value, bias, 0.0, (value, value), *sides)
    n = groups / per_freedom
    second = freedom / (2 * n * n)
    stderr = (second + max(spread - 2 * second, 0.0)) ** 0.5
    return _answer(value, bias, stderr, boundary_interval(value, spread, freedom, n), *sides)


def _infinite(quantity: str, finite: Estimate, P: Side, Q: Side) -> Estimate:
    """What one sample has and the other lacks is infinitely surprising, as far as the counts can tell: the interval
    begins where it does with half an observation more of each level."""
    alone = int(((P.p > 0) != (Q.p > 0)).sum())
    doubt = f"unseen: {alone} categories are on one side only; unseen=Pseudocount(…) makes {quantity} finite"
    doubts = (doubt, *finite.warnings)
    return Estimate(inf, inf, finite.low, inf, 0.95, finite.n, 0.0, "SecondOrder", "nat", doubts)


def _answer(
    value: float, bias: float, stderr: float, ends: tuple[float, float], *sides: Side, doubts: tuple[str, ...] = ()
) -> Estimate:
    observed = [side.counts for side in sides if side.counts is not None]
    if min(int(counts.sum()) for counts in observed) < _FEW:
        doubts = (*doubts, f"undersampled: fewer than {_FEW} observations")
    elif any(int((counts == 1).sum()) > 0.1 * int(counts.sum()) for counts in observed):
        doubts = (*doubts, "undersampled: more than a tenth of a sample is of categories seen once")
    low, high = min(ends[0], value), max(ends[1], value)
    return Estimate(value, stderr, low, high, 0.95, _observations(*sides), bias, "SecondOrder", "nat", doubts)


def _observations(*sides: Side) -> int:
    return int(sum(side.n for side in sides if side.counts is not None))
