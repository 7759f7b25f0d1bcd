"""Mutual information of all pairs of 200 columns, and cuts by minimum description length; 100,000 and 20,000 rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.special import xlogy
from sklearn.metrics import mutual_info_score

from benchmarks.race import Race, Times
from plogp.backend.pairs import pairwise_information

ROWS, COLUMNS, SAMPLED = 100_000, 200, 20


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    for case, low, high, beside_gemm in (("2 to 16 levels", 2, 17, 20), ("2 levels", 2, 3, 40)):
        levels = rng.integers(low, high, COLUMNS).astype(np.int32)
        x = np.array([rng.integers(0, k, ROWS) for k in levels], dtype=np.uint8)
        yield Race(
            f"all {COLUMNS * (COLUMNS - 1) // 2:,} pairs, {case}",
            "one-hot product",
            lambda x=x, levels=levels: pairwise_information(x, levels),
            lambda x=x, levels=levels: _by_product(x, levels),
            Times(beside_gemm),
            same=1e-5,
        )
        few, few_levels = x[:SAMPLED].copy(), levels[:SAMPLED].copy()
        upper = np.triu_indices(SAMPLED, 1)
        yield Race(
            f"all {len(upper[0])} pairs, {case}",
            "loop over sklearn mutual_info_score",
            lambda few=few, few_levels=few_levels, upper=upper: pairwise_information(few, few_levels)[upper],
            lambda few=few: [mutual_info_score(a, b) for a, b in combinations(few, 2)],
            Times(1000),
        )


def _by_product(x: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Counts of all pairs of levels as one product of matrices of zeros and ones."""
    hot = np.concatenate([column == np.arange(k)[:, None] for column, k in zip(x, levels, strict=True)])
    hot = hot.astype(np.float32)
    p = (hot @ hot.T).astype(np.float64) / x.shape[1]
    start = np.append(0, np.cumsum(levels))[:-1]
    margin = np.diag(p)
    term = xlogy(p, p) - xlogy(p, margin[:, None]) - xlogy(p, margin)
    return np.add.reduceat(np.add.reduceat(term, start, axis=0), start, axis=1)
