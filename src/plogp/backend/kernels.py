"""The one gate to C++: a table from (quantity, form of P, form of Q) to the kernel; no row in it: the equation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp import _native
from plogp.backend.arrays import Array

_TABLE: dict[tuple[str, ...], Callable[..., Array | None]] = {}


def fused(quantity: str, *distributions: Any) -> Array | None:
    """The answer of a native kernel in nats; None where there is none, or where the kernel refused the numbers."""
    row = _TABLE.get((quantity, *[_form(d) for d in distributions]))
    return None if row is None else row(*distributions)


def joint_counts(codes: Sequence[NDArray[np.int64]], levels: Sequence[int]) -> NDArray[np.int64]:
    """How often each combination of codes occurs; the codes of column i lie in [0, levels[i])."""
    flat = np.ravel_multi_index(tuple(code.ravel() for code in codes), tuple(levels))
    return np.bincount(flat, minlength=prod(levels)).reshape(tuple(levels))


def _form(d: Any) -> str:
    return getattr(d, "form", "probs")


def mapped(name: str, logits: Any, out: Array | None) -> Array | None:
    """Softmax or log-softmax by a kernel; None where there is none."""
    return None


def bin_codes(x: NDArray[Any], edges: NDArray[np.float64]) -> NDArray[np.uint16]:
    """How many ascending edges lie below each number; one more than all of them and one for NaN."""
    return _native.bin_codes(np.ascontiguousarray(x), edges)


def look_up_codes(index: NDArray[np.int32], table: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The entry of a table of codes at each index."""
    return _native.look_up_codes(index, table)


def add_joint_counts(x: NDArray[np.uint16], y: NDArray[np.uint16], table: NDArray[np.int64]) -> None:
    """Add how often each pair of codes occurs to a table."""
    _native.add_joint_counts(x, y, table)
