"""The one gate to C++: a table from (quantity, form of P, form of Q) to the kernel; no row in it: the equation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
