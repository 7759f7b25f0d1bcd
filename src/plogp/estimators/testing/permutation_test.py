"""Test of independence of columns that are measured: the sample against itself, matched at random.

Matching x with another order of y leaves both margins as they are, so the p-value (1 + matchings that share at least as
much) / (1 + matchings) is valid for samples of any size and for any estimator (Phipson & Smyth 2010,
doi:10.2202/1544-6115.1585).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from plogp.distributions.observations.columns import Column
from plogp.estimators.continuous.mixed_ksg import MixedKSG, levels_of

ESTIMATOR = MixedKSG()  # takes columns of any kind and any number of coordinates, and has no seed of its own


def shared(x: Column, y: Column, given: Sequence[Column] = ()) -> float:
    """The estimate of I(X;Y|Z), in nats."""
    return ESTIMATOR.mutual_information(x, y, given).value


def matchings(
    x: Column, y: Column, given: Sequence[Column], rng: np.random.Generator, replicates: int
) -> Iterator[int]:
    """Whether each random matching, within the levels of what is given, shares at least as much as the sample."""
    found = shared(x, y, given)
    level = np.unique(np.stack([levels_of(z) for z in given]), axis=1, return_inverse=True)[1] if given else None
    for _ in range(replicates):
        order = rng.permutation(len(y.values))
        if level is not None:  # the rows of each level, in place of the same rows in random order
            source = order[np.argsort(level[order], kind="stable")]
            order = np.empty_like(order)
            order[np.argsort(level, kind="stable")] = source
        other = Column(y.values[order], y.discrete)
        yield int(shared(x, other, given) >= found - 1e-12)
