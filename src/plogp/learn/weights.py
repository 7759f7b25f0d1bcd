"""Reads the weights of rows: finite, not negative, one a row, small enough to be summed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.distributions.array_input import float_numbers
from plogp.theory.errors import InvalidParameter, NotAnArray

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
