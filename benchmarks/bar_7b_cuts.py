"""Cuts by minimum description length, of one column of 20,000 rows."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.race import Race, Times
from plogp.apps.discretize import MDLPDiscretizer

ROWS = 20_000

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from imodels.discretization.mdlp import MDLPDiscretizer as Theirs


def races() -> Iterator[Race]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal(ROWS).round(4)
    y = (x + rng.standard_normal(ROWS) > 0).astype(int) + (x > 1.5)
    yield Race(
        f"{ROWS:,} × 1",
        "imodels MDLPDiscretizer",
        lambda: MDLPDiscretizer().fit(x[:, None], y).cut_points_[0],
        lambda: _theirs(x, y),
        Times(1000, vectors=False),
        same=None,  # the sign of one term of its criterion is another, and so may be its last cuts
        once=True,
    )


def _theirs(x: np.ndarray, y: np.ndarray) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: list[float] = Theirs(pd.DataFrame({"x": x, "y": y}), "y", features=["x"])._cuts["x"]
    return found
