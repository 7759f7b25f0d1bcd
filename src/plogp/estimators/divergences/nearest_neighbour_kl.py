"""Kullback-Leibler divergence of two samples from distances to nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.backend import neighbours
from plogp.estimators.continuous.estimation import Local, Reals, enough
from plogp.estimators.continuous.neighbour_statistics import alone, digamma, noise, once, popularity, scaled
from plogp.estimators.divergences.density_tail import beyond
from plogp.theory.errors import NotSamples
from plogp.theory.parameters import whole_number

_EXTRAPOLATED = (
    "extrapolated: observations of P lie beyond those of Q, and what they add rests on the tail that Q seems to have",
)
_BEYOND = (
    "beyond: observations of P lie twice as far from those of Q as these from each other: how small its density is "
    "there they cannot tell, so the divergence may be larger by any amount",
)
_MUCH = 0.04  # of P, far from Q


@dataclass(frozen=True)
class NearestNeighbourKL:
    """D(P‖Q) = mean of d·log(s / r) + log(m / (n - 1)), r and s the distances of an observation of P to its k-th
    neighbour in the n of P and in the m of Q; of one coordinate beyond all of Q from the tail that Q has there.

    Parameters
    ----------
    k : int
        Neighbours.

    Notes
    -----
    Where P has mass beyond the observations of Q, distances say that the density of Q falls as 1/s: of 10,000
    observations of a Laplace distribution from a normal one they miss 0.09 of 0.23 nats. The density there is
    extrapolated instead, from the largest m^0.7 observations, by a normal or a generalized Pareto tail; where it
    matters this is warned of ("extrapolated"), for no sample tells what lies beyond it. In several coordinates nothing
    is extrapolated: where much of P lies far from Q, the interval is open above, with a warning ("beyond").

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
    0.50
    """

    k: int = 3

    def __post_init__(self) -> None:
        whole_number("k", self.k, 1, 2**31 - 1)

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
        popular = popularity(own_rows, n)
        plain = once(terms + popular, self.k, d)
        second = _of_second(np.bincount(across_rows.ravel(), minlength=m) / (n / m * self.k), n, self.k, d)
        noises = noise(self.k) + alone(self.k)
        spacing = neighbours.nearest(y, min(self.k, m - 1))[0][across_rows[:, 0]]
        sparse = across > 2 * spacing  # of like samples one in a hundred
        much = max(_MUCH, self.k / m)
        if d > 1:
            far = bool(sparse.mean() > much)
            value = float(terms.mean())
            return Local(value, [plain, second], rate=1 / d, noise=noises, open=far, warnings=_BEYOND * far)
        tail = beyond(x[:, 0], y[:, 0], digamma(float(self.k)) - np.log(2 * m * across), self.k)
        added, error = float(tail.added.mean()), (np.var(plain) / n + np.var(second) / m) ** 0.5
        first = once(terms + tail.added + popular, self.k, d)
        fitted = np.sqrt(m * tail.variance) * np.where(np.arange(m) % 2, 1.0, -1.0)
        outside = tail.added != 0
        far = bool(np.mean(sparse & ~outside) > much)
        extrapolated = abs(added) > error / 2 or outside.mean() > max(_MUCH, 4 * self.k / m)
        doubts = _EXTRAPOLATED * bool(extrapolated) + _BEYOND * far
        value = float(terms.mean()) + added
        return Local(value, [first, second, fitted], -added, rate=1, noise=noises, open=far, warnings=doubts)


def _of_second(popular: Reals, n: int, k: int, d: int) -> Reals:
    """What the observations of Q bring, from how often each is a neighbour of some in P, which makes P less surprising.

    That estimates p/q, with the chance of which observations of P are there (already in what those bring), and with
    that of how far the neighbours in Q reach, of relative variance 2^-d/k, a third of which pairs count twice.
    """
    ratio = max(float(np.var(popular)) - len(popular) / (n * k), 0.0)
    reach = 0.5**d / k
    return scaled(popular, max(ratio - reach / 3 * (1 + ratio) / (1 + reach), 0.0))
