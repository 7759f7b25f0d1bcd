"""Test of independence of columns that are measured: the sample against itself, matched at random.

Matching x with another order of y leaves both margins as they are, so the p-value (1 + matchings that share at least as
much) / (1 + matchings) is valid for samples of any size and for any estimator (Phipson & Smyth 2010,
doi:10.2202/1544-6115.1585).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from plogp.distributions.samples import Column
from plogp.estimators.mixed_ksg import MixedKSG

ESTIMATOR = MixedKSG()  # takes columns of any kind and any number of coordinates, and has no seed of its own


def shared(x: Column, y: Column) -> float:
    """The estimate of I(X;Y), in nats."""
    return ESTIMATOR.mutual_information(x, y, []).value


def matchings(x: Column, y: Column, rng: np.random.Generator, replicates: int) -> Iterator[int]:
    """Whether each random matching shares at least as much as the sample."""
    found = shared(x, y)
    for _ in range(replicates):
        other = Column(y.values[rng.permutation(len(y.values))], y.discrete)
        yield int(shared(x, other) >= found - 1e-12)
