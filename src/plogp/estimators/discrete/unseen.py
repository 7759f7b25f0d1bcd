"""What observations do not tell of outcomes that they lack: how much more an interval must reach."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, log, log1p
from typing import NamedTuple

import numpy as np

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.intervals import gamma_quantile
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import Fingerprint


class Unseen(NamedTuple):
    """How much more may be left open.

    Attributes
    ----------
    further : float
        How much more the entropy is if there are as many outcomes not seen as the sample hardly allows.
    most : float
        The most that exceptions from a rule leave open.
    weight : float
        How little the exceptions that were seen tell of it: 1 for a copy with exceptions that were each seen once.
    """

    further: float = 0.0
    most: float = 0.0
    weight: float = 0.0

    def reach(self, high: float) -> float:
        """The upper end where `high` is that of what was seen."""
        return max(high, high + self.weight * (self.most - high))


NOTHING = Unseen()


def mean_of(parts: Iterable[Unseen]) -> Unseen:
    """Of a quantity that is the mean of several."""
    return Unseen(*np.mean(list(parts), axis=0).tolist())


def unseen(f: Fingerprint, estimator: CountEstimator) -> Unseen:
    """What the entropy lacks."""
    return Unseen(estimator.further(f))


def unseen_given(t: Contingency, known: tuple[int, ...], estimator: CountEstimator) -> Unseen:
    """What the entropy of the other variable lacks once some are known.

    The commonest outcome beside each level of the known variables is the rule, all others are exceptions. Exceptions of
    a share e leave open at most h(e) + e·S (Fano 1961, "Transmission of information", section 6.2), where S bounds the
    entropy of an exception: log of the outcomes but one, or by Gibbs' inequality their mean surprise in the whole
    sample. For e stands the upper 2.5 % of a Poisson mean, by the mid-p rule, among observations beyond the first of
    each level, which says nothing of exceptions. An estimate of S from the exceptions is far too low where each was
    seen once, as if they were a copy of their own: there the bound is all that is known. Where they repeat, or are
    common, what was seen tells more.
    """
    every = tuple(range(t.order))
    (other,) = set(every) - set(known)
    both, given = (Fingerprint(*t.count_of_counts(v), v) for v in (every, known))
    further = max(estimator.further(both) - estimator.further(given), 0.0)
    outcomes, rows = t.margin((other,)), t.margin(known).size
    if outcomes.size < 2 or rows == t.total or not (both.singletons or both.times.sum() == rows):
        return Unseen(further)
    index, seen = np.asarray(t.index(known)), np.asarray(t.index((other,)))
    largest = np.zeros(rows, dtype=t.n.dtype)
    np.maximum.at(largest, index, t.n)
    rule = np.zeros(t.n.size, dtype=bool)
    places = np.flatnonzero(t.n == largest[index])
    rule[places[np.unique(index[places], return_index=True)[1]]] = True
    n = t.n[~rule]
    count = int(n.sum())
    surprise, alone = log(outcomes.size - 1), 1.0
    if count:
        surprise = min(surprise, float(n @ -np.log(outcomes[seen[~rule]] / t.total)) / count)
        alone = float((n == 1).sum()) / count
    share = min(gamma_quantile(count + 0.5, (count + 0.5) ** 0.5, 1.96) / (t.total - rows), 1.0)
    most = 1 / (1 + exp(-surprise))  # of e: from there on they leave less open
    e = min(share, most)
    bound = e * (surprise - log(e)) - (1 - e) * log1p(-e)
    return Unseen(further, bound, (alone * (1 - share)) ** 2)
