"""Matrices between two sets of rows: every pair of 400 and 400 rows of 256 classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import rel_entr

import plogp
from benchmarks.race import Race, Times

SIZE = "400 × 400 × 256"


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    p, q = (rng.dirichlet(np.ones(256), 400) for _ in range(2))
    log_q = np.log(q).T.copy()
    cdist_name = "scipy cdist(metric='jensenshannon')"

    def by_cdist() -> np.ndarray:
        return cdist(p, q, "jensenshannon")

    def js() -> np.ndarray:
        return plogp.pairwise(plogp.js_distance, p, q)

    def kl() -> np.ndarray:
        return plogp.pairwise(plogp.kl_divergence, p, q)

    yield Race(f"JS distance, {SIZE}", cdist_name, js, by_cdist, Times(20))
    yield Race(f"JS distance, {SIZE}", f"{cdist_name}, 1 thread", js, by_cdist, Times(40), threads=2)
    yield Race(f"KL, {SIZE}", "loop over rel_entr(row, q).sum(1)", kl, lambda: _by_rel_entr(p, q), Times(100))
    # The product alone, without entropies, checks, zeros and near pairs: at most 1.6 times as long.
    yield Race(f"KL, {SIZE}", "NumPy p @ log_q alone", kl, lambda: p @ log_q, Times(1 / 1.6, vectors=False), same=None)


def _by_rel_entr(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return np.array([rel_entr(row, q).sum(1) for row in p])
