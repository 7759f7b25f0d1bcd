"""Entropy as the slope of the curve that counts new outcomes, continued beyond the sample."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, log, log1p

import numpy as np

from plogp.estimators.digamma import digamma_less_log
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.estimators.intervals import gamma_quantile
from plogp.theory.counts.fingerprint import Fingerprint

_FEWEST = 0.025  # the mean of which one more than none is seen in one of forty samples


@dataclass(frozen=True)
class ChaoWangJost(CountEstimator):
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
        # psi(n) - psi(c) is log(n/c), which the plug-in entropy sums to all digits, and two small numbers.
        bias = f.sum(f.counts / f.n * (digamma_less_log(f.counts) - digamma_less_log(f.n)))
        if f.singletons and f.n > 1:
            bias -= f.singletons / f.n * _beyond(f.n, f.rarity)
        return plug_in_entropy(f) - bias, bias

    def most(self, f: Fingerprint) -> float:
        """The entropy if the outcomes not seen are not alike, as the estimate supposes, but of gamma distributed rates.

        New outcomes then appear as (1 + u·v·rate)^(-1/v) and not as exp(-u·rate) when the sample grows by the factor
        1 + u. The second derivative at u = 0 tells v, the squared coefficient of variation of the rates:
        1 + v = 6·f1·f3 / (2·f2)² (Good & Toulmin 1956, doi:10.1093/biomet/43.1-2.45). Where the rates are the same
        this is the estimate itself, which is the least entropy that a sample allows (Chao 1984).
        """
        once, twice, thrice = (f.seen_exactly(count) for count in (1, 2, 3))
        value = self.entropy(f)[0]
        # 1 / (f2 + 1)(f2 + 2) is nearly unbiased for 1 / f2² of a Poisson mean, also where that is small.
        variation = 1.5 * once * thrice / ((twice + 1) * (twice + 2)) - 1
        if variation <= 0 or f.rarity >= 1:
            return value
        rate = -f.n * log1p(-f.rarity)
        return value + once / f.n * (_appearing(rate, variation) - _appearing(rate, 0.0))

    def further(self, f: Fingerprint) -> float:
        """How much more the entropy is if as few outcomes are seen twice as their number hardly allows.

        From those seen once and twice follows how many are not seen, and where two or none are seen twice that may be
        wrong by any factor: the lower 2.5 % of a Poisson mean (Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684). It
        is more of each observation of them, and of these there may be as many as the upper 2.5 % of a Poisson mean:
        both errors are joined by their squares.
        """
        once, twice = f.singletons, f.seen_exactly(2)
        if once < 1 or f.n < 2:
            return 0.0
        fewest = max(gamma_quantile(twice, twice**0.5, -1.96) if twice else 0.0, _FEWEST)
        rarity = 2 * fewest / ((f.n - 1) * once + 2 * fewest)
        more = hypot(once, gamma_quantile(once + 1, (once + 1) ** 0.5, 1.96) - once)
        return max(more / f.n * (_beyond(f.n, rarity) - _beyond(f.n, f.rarity)), 0.0)


def _appearing(rate: float, variation: float) -> float:
    """Integral of (1 + u·v·rate)^(-1/v) / (1 + u) over u > 0, as one over y = log(1 + u·v·rate) / v = e^x."""
    x = np.arange(log(min(1.0, rate)) - 40, 4, 0.25)
    y = np.exp(x)
    grown = -np.expm1(-y * variation) / variation if variation else y
    return float(0.25 * (y * np.exp(-y) / (grown + rate * np.exp(-y * variation))).sum())


# Points of the trapezoidal rule for integrals over s = e^v > 0, and s·e^-s there: beyond v = 4 that is nothing.
_STEP = 0.25
_S = np.exp(np.arange(-110, 4, _STEP))
_WEIGHT = _STEP * _S * np.exp(-_S)


def _beyond(n: int, rare: float) -> float:
    """Sum over j of q^(j+1) / (n + j) with q = 1 - rare: (q/n)·integral of e^-s / (1 - q·e^(-s/n)).

    With s = e^v the trapezoidal rule is right to the last digits: the integrand is analytic for |Im v| < pi/2. The sum
    itself has some n/rare terms, and its closed form cancels.
    """
    if rare >= 1:
        return 0.0
    first = max(0, int((log(min(1.0, n * rare)) - 40 + 110) / _STEP))
    covered = -np.expm1(log1p(-rare) - _S[first:] / n)
    return float((1 - rare) / n * (_WEIGHT[first:] / covered).sum())
