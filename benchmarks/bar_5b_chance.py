"""Chance between two columns: the adjusted mutual information, and random tables for a test of independence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score

import plogp
from benchmarks.race import Race, Times

Column = NDArray[np.int64]


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    for levels in (1000, 3000):
        x, y = rng.integers(0, levels, (2, 100_000))
        y = np.where(rng.random(len(x)) < 0.3, x, y)  # something shared: of nothing all digits are rounding

        def ours(x: Column = x, y: Column = y) -> float:
            return float(plogp.adjusted_mutual_information(plogp.Samples(x, y)))

        def sklearn(x: Column = x, y: Column = y) -> float:
            return float(adjusted_mutual_info_score(x, y))

        name = f"adjusted MI, {levels:,} × {levels:,} levels of 100,000 rows"
        bar = Times(50, vectors=False)
        yield Race(name, "sklearn adjusted_mutual_info_score", ours, sklearn, bar, once=levels == 3000)  # 20 s

    a, b = rng.integers(0, 10, (2, 10_000_000))
    counted = plogp.Samples(a, b).counts()

    def tested() -> float:
        return plogp.independence_test(counted, method=plogp.Permutation(1000)).p_value

    def count() -> int:
        return int(plogp.Samples(a, b).counts().n.sum())

    name = "1,000 random tables, 10 × 10 of 10,000,000 rows"
    yield Race(name, "counting the rows once", tested, count, Times(0.2, vectors=False), same=None)
