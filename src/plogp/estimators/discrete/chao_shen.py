"""Entropy from the share of the probability that the outcomes seen cover."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p

import numpy as np

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.theory.counts.fingerprint import Fingerprint


@dataclass(frozen=True)
class ChaoShen(CountEstimator):
    """Horvitz-Thompson sum over the outcomes seen, their frequencies scaled by Good and Turing's coverage 1 - f1/n.

    Chao & Shen 2003, doi:10.1023/A:1026096204727, eq. 7. Where all outcomes were seen once only, one of them is taken
    as seen twice, so that the coverage is not zero.

    Examples
    --------
    >>> import plogp
    >>> round(float(plogp.entropy(plogp.Counts([4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1]), estimator=plogp.ChaoShen())), 6)
    2.201137
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        once = min(f.singletons, f.n - 1)
        p = (1 - once / f.n) * f.counts / f.n
        surprise = np.log1p(f.others / f.counts) - log1p(-once / f.n)
        with np.errstate(divide="ignore"):
            present = -np.expm1(f.n * np.log1p(-p))  # the probability that such an outcome is in a sample
        value = f.sum(p * surprise / present)
        return value, plug_in_entropy(f) - value
