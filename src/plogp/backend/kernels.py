"""The one dispatch to C++: which kernel a quantity has for the types of its arguments, and how it is called.

What a kernel takes is decided once, from types, dtypes and shapes, before it runs (see `kernel_arguments`); then it
refuses only numbers that are no distribution, and the equation says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from plogp import _native
from plogp.backend.arrays import tolerance_of
from plogp.backend.kernel_arguments import memory_of
from plogp.typing import Floats

isa = _native.isa


class Kernel(NamedTuple):
    """A native function of rows.

    Attributes
    ----------
    rows : function
        Of the arrays of its arguments, then of their numbers, then of memory for the gradient by each argument in `by`,
        or None.
    by : tuple of int
        The arguments, held as logits, by which it gives the gradient.
    """

    rows: Callable[..., Floats]
    by: tuple[int, ...] = ()

    def with_slopes(
        self, arrays: Sequence[Floats], numbers: Sequence[Any], shape: Sequence[int], by: Sequence[int]
    ) -> tuple[Floats, list[Floats | None]]:
        """The value of each row, and its gradient by the arguments in `by`, of the full shape; None by the others."""
        dtype = "float32" if arrays[-1].itemsize == 4 else "float64"  # a name that NumPy would take a microsecond for
        slopes = [_native.empty_aligned(shape, dtype) if i in by else None for i in self.by]
        return self.rows(*arrays, *numbers, *slopes), slopes


Kernels: TypeAlias = Mapping[tuple[type, ...], Kernel]
"""The kernels of a quantity by the types of its arguments."""
Pairs: TypeAlias = Callable[[Floats, Floats, float], Floats]
"""A native function of all pairs of two sets of rows, and the tolerance of their sums."""


def of_all_pairs(kernel: Pairs, rows: Any, columns: Any) -> Callable[[], Floats] | None:
    """The kernel of all pairs with two sets of rows of probabilities; None if it cannot take them."""
    x, y = memory_of(rows.held), memory_of(columns.held)
    if x is None or y is None or x.dtype != y.dtype or x.shape[-1] != y.shape[-1]:
        return None
    return partial(kernel, x, y, _tolerance(x))


def _tolerance(x: Floats) -> float:
    return tolerance_of(x.dtype.itemsize * 8, x.shape[-1])


def _of_row(kernel: Callable[[Floats, float], Floats]) -> Kernel:
    return Kernel(lambda x: kernel(x, _tolerance(x)))


def _of_two_rows(kernel: Callable[[Floats, Floats, float], Floats]) -> Kernel:
    return Kernel(lambda x, y: kernel(x, y, _tolerance(x)))


ENTROPY = _of_row(_native.entropy)
CROSS_ENTROPY = _of_two_rows(_native.cross_entropy)
KL = _of_two_rows(_native.kl)
JS = _of_two_rows(_native.js)
ENTROPY_OF_LOGITS = Kernel(_native.logits_entropy, (0,))
CROSS_ENTROPY_OF_LABELS = Kernel(
    lambda y, z, smoothing, ignore, temperature, slope=None: _native.logits_cross_entropy_labels(
        y, z, temperature, smoothing, ignore, slope
    ),
    (1,),
)
CROSS_ENTROPY_OF_PROBS_AND_LOGITS = Kernel(
    lambda p, z, temperature, slope=None: _native.logits_cross_entropy_probs(p, z, _tolerance(p), temperature, slope),
    (1,),
)
KL_OF_LOGITS = Kernel(_native.logits_kl, (0, 1))
JS_OF_LOGITS = Kernel(_native.logits_js, (0, 1))

KL_OF_ALL_PAIRS: Pairs = _native.pairwise_kl
JS_OF_ALL_PAIRS: Pairs = _native.pairwise_js

SOFTMAX = _native.softmax
LOG_SOFTMAX = _native.log_softmax


def CROSS_ENTROPY_OF_ALL_PAIRS(x: Floats, y: Floats, tolerance: float) -> Floats:
    """D(P‖Q) + H(P) of all pairs."""
    return np.asarray(_native.pairwise_kl(x, y, tolerance) + _native.entropy(x, tolerance)[:, None])
