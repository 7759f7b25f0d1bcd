"""Reads what a problem is stated in: rows of probabilities, one distribution, a matrix of distortions."""

from __future__ import annotations

from typing import Any

import numpy as np

from plogp.backend.arrays import to_numpy
from plogp.distributions.array_input import float_numbers
from plogp.distributions.pmfs import as_pmfs
from plogp.theory.errors import InvalidParameter, ShapeMismatch
from plogp.typing import Floats


def rows_of(held: Any, what: str, shape: str) -> Floats:
    """Distributions, one a row, in NumPy's float64."""
    p = _probabilities(held)
    if p.ndim != 2:
        raise ShapeMismatch(f"{what} has the shape {shape}, but it is {p.shape}")
    return p


def distribution_of(held: Any, what: str) -> Floats:
    """One distribution."""
    p = _probabilities(held)
    if p.ndim != 1:
        raise ShapeMismatch(f"{what} is one distribution, but its shape is {p.shape}")
    return p


def distortion_of(held: Any, symbols: int) -> Floats:
    """Distortions of each symbol (rows) by each reproduction; infinite where it must not be taken."""
    d = float_numbers(held, "the distortion")
    if d.ndim != 2 or d.shape[0] != symbols or not d.shape[1]:
        raise ShapeMismatch(f"the distortion has a row for each of {symbols} symbols, but its shape is {d.shape}")
    if np.isnan(d).any() or (d == -np.inf).any() or not np.isfinite(d).any(axis=1).all():
        raise InvalidParameter(
            "a distortion is a number, or inf where a reproduction must not be taken; each symbol needs one that may be"
        )
    return d


def _probabilities(held: Any) -> Floats:
    (P,) = as_pmfs((held,))
    return np.ascontiguousarray(to_numpy(P.p), dtype=np.float64)
