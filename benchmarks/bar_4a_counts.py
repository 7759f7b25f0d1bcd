"""Two columns of integers: their joint counts and their mutual information, 10,000,000 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from sklearn.metrics import mutual_info_score

import plogp
from benchmarks.race import Race, Times

ROWS = 10_000_000


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    for levels, beside_numpy in ((10, 2.5), (1000, 2)):
        x, y = rng.integers(0, levels, (2, ROWS))
        case = f"{levels} × {levels} levels"
        counts, counts_peer = _counts(x, y, levels)
        yield Race(f"counts, {case}", "np.bincount(x * k + y)", counts, counts_peer, Times(beside_numpy))
        if levels == 10:
            yield Race(f"counts, {case}", "polars group_by", counts, _polars(x, y), Times(5), threads=2, same=None)
        information, peer = _information(x, y)
        yield Race(f"mutual information, {case}", "sklearn mutual_info_score", information, peer, Times(100), same=None)


def _counts(x: np.ndarray, y: np.ndarray, levels: int) -> tuple[Callable[[], np.ndarray], Callable[[], np.ndarray]]:
    def ours() -> np.ndarray:
        return plogp.Samples(x, y).counts().n

    def numpy() -> np.ndarray:
        return np.bincount(x * levels + y, minlength=levels**2).reshape(levels, levels)

    return ours, numpy


def _polars(x: np.ndarray, y: np.ndarray) -> Callable[[], pl.DataFrame]:
    frame = pl.DataFrame({"x": x, "y": y})
    return lambda: frame.group_by("x", "y").len()


# Ours removes the bias and adds an interval, so the answers differ; that the plug-in values agree is tested.
def _information(x: np.ndarray, y: np.ndarray) -> tuple[Callable[[], float], Callable[[], float]]:
    def ours() -> float:
        return float(plogp.mutual_information(plogp.Samples(x, y)))

    def sklearn() -> float:
        return float(mutual_info_score(x, y))

    return ours, sklearn
