"""Makes a code of every column: the level of a category, the bin of a number, and a level more for what is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.backend.counting import bin_codes
from plogp.backend.pairs import MOST_LEVELS
from plogp.learn.columns import read_columns
from plogp.learn.quantiles import quantile_cuts
from plogp.theory.errors import UnusableFeatures


def read_codes(estimator: Any, X: Any, bins: int) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Codes of shape (columns, rows), and how many levels each column has.

    Numbers of more than `bins` values are cut at their quantiles; fewer keep each its level. Missing values are the
    last level of their column, where there are any.
    """
    x, levels = read_columns(estimator, X)
    codes = np.empty(x.shape, dtype=np.uint8)
    sizes = np.empty(len(x), dtype=np.int32)
    for j, column in enumerate(x):
        if levels[j] is None:
            code, size = _of_numbers(column, bins)
        else:
            code, size = _of_levels(column)
        if size > MOST_LEVELS:
            name = getattr(estimator, "feature_names_in_", range(len(x)))[j]
            raise UnusableFeatures(
                f"column {name!r} has {size:,} levels in {column.size:,} rows, more than {MOST_LEVELS}: if it names "
                "the rows leave it out, else group its levels"
            )
        codes[j], sizes[j] = code, size
    return codes, sizes


def _of_numbers(x: NDArray[np.float64], bins: int) -> tuple[NDArray[Any], int]:
    missing = np.isnan(x)
    known = x[~missing] if missing.any() else x
    cuts = np.unique(known[: 64 * bins])  # a look at the first rows spares most columns the sorting
    if cuts.size <= bins:
        cuts = np.unique(known)
    cuts = cuts[:-1] if cuts.size <= bins else quantile_cuts(known, None, bins)
    return bin_codes(x, cuts), cuts.size + 1 + int(missing.any())


def _of_levels(x: NDArray[np.float64]) -> tuple[NDArray[np.intp], int]:
    seen, codes = np.unique(x, return_inverse=True)  # NaN is the last, and one
    return codes, seen.size
