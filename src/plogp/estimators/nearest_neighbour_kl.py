"""Kullback-Leibler divergence of two samples from distances to nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.backend import neighbours
from plogp.estimators.continuous import Local, Reals, enough
from plogp.estimators.counting import alone, noise, once, popularity, scaled
from plogp.theory.errors import NotSamples


@dataclass(frozen=True)
class NearestNeighbourKL:
    """D(P‖Q) = mean of d·log(s / r) + log(m / (n - 1)), r and s the distances of an observation of P to its k-th
    neighbour in the n of P and in the m of Q.

    Parameters
    ----------
    k : int
        Neighbours.

    References
    ----------
    Wang, Kulkarni & Verdú 2009, doi:10.1109/TIT.2009.2016060, eq. 5, in the maximum norm.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> rng = np.random.default_rng(0)
    >>> p, q = rng.normal(0, 1, 5000), rng.normal(1, 1, 5000)  # half a nat apart
    >>> kl = plogp.kl_divergence(plogp.Samples(p), plogp.Samples(q), estimator=plogp.NearestNeighbourKL())
    >>> print(f"{kl:.2f}")
    0.49
    """

    k: int = 3

    def kl_divergence(self, x: Reals, y: Reals) -> Local:
        """D(P‖Q) from (n, d) of P and (m, d) of Q."""
        (n, d), m = x.shape, len(y)
        enough(n, self.k)
        if m < self.k:
            raise NotSamples(f"{m} observations of the second sample are too few for k={self.k} neighbours")
        if m > 1 and (y == y[0]).all():
            raise NotSamples("the second sample does not vary, so it has no density, and this divergence is infinite")
        own, own_rows = neighbours.nearest(x, self.k)
        across, across_rows = neighbours.nearest_across(y, x, self.k)
        if not (own.all() and across.all()):
            raise NotSamples(
                f"more than k={self.k} observations are equal, so the densities are infinite; discrete=True says that "
                "the numbers are names, a larger k reaches past a few ties"
            )
        terms = d * np.log(across / own) + np.log(m / (n - 1))
        first = once(terms + popularity(own_rows, n), self.k, d)
        second = _of_second(np.bincount(across_rows.ravel(), minlength=m) / (n / m * self.k), n, self.k, d)
        return Local(float(terms.mean()), [first, second], rate=1 / d, noise=noise(self.k) + alone(self.k))


def _of_second(popular: Reals, n: int, k: int, d: int) -> Reals:
    """What the observations of Q bring, from how often each is a neighbour of some in P, which makes P less surprising.

    That estimates p/q, with the chance of which observations of P are there (already in what those bring), and with
    that of how far the neighbours in Q reach, of relative variance 2^-d/k, a third of which pairs count twice.
    """
    ratio = max(float(np.var(popular)) - len(popular) / (n * k), 0.0)
    reach = 0.5**d / k
    return scaled(popular, max(ratio - reach / 3 * (1 + ratio) / (1 + reach), 0.0))
