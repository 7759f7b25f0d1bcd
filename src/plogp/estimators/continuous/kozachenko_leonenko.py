"""Differential entropy from the distance to the k-th nearest neighbour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.backend import neighbours
from plogp.estimators.continuous.estimation import Local, Reals, enough
from plogp.estimators.continuous.neighbour_statistics import digamma, distinct, noise, once, popularity
from plogp.theory.parameters import whole_number


@dataclass(frozen=True)
class KozachenkoLeonenko:
    """h = psi(n) - psi(k) + mean of d·log(2 r), r the distance to the k-th neighbour in the maximum norm.

    Parameters
    ----------
    k : int
        Neighbours. More of them lower the variance and raise the bias.

    References
    ----------
    Kozachenko & Leonenko 1987, "Sample estimate of the entropy of a random vector"; in this form Kraskov, Stögbauer &
    Grassberger 2004, doi:10.1103/PhysRevE.69.066138, eq. 20.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> x = np.random.default_rng(0).uniform(0, 8, 10_000)
    >>> print(plogp.entropy(plogp.Samples(x), base=2, estimator=plogp.KozachenkoLeonenko(k=3)))
    3.005 ± 0.023 bit (95 %)
    """

    k: int = 3

    def __post_init__(self) -> None:
        whole_number("k", self.k, 1, 2**31 - 1)

    def differential_entropy(self, x: Reals) -> Local:
        """Of (n, d)."""
        n, d = x.shape
        enough(n, self.k)
        radii, rows = neighbours.nearest(x, self.k)
        distinct(radii, self.k, x)
        terms = d * np.log(2 * radii) + digamma(float(n)) - digamma(float(self.k))
        influence = once(terms - popularity(rows, n), self.k, d)
        return Local(float(terms.mean()), [influence], rate=1 / d, noise=noise(self.k))
