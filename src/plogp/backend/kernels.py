"""The one dispatch to C++: which kernel a quantity has for the types of its arguments, and whether it can take them.

What a kernel takes is decided once, from types, dtypes and layout, before it runs; then it refuses only numbers that
are no distribution, and the equation says what is wrong with them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from plogp import _native
from plogp.backend.arrays import Array, lift, tolerance_of
from plogp.backend.kernel_arguments import Floats, is_plain, is_tensor, memory_of, memory_of_pair, to_tensor

isa = _native.isa

Call: TypeAlias = Callable[..., Floats]
"""A kernel with its arguments: called without any for a value, with `gradient=` and `of=` for the gradient as well."""


class Kernel(NamedTuple):
    """A native function of rows.

    Attributes
    ----------
    bind : function
        The kernel with these arguments, or None if it cannot take them: by dtype, layout or shape.
    by : tuple of int
        The arguments, held as logits, by which it gives the gradient.
    """

    bind: Callable[..., Call | None]
    by: tuple[int, ...] = ()


Kernels: TypeAlias = Mapping[tuple[type, ...], Kernel]
"""The kernels of a quantity by the types of its arguments."""
Pairs: TypeAlias = Callable[[Floats, Floats, float], Floats]
"""A native function of all pairs of two sets of rows, and the tolerance of their sums."""


def bound(kernel: Kernel, held: tuple[Any, ...], of: int, out: Array | None = None) -> tuple[Call, Floats] | None:
    """The kernel with its arguments and memory for the gradient by the logits `of`; None if it cannot take them."""
    logits = held[of]
    z = memory_of(logits)
    if of not in kernel.by or z is None or not is_plain(logits):
        return None
    if any(_outcomes(d) not in (None, z.shape) for d in held):
        return None  # a row against many: the gradient has more rows than the logits
    call = kernel.bind(*held)
    if call is None:
        return None
    gradient = _native.empty_aligned(z.shape, z.dtype.name) if out is None else memory_of(out, check_axis=False)
    if gradient is None or gradient.shape != z.shape or gradient.dtype != z.dtype or not gradient.flags.writeable:
        return None
    return partial(call, gradient=gradient, of=of), gradient


def mapped(kernel: Callable[..., Floats], logits: Any, out: Array | None) -> Array | None:
    """Softmax or log-softmax by a kernel; None where it cannot take these logits."""
    z = memory_of(logits)
    if z is None or not is_plain(logits):
        return None
    target = None if out is None else memory_of(out, check_axis=False)
    if out is not None and (target is None or target.shape != z.shape or target.dtype != z.dtype):
        return None
    try:
        value = kernel(z, float(logits.temperature), target)
    except _native.Fault:
        return None
    if out is not None:
        return out
    return to_tensor(value) if is_tensor(logits.z) else value


def of_all_pairs(kernel: Pairs, rows: Any, columns: Any) -> Call | None:
    """The kernel of all pairs with two sets of rows of probabilities; None if it cannot take them."""
    x, y = memory_of(rows), memory_of(columns)
    if x is None or y is None or x.dtype != y.dtype or x.shape[-1] != y.shape[-1]:
        return None
    return partial(kernel, x, y, _tolerance(x))


def _tolerance(x: Floats) -> float:
    return tolerance_of(x.dtype.itemsize * 8, x.shape[-1])


def _outcomes(d: Any) -> tuple[int, ...] | None:
    """The shape of an argument with an axis of outcomes; None for labels, which have none."""
    if hasattr(d, "smoothing"):
        return None
    shape = getattr(getattr(d, "held", d), "shape", ())
    return tuple(shape) if isinstance(shape, tuple) else ()


def _of_row(kernel: Callable[[Floats, float], Floats]) -> Kernel:
    def bind(p: Any) -> Call | None:
        x = memory_of(p)
        return None if x is None else partial(kernel, x, _tolerance(x))

    return Kernel(bind)


def _of_two_rows(kernel: Callable[[Floats, Floats, float], Floats]) -> Kernel:
    def bind(p: Any, q: Any) -> Call | None:
        pair = memory_of_pair(p, q)
        return None if pair is None else partial(kernel, *pair, _tolerance(pair[0]))

    return Kernel(bind)


def _of_two_rows_of_logits(kernel: Callable[..., Floats]) -> Kernel:
    def bind(p: Any, q: Any) -> Call | None:
        pair = memory_of_pair(p, q) if is_plain(p) and is_plain(q) else None
        if pair is None:
            return None

        def call(gradient: Floats | None = None, of: int = 1) -> Floats:
            by_p, by_q = (gradient, None) if of == 0 else (None, gradient)
            return kernel(*pair, float(p.temperature), float(q.temperature), by_p, by_q)

        return call

    return Kernel(bind, (0, 1))


def _entropy_of_logits(p: Any) -> Call | None:
    z = memory_of(p) if is_plain(p) else None
    if z is None:
        return None
    return lambda gradient=None, of=0: _native.logits_entropy(z, float(p.temperature), gradient)


def _cross_entropy_of_labels(p: Any, q: Any) -> Call | None:
    z = memory_of(q) if is_plain(q) else None
    if z is None or p.classes not in (None, z.shape[-1]):
        return None
    dense = is_tensor(p.y) and p.y.device.type == "cpu" and p.y.layout is sys.modules["torch"].strided
    y = p.y.detach().numpy() if dense else lift(p.y)
    if type(y) is not np.ndarray or y.dtype.kind not in "iu" or y.shape != z.shape[:-1]:
        return None
    if not (p.ignore is None or (isinstance(p.ignore, int) and abs(p.ignore) < 2**63)):
        return None
    index = np.asarray(y, dtype=np.int64, order="C")
    return lambda gradient=None, of=1: _native.logits_cross_entropy_labels(
        index, z, float(q.temperature), float(p.smoothing), p.ignore, gradient
    )


def _cross_entropy_of_probs(p: Any, q: Any) -> Call | None:
    pair = memory_of_pair(p, q) if is_plain(q) else None
    if pair is None:
        return None
    return lambda gradient=None, of=1: _native.logits_cross_entropy_probs(
        *pair, _tolerance(pair[0]), float(q.temperature), gradient
    )


ENTROPY = _of_row(_native.entropy)
CROSS_ENTROPY = _of_two_rows(_native.cross_entropy)
KL = _of_two_rows(_native.kl)
JS = _of_two_rows(_native.js)
ENTROPY_OF_LOGITS = Kernel(_entropy_of_logits, (0,))
CROSS_ENTROPY_OF_LABELS = Kernel(_cross_entropy_of_labels, (1,))
CROSS_ENTROPY_OF_PROBS_AND_LOGITS = Kernel(_cross_entropy_of_probs, (1,))
KL_OF_LOGITS = _of_two_rows_of_logits(_native.logits_kl)
JS_OF_LOGITS = _of_two_rows_of_logits(_native.logits_js)

KL_OF_ALL_PAIRS: Pairs = _native.pairwise_kl
JS_OF_ALL_PAIRS: Pairs = _native.pairwise_js

SOFTMAX = _native.softmax
LOG_SOFTMAX = _native.log_softmax


def CROSS_ENTROPY_OF_ALL_PAIRS(x: Floats, y: Floats, tolerance: float) -> Floats:
    """D(P‖Q) + H(P) of all pairs."""
    return np.asarray(_native.pairwise_kl(x, y, tolerance) + _native.entropy(x, tolerance)[:, None])
