"""The plug-in entropy with its bias estimated by leaving out each observation in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.estimators.discrete.estimator import CountEstimator
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.theory.counts.fingerprint import Fingerprint, lost


@dataclass(frozen=True)
class Jackknife(CountEstimator):
    """n·H - (n - 1)·(mean of H without one observation) (Zahl 1977, doi:10.2307/1936227; Quenouille 1956).

    Leaving out one of c equal observations gives the same entropy, so one term for each different count is enough.

    Examples
    --------
    >>> import plogp
    >>> print(f"{plogp.entropy(plogp.Counts([4, 2, 3, 2, 4, 2, 1, 1]), estimator=plogp.Jackknife()):.4f}")
    2.2313
    """

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        whole = plug_in_entropy(f)
        if f.n < 2:
            return whole, 0.0
        bias = float(lost(np.array([f.n]))[0]) - f.sum(f.counts / f.n * lost(f.counts))
        return whole - bias, bias
