"""Reads and checks what an estimator is fitted with beside its features: the class of each row, and its weight."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import column_or_1d

from plogp.distributions.array_input import float_numbers
from plogp.distributions.observations.missing import is_missing, read_column
from plogp.theory.errors import InvalidParameter, NotAnArray, UnusableTarget


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


_MOST = 1e150  # sums are squared and multiplied by each other


def read_weights(sample_weight: Any, rows: int) -> NDArray[np.float64]:
    """One weight a row; ones where none are given."""
    if sample_weight is None:
        return np.ones(rows)
    try:
        weights = float_numbers(sample_weight, "sample_weight")
    except NotAnArray as error:
        raise InvalidParameter(f"sample_weight must hold numbers, one for each row: {error}") from error
    if weights.ndim == 0:
        weights = np.full(rows, float(weights))
    if weights.shape != (rows,):
        raise InvalidParameter(f"sample_weight must have one weight for each of {rows} rows, not {weights.shape}")
    wrong = ~np.isfinite(weights) | (weights < 0)
    if wrong.any():
        at = int(wrong.argmax())
        raise InvalidParameter(f"sample_weight must be finite and not negative, but in row {at} it is {weights[at]}")
    if not weights.any():
        raise InvalidParameter("every sample_weight is zero: no row is left")
    if not weights.max() <= _MOST / rows:
        raise InvalidParameter(
            f"the largest sample_weight is {weights.max():g}, and such weights cannot be summed: divide all by it"
        )
    return weights
