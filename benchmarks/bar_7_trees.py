"""Decision trees: C4.5 with every value, and trees of 256 bins, beside scikit-learn's."""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Callable, Iterator

import lightgbm
import numpy as np
from sklearn.ensemble._hist_gradient_boosting.grower import TreeGrower
from sklearn.tree import DecisionTreeClassifier

from benchmarks.race import AtMostTimes, Race, Times
from plogp.apps.tree import InformationTreeClassifier
from plogp.backend import trees

FEATURES, DEPTH = 50, 8


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((100_000, 20))
    y = (x[:, :5].sum(axis=1) + 2 * rng.standard_normal(len(x)) > 0).astype(np.int32)
    exact = DecisionTreeClassifier(criterion="entropy", random_state=0)
    yield Race(
        "C4.5 without pruning, 100,000 × 20",
        "sklearn DecisionTreeClassifier",
        lambda: InformationTreeClassifier(prune=False).fit(x, y),
        lambda: exact.fit(x, y),
        Times(1, vectors=False),
        same=None,
    )
    yield Race(
        f"histogram mode of depth {DEPTH}, 100,000 × 20",
        "sklearn DecisionTreeClassifier",
        lambda: InformationTreeClassifier(bins=256, max_depth=DEPTH).fit(x, y),
        lambda: exact.fit(x, y),
        Times(50, vectors=False),
        same=None,
    )
    yield from _in_bins(200_000, exact_too=True)
    yield from _in_bins(1_000_000, exact_too=False)


def _in_bins(n: int, exact_too: bool) -> Iterator[Race]:
    """One tree on data that every contender has in bins already."""
    rng = np.random.default_rng(0)
    bins = rng.integers(1, 256, (FEATURES, n), dtype=np.uint8)
    score = bins[0].astype(int) + bins[3] + bins[7] + rng.integers(0, 200, n)
    y = (score > 480).astype(np.int32)
    sizes, nominal = np.full(FEATURES, 256, dtype=np.int32), np.zeros(FEATURES, dtype=np.uint8)
    halves = np.broadcast_to(np.arange(1.5, 256), (FEATURES, 255))
    binned = trees.BinnedColumns(bins.astype(float), np.ascontiguousarray(halves))

    def ours(depth: int = DEPTH) -> object:
        return trees.grow_histogram(
            binned, sizes, nominal, y,
            classes=2, min_cases=1.0, confidence=0.25, prune=False, max_depth=depth,
        )  # fmt: skip

    case = f"data in bins, depth {DEPTH}, {n:,} × {FEATURES}"
    if exact_too:
        rows = np.ascontiguousarray(bins.T, dtype=np.float32)
        exact = DecisionTreeClassifier(criterion="entropy", max_depth=DEPTH, random_state=0)
        yield Race(case, "sklearn DecisionTreeClassifier", ours, lambda: exact.fit(rows, y), Times(50), same=None)
    gradients = (0.5 - y).astype(np.float32)
    hessians = np.full(1, 0.25, dtype=np.float32)
    in_columns = np.asfortranarray(bins.T)

    def boosted() -> None:
        """The tree that gradient boosting grows at every step, of as many leaves, from data in bins."""
        TreeGrower(
            in_columns, gradients, hessians, max_depth=DEPTH, max_leaf_nodes=None, min_samples_leaf=1, n_threads=1
        ).grow()

    yield Race(case, "sklearn HistGradientBoosting, one tree", ours, boosted, Times(2), same=None)
    yield Race(case, "LightGBM, one tree", ours, _lightgbm(bins.T, y), Times(3), same=None)
    cycles = _cycles()
    yield Race(
        f"data in bins, the root alone, {n:,} × {FEATURES}",
        "one increment a cycle",
        lambda: ours(depth=1),
        lambda: cycles(n * FEATURES),
        AtMostTimes(1.5),
        same=None,
    )


def _cycles() -> Callable[[int], object]:
    """Takes so many cycles of the processor: additions, each of which waits for the one before."""
    source = 'void cycles(long n) { for (long x = 0; x < n; x++) __asm__ volatile("" : "+r"(x)); }'
    with tempfile.TemporaryDirectory() as folder:
        library = f"{folder}/cycles.so"
        subprocess.run(["cc", "-O2", "-shared", "-x", "c", "-", "-o", library], input=source, text=True, check=True)
        cycles = ctypes.CDLL(library).cycles
    cycles.argtypes, cycles.restype = [ctypes.c_long], None
    return cycles


def _lightgbm(x: np.ndarray, y: np.ndarray) -> Callable[[], object]:
    """One more tree at each call, of as many leaves, from data that it has put in bins."""
    parameters = {
        "objective": "binary", "num_leaves": 2**DEPTH, "max_depth": DEPTH, "min_data_in_leaf": 1, "max_bin": 255,
        "num_threads": 1, "verbosity": -1,
    }  # fmt: skip
    booster = lightgbm.Booster(parameters, lightgbm.Dataset(x.astype(np.float32), y, free_raw_data=False))
    return booster.update
