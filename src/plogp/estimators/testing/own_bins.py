"""Two samples in bins whose edges are observations of one of them: how many of the other fall between these by chance.

Of one continuous source all orders of the observations of both are equally likely, so the numbers of one between
order statistics of the other are Dirichlet-multinomial, with as many parts as there are spacings in a bin (Wilks
1942, doi:10.1214/aoms/1177731537). Taken for random tables of the same margins, bins of
few rows would alarm: their own sample is spread over them evenly, however uneven the source is there.
"""

from __future__ import annotations

import numpy as np

from plogp.estimators.testing import anderson_darling
from plogp.theory.counts.fingerprint import k_log_k
from plogp.typing import Floats, Integers

_BINS = 16
_MANY = 2000  # observations beyond which margins say as much


def are_own(counts: Integers) -> bool:
    """Whether bins with these counts were cut at quantiles of them: each edge holds the rank of one."""
    n, k = int(counts.sum()), counts.size
    if k < 2 or n > _MANY or not counts.all():
        return False
    last = np.cumsum(counts)[:-1]
    for bins in {_BINS, k}:
        ranks = (np.arange(1, bins) * (n - 1)) // bins
        if np.array_equal(np.unique(np.searchsorted(last, ranks, side="right")), np.arange(k - 1)):
            return True
    return False


def drawn(own: Integers, other: int, rng: np.random.Generator, size: int) -> Integers:
    """Counts of the other sample in bins cut in the first; (size, k)."""
    spacings = own.astype(np.float64)
    spacings[-1] += 1
    return np.asarray(rng.multinomial(other, rng.dirichlet(spacings, size)))


def statistics(own: Integers, other: Integers) -> Floats:
    """G² and A² of the bins; (2, ...)."""
    n, m = int(own.sum()), int(other.sum(axis=-1).flat[0])
    cells = (k_log_k(own) + k_log_k(other) - k_log_k(own + other)).sum(axis=-1)
    g = 2 * np.maximum(cells - k_log_k(n) - k_log_k(m) + k_log_k(n + m), 0.0)
    return np.stack([g, anderson_darling.statistic(np.broadcast_to(own, other.shape), other)])
