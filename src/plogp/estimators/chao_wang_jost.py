"""Entropy as the slope of the curve that counts new outcomes, continued beyond the sample."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, log1p

import numpy as np

from plogp.estimators.digamma import digamma
from plogp.estimators.fingerprint import Fingerprint
from plogp.estimators.plug_in import plug_in_entropy


@dataclass(frozen=True)
class ChaoWangJost:
    """The part of the entropy that a sample of n determines without bias, and the rest from the rarest outcomes.

    H = sum (c/n)·(psi(n) - psi(c)) + (f1/n)·sum over j of (1-A)^(j+1) / (n + j), where A is the mean probability of the
    outcomes seen once. Chao, Wang & Jost 2013, doi:10.1111/2041-210X.12108, eq. 7.

    Examples
    --------
    >>> import plogp
    >>> print(f"{plogp.entropy(plogp.Counts([4, 2, 3, 2, 4, 2, 1, 1]), estimator=plogp.ChaoWangJost()):.4f}")
    2.1971
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        n, once, twice = f.n, f.singletons, f.seen_exactly(2)
        value = f.sum(f.counts * (digamma(n) - digamma(f.counts))) / n
        if once and n > 1:
            rare = 2 * twice / ((n - 1) * once + 2 * twice) if twice else 2 / ((n - 1) * (once - 1) + 2)
            value += once / n * _beyond(n, rare)
        return value, plug_in_entropy(f) - value


def _beyond(n: int, rare: float) -> float:
    """Sum over j of q^(j+1) / (n + j) with q = 1 - rare: (q/n)·integral of e^-s / (1 - q·e^(-s/n)).

    With s = e^v the trapezoidal rule is right to the last digits: the integrand is analytic for |Im v| < pi/2. The sum
    itself has some n/rare terms, and its closed form cancels.
    """
    if rare >= 1:
        return 0.0
    v = np.arange(log(min(1.0, n * rare)) - 40, 4, 0.25)
    s = np.exp(v)
    return float((1 - rare) / n * 0.25 * (s * np.exp(-s) / -np.expm1(log1p(-rare) - s / n)).sum())
