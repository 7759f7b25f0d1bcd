"""The plug-in entropy with its bias estimated by leaving out each observation in turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plogp.estimators.discrete.fingerprint import Fingerprint
from plogp.estimators.discrete.plug_in import plug_in_entropy


@dataclass(frozen=True)
class Jackknife:
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


def lost(c: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 + log c - (c·log c - (c - 1)·log(c - 1)) = 1 + (c - 1)·log(1 - 1/c) = 1/2c + 1/6c² + 1/12c³ + …; (d,).

    So much less than its slope does c·log c lose with one observation. The bias that leaving out finds is this of n,
    less the mean of this over the observations: no large numbers cancel.
    """
    x = c.astype(np.float64)
    small = np.minimum(x, 64.0)
    direct = 1 + (small - 1) * np.log1p(-1 / np.maximum(small, 1.5))
    r = 1 / np.maximum(x, 64.0)
    series = np.zeros_like(r)
    for k in range(9, 0, -1):
        series = r * (1 / (k * (k + 1)) + series)
    return np.where(x < 64, direct, series)
