"""Reads the class to be predicted: its levels, and which of them each row has."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import column_or_1d

from plogp.distributions.missing import is_missing, read_column
from plogp.theory.errors import UnusableTarget


def read_target(
    y: Any, rows: int, weights: NDArray[np.float64] | None = None
) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The levels of y, sorted, and each row's place among them; rows of weight zero are left out.

    Raises
    ------
    UnusableTarget
        A row without a class, another number of rows than the features have, or one class only.
    """
    if y is None:
        raise UnusableTarget("requires y to be passed, but the target y is None")
    held, absent = read_column(y)
    values = column_or_1d(held, warn=True)
    if len(values) != rows:
        raise UnusableTarget(f"X has {rows} rows, but the target has {len(values)}: inconsistent numbers of samples")
    missing = _missing(values) if absent is None else absent
    if missing.any():
        raise UnusableTarget(
            f"the target is missing (NaN) in {int(missing.sum())} of {rows} rows, the first is row "
            f"{int(missing.argmax())}; drop those rows, or give them a class of their own"
        )
    if values.dtype.kind == "O" and (made := np.array(values.tolist())).dtype.kind in "biuf":
        values = made  # numbers held as objects
    try:
        check_classification_targets(values)
    except ValueError as error:
        raise UnusableTarget(str(error)) from error
    if weights is not None:
        values = values[weights > 0]
    try:
        levels, codes = np.unique(values, return_inverse=True)
    except TypeError as error:
        raise UnusableTarget(f"the target holds values of several kinds, which have no order: {error}") from error
    if len(levels) < 2:
        raise UnusableTarget(f"the target has one class only ({levels.tolist()[0]!r}): there is nothing to tell apart")
    return levels, codes.astype(np.int32)


def _missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    if values.dtype.kind == "f":
        if np.isinf(values).any():
            raise UnusableTarget(f"the target is infinite (inf) in row {int(np.isinf(values).argmax())}")
        return np.asarray(np.isnan(values))
    if values.dtype.kind == "O":
        return np.array([is_missing(value) for value in values], dtype=bool)
    return np.zeros(len(values), dtype=bool)
