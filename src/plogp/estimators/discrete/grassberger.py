"""Entropy by digamma functions, whose bias falls exponentially with the count of each outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.digamma import digamma_less_log
from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.theory.counts.fingerprint import Fingerprint


@dataclass(frozen=True)
class Grassberger(CountEstimator):
    """log n - (1/n)·sum c·G(c), G(c) = psi(c) + (-1)^c·(psi((c+1)/2) - psi(c/2)) / 2.

    Grassberger 2003, arXiv:physics/0307138, eq. 30; 2008 in its second version.

    Examples
    --------
    >>> import plogp
    >>> print(f"{plogp.entropy(plogp.Counts([4, 2, 3, 2, 4, 2, 1, 1]), estimator=plogp.Grassberger()):.4f}")
    2.1446
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        # log n - G(c) is log(n/c), which the plug-in entropy sums to all digits, less a small number.
        sign = np.where(f.counts % 2 == 0, 1.0, -1.0)
        bias = f.sum(f.counts / f.n * (digamma_less_log(f.counts) + sign * _alternating(f.counts)))
        return plug_in_entropy(f) - bias, bias


def _alternating(c: NDArray[np.int64]) -> NDArray[np.float64]:
    """(psi((c+1)/2) - psi(c/2)) / 2 = 1/c - 1/(c+1) + 1/(c+2) - …; by its asymptotic series where that would cancel."""
    from scipy.special import digamma

    x = np.minimum(c, 1024.0)
    r = 1 / np.maximum(c, 1024.0)
    series = r / 2 + r * r * (1 / 4 - r * r * (1 / 8 - r * r / 4))
    return np.where(c < 1024, (digamma((x + 1) / 2) - digamma(x / 2)) / 2, series)
