"""Mutual information of all pairs of 200 columns, and the choice of 20 of them; 100,000 rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from fast_select import mRMR
from scipy.special import xlogy
from sklearn.metrics import mutual_info_score

from benchmarks.race import Race, Times
from plogp.apps.feature_selection import JMI, MRMR, InformationSelector
from plogp.backend.pairs import pairwise_information

ROWS, COLUMNS, FEWER = 100_000, 200, 60  # a loop over the pairs of all columns takes minutes


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
        few, few_levels = x[:FEWER].copy(), levels[:FEWER].copy()
        upper = np.triu_indices(FEWER, 1)
        yield Race(
            f"all {len(upper[0]):,} pairs, {case}",
            "loop over sklearn mutual_info_score",
            lambda few=few, few_levels=few_levels, upper=upper: pairwise_information(few, few_levels)[upper],
            lambda few=few: [mutual_info_score(a, b) for a, b in combinations(few, 2)],
            Times(1000),
            once=True,
        )
    yield from _choices(rng)


def _choices(rng: np.random.Generator) -> Iterator[Race]:
    """MRMR beside the fastest package that computes it. No package computes JMI (skfeature's is another sum): beside it
    stands what one would write with scikit-learn."""
    levels = rng.integers(2, 11, COLUMNS)
    x = np.column_stack([rng.integers(0, k, ROWS) for k in levels])
    y = (x[:, 0] + x[:, 1] + rng.integers(0, 4, ROWS) > 6).astype(np.int64)
    mRMR(2, backend="cpu").fit(x[:500, :5], y[:500])  # it compiles when it is first called
    yield Race(
        f"MRMR, 20 of {COLUMNS} columns",
        "fast-select mRMR",
        lambda: InformationSelector(MRMR(), n_features=20).fit(x, y).order_,
        lambda: mRMR(20, backend="cpu").fit(x, y).top_features_,
        Times(50, vectors=False),
        once=True,
    )
    yield Race(
        f"JMI, 20 of {COLUMNS} columns",
        "loop over sklearn mutual_info_score",
        lambda: InformationSelector(JMI(), n_features=20).fit(x, y).order_,
        lambda: _jmi(x, y, 20),
        Times(50, vectors=False),
        once=True,
    )


def _jmi(x: np.ndarray, y: np.ndarray, count: int) -> list[int]:
    """Sum of I(X_k,X_j;Y) over the columns chosen (Brown et al. 2012, eq. 9)."""
    columns = range(x.shape[1])
    chosen = [int(np.argmax([mutual_info_score(x[:, k], y) for k in columns]))]
    score = np.zeros(x.shape[1])
    while len(chosen) < count:
        beside = x[:, chosen[-1]] * 16
        score += [mutual_info_score(x[:, k] + beside, y) for k in columns]
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return chosen


def _by_product(x: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Counts of all pairs of levels as one product of matrices of zeros and ones."""
    hot = np.concatenate([column == np.arange(k)[:, None] for column, k in zip(x, levels, strict=True)])
    hot = hot.astype(np.float32)
    p = (hot @ hot.T).astype(np.float64) / x.shape[1]
    start = np.append(0, np.cumsum(levels))[:-1]
    margin = np.diag(p)
    term = xlogy(p, p) - xlogy(p, margin[:, None]) - xlogy(p, margin)
    return np.add.reduceat(np.add.reduceat(term, start, axis=0), start, axis=1)
