"""Rows of probabilities: 100,000 rows of 100 classes, and one call on ten classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

import plogp
from benchmarks.race import Race, Times


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    p, q = (rng.dirichlet(np.ones(100), 100_000) for _ in range(2))
    size = "100,000 × 100 float64"
    scipy = "scipy.stats.entropy"
    yield Race(f"entropy, {size}", scipy, lambda: plogp.entropy(p), lambda: stats.entropy(p, axis=1), Times(12))
    yield Race(
        f"entropy, {size}",
        "NumPy -(p*np.log(p)).sum(1)",
        lambda: plogp.entropy(p),
        lambda: -(p * np.log(p)).sum(1),
        Times(4),
    )
    yield Race(f"KL, {size}", scipy, lambda: plogp.kl_divergence(p, q), lambda: stats.entropy(p, q, axis=1), Times(20))
    yield Race(
        f"KL, {size}",
        "NumPy (p*np.log(p/q)).sum(1)",
        lambda: plogp.kl_divergence(p, q),
        lambda: (p * np.log(p / q)).sum(1),
        Times(3),
    )
    yield Race(
        f"JS distance, {size}",
        "scipy jensenshannon",
        lambda: plogp.js_distance(p, q),
        lambda: jensenshannon(p, q, axis=1),
        Times(20),
    )
    few = rng.dirichlet(np.ones(10))
    yield Race(
        "entropy, one call, 10 classes",
        scipy,
        lambda: plogp.entropy(few),
        lambda: stats.entropy(few),
        Times(30, vectors=False),
    )
