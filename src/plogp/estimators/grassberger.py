"""Entropy by digamma functions, whose bias falls exponentially with the count of each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from plogp.estimators.fingerprint import Fingerprint
from plogp.estimators.plug_in import plug_in_entropy


@dataclass(frozen=True)
class Grassberger:
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
        from scipy.special import digamma

        c = f.counts
        sign = np.where(c % 2 == 0, 0.5, -0.5)
        g = digamma(c) + sign * (digamma((c + 1) / 2) - digamma(c / 2))
        value = log(f.n) - f.sum(c * g) / f.n
        return value, plug_in_entropy(f) - value
