"""Mutual information from nearest neighbours (KSG, k = 3): correlated normals, with the interval that plogp adds."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np
from sklearn.feature_selection import mutual_info_regression
from sklearn.feature_selection._mutual_info import _compute_mi_cc

import plogp
from benchmarks.race import Race, Times

SKLEARN = "sklearn mutual_info_regression"


def races() -> Iterator[Race]:
    for n, one_thread, two_threads in ((100_000, 7, 12), (1_000_000, 15, 25)):
        x, y = normals(n)
        samples = plogp.Samples(x, y)
        if n == 100_000:
            _same(x, y)

        def ours(samples: plogp.Samples = samples) -> float:
            return float(plogp.mutual_information(samples, estimator=plogp.KSG(k=3)))

        def sklearn(x: np.ndarray = x, y: np.ndarray = y) -> float:
            return float(mutual_info_regression(x[:, None], y, n_neighbors=3, random_state=0)[0])

        # Scikit-learn adds noise to the numbers, so the answers agree to a few digits; see _same for the rest.
        yield Race(f"{n:,} pairs", SKLEARN, ours, sklearn, Times(one_thread), same=0.02)
        yield Race(f"{n:,} pairs", SKLEARN, ours, sklearn, Times(two_threads), threads=2, same=None)
        if n == 100_000 and find_spec("ennemi") is not None:
            from ennemi import estimate_mi

            def ennemi(x: np.ndarray = x, y: np.ndarray = y) -> float:
                return float(estimate_mi(y, x, k=3, preprocess=False)[0, 0])

            yield Race(f"{n:,} pairs", "ennemi", ours, ennemi, Times(8), same=0.02)


def normals(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal(n)
    return x, 0.6 * x + 0.8 * rng.standard_normal(n)


def _same(x: np.ndarray, y: np.ndarray) -> None:
    """Without its noise, scikit-learn's estimate is ours."""
    ours = float(plogp.mutual_information(plogp.Samples(x, y), estimator=plogp.KSG(k=3)))
    assert abs(ours - _compute_mi_cc(x, y, 3)) < 1e-9
