"""Makes a code of every column: the level of a category, the bin of a number, and a level more for what is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.backend.columns import code_columns
from plogp.backend.counting import bin_codes
from plogp.backend.pairs import MOST_LEVELS
from plogp.learn.columns import Levels, read_table
from plogp.learn.quantiles import quantile_cuts
from plogp.theory.errors import InvalidParameter, UnusableFeatures
from plogp.typing import Floats


def read_codes(
    estimator: Any, X: Any, bins: int, weights: Floats | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Codes of shape (columns, rows), and how many levels each column has.

    Numbers of more than `bins` values are cut at their quantiles; fewer keep each its level. Missing values are the
    last level of their column, where there are any. Rows of weight zero do not count for either, and are left out.
    """
    table, levels = read_table(estimator, X)
    if weights is not None and len(weights) == len(table):
        table, weights = table[weights > 0], weights[weights > 0]
    codes, sizes, numbers = _coded(estimator, table, levels, bins)
    for j, column in numbers.items():
        codes[j], sizes[j] = _cut(column, bins, weights)
    return codes, sizes


def read_mixed(estimator: Any, X: Any, bins: int) -> list[NDArray[np.float64] | NDArray[np.int64]]:
    """The columns of more than `bins` numbers as they are, NaN where missing; codes of all others."""
    table, levels = read_table(estimator, X)
    codes, _, numbers = _coded(estimator, table, levels, bins)
    return [numbers[j] if j in numbers else column.astype(np.int64) for j, column in enumerate(codes)]


def _coded(
    estimator: Any, table: NDArray[Any], levels: list[Levels], bins: int
) -> tuple[NDArray[np.uint8], NDArray[np.int32], dict[int, Floats]]:
    """Codes and sizes of the columns, and those columns that have none because they are more than `bins` numbers."""
    if bins >= MOST_LEVELS:
        raise InvalidParameter(f"bins must be less than {MOST_LEVELS}, but it is {bins}")
    most = np.array([bins if level is None else MOST_LEVELS for level in levels], dtype=np.int32)
    codes, sizes = code_columns(table, most)
    for j, level in enumerate(levels):
        if level is not None and not 0 <= sizes[j] <= 3:
            _refuse_identifier(estimator, j, table[:, j], int(sizes[j]))
    numbers = {int(j): np.ascontiguousarray(table[:, j], dtype=np.float64) for j in np.flatnonzero(sizes < 0)}
    return codes, sizes, numbers


def _cut(x: Floats, bins: int, weights: Floats | None) -> tuple[NDArray[Any], int]:
    missing = np.isnan(x)
    some = ~missing if missing.any() else slice(None)
    cuts = quantile_cuts(x[some], None if weights is None else weights[some], bins)
    return bin_codes(x, cuts), cuts.size + 1 + int(missing.any())


def _refuse_identifier(estimator: Any, j: int, column: NDArray[Any], size: int) -> None:
    """A column of names that tell rows apart seems to know the target: every row has a level, or nearly, of its own."""
    present = column[~np.isnan(column)]
    if 0 <= size <= present.size / 2:
        return
    name = getattr(estimator, "feature_names_in_", range(j + 1))[j]
    raise UnusableFeatures(
        f"column {name!r} has {np.unique(present).size:,} levels in {present.size:,} rows, too many to be counted: "
        "if it names the rows leave it out, else group its levels"
    )
