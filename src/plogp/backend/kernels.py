"""The one dispatch to C++: a table from (quantity, form of P, form of Q) to the kernel; no row in it: the equation.

A kernel takes contiguous float32 or float64 arrays of NumPy, or CPU tensors of PyTorch that need no gradient, with the
outcomes on the last axis. It refuses numbers that are no distribution; the equation then says what is wrong with them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp import _native
from plogp.backend.arrays import Array, lift, tolerance_of

Floats = NDArray[Any]
_MOST_THREADS = 4096
Row = Callable[..., Floats | None]

isa = _native.isa


def get_num_threads() -> int:
    """How many threads may work on one call, the caller included.

    Examples
    --------
    >>> import plogp
    >>> plogp.get_num_threads() >= 1
    True
    """
    return _native.get_num_threads()


def set_num_threads(n: int, /) -> None:
    """Set how many threads may work on one call, the caller included.

    The default is the number of processors that this process may use, or OMP_NUM_THREADS. Results do not depend on it.

    Examples
    --------
    >>> import plogp
    >>> plogp.set_num_threads(1)
    """
    if not isinstance(n, int | np.integer) or not 0 < n <= _MOST_THREADS:
        wrong = str(n) if isinstance(n, int | np.integer) and abs(n) < 2**64 else f"a {type(n).__name__}"
        raise _native.Fault(f"the number of threads is 1 to {_MOST_THREADS}, not {wrong}")
    _native.set_num_threads(int(n))


def fused(quantity: str, *held: Any, **parameters: Any) -> Array | None:
    """The answer in nats of a native kernel; None where there is none, or where it refused the numbers."""
    row = _ROWS.get((quantity, *map(_form, held)))
    if row is None or (parameters and (quantity != "js_distance" or parameters.keys() != {"unit"})):
        return None
    try:
        value = row(*held)
    except _native.Fault:
        return None
    if value is None:
        return None
    if parameters:
        value /= parameters["unit"]  # the kernel's own fresh array: more pages would cost more than the root
        np.sqrt(value, out=value)
    return _tensor(value) if any(_is_tensor(getattr(d, "held", d)) for d in held) else value[()]


def fused_with_gradient(
    quantity: str, held: Sequence[Any], of: int, out: Array | None = None
) -> tuple[Array, Array] | None:
    """Value and gradient by the logits of argument `of`, from one kernel; None where there is none."""
    row = _ROWS.get((quantity, *map(_form, held)))
    logits = held[of]
    z = _numbers(logits)
    if row is None or quantity == "js_distance" or z is None or not _plain(logits):
        return None
    if any(_outcomes(d) not in (None, z.shape) for d in held):
        return None  # a row against many: the gradient has more rows than the logits
    gradient = _native.empty_aligned(z.shape, z.dtype.name) if out is None else _numbers(out, check=False)
    if gradient is None or gradient.shape != z.shape or gradient.dtype != z.dtype or not gradient.flags.writeable:
        return None
    try:
        value = row(*held, gradient=gradient, of=of)
    except _native.Fault:
        return None
    if value is None:
        return None
    if _is_tensor(logits.z):
        return _tensor(value), _tensor(gradient) if out is None else out
    return value[()], gradient if out is None else out


def mapped(name: str, logits: Any, out: Array | None) -> Array | None:
    """Softmax or log-softmax by a kernel; None where there is none."""
    z = _numbers(logits)
    if z is None or not _plain(logits):
        return None
    target = None if out is None else _numbers(out, check=False)
    if out is not None and (target is None or target.shape != z.shape or target.dtype != z.dtype):
        return None
    try:
        value: Any = getattr(_native, name)(z, float(logits.temperature), target)
    except _native.Fault:
        return None
    if out is not None:
        return out
    return _tensor(value) if _is_tensor(logits.z) else value


def pairwise(quantity: str, rows: Any, columns: Any) -> Array | None:
    """The matrix of a quantity between rows of probabilities; None where there is no kernel for it."""
    x, y = _numbers(rows), _numbers(columns)
    if quantity not in _PAIRWISE or _form(rows) != "probs" or _form(columns) != "probs" or x is None or y is None:
        return None
    if x.dtype != y.dtype or x.shape[-1] != y.shape[-1]:
        return None
    try:
        value = _PAIRWISE[quantity](x, y, _tolerance(x))
    except _native.Fault:
        return None
    return _tensor(value) if _is_tensor(rows.held) else value


def _form(d: Any) -> str:
    return getattr(d, "form", "probs")


def _plain(logits: Any) -> bool:
    """Whether the kernels can take the logits as they lie: outcomes last, a temperature that is a number."""
    if type(logits.axis) is not int or (logits.axis != -1 and logits.axis + 1 != getattr(logits.z, "ndim", 0)):
        return False
    return type(logits.temperature) in (float, int)


def _numbers(d: Any, *, check: bool = True) -> Floats | None:
    """What is held, as the NumPy array that a kernel takes without a copy; None if it cannot."""
    x: Any = d if type(d) is np.ndarray else getattr(d, "held", d)
    if type(x) is np.ndarray:
        if (x.dtype == np.float64 or x.dtype == np.float32) and x.flags.c_contiguous and x.size and x.ndim:
            return x if x is d or not check or getattr(d, "axis", -1) in (-1, x.ndim - 1) else None
        return None
    torch = sys.modules.get("torch")
    if torch is None or type(x) not in (torch.Tensor, torch.nn.Parameter) or x.device.type != "cpu":
        return None
    if x.dtype not in (torch.float32, torch.float64) or not x.is_contiguous() or not x.numel() or not x.ndim:
        return None
    if torch.compiler.is_compiling() or torch._C._functorch.peek_interpreter_stack() is not None:
        return None  # within torch.func a tensor that is closed over gives no memory either
    if x.requires_grad and torch.is_grad_enabled():
        return None
    return x.detach().numpy() if x is d or getattr(d, "axis", -1) in (-1, x.ndim - 1) else None


def _is_tensor(x: Any) -> bool:
    return type(x) is not np.ndarray and "torch" in sys.modules and isinstance(x, sys.modules["torch"].Tensor)


def _tensor(value: Floats) -> Array:
    return sys.modules["torch"].from_numpy(np.asarray(value))


def _pair(p: Any, q: Any) -> tuple[Floats, Floats] | None:
    """Two arrays that go row by row: of one shape, or one of them a single row."""
    x, y = _numbers(p), _numbers(q)
    if x is None or y is None or x.dtype != y.dtype or x.shape[-1] != y.shape[-1]:
        return None
    return (x, y) if x.shape == y.shape or x.ndim == 1 or y.ndim == 1 else None


def _outcomes(d: Any) -> tuple[int, ...] | None:
    """The shape of an argument with an axis of outcomes; None for labels, which have none."""
    shape = getattr(getattr(d, "held", d), "shape", ())
    return None if _form(d) == "labels" else tuple(shape) if isinstance(shape, tuple) else ()


def _tolerance(x: Floats) -> float:
    return tolerance_of(x.dtype.itemsize * 8, x.shape[-1])


def _of_probs(kernel: Callable[..., Floats]) -> Row:
    def row(*held: Any) -> Floats | None:
        if len(held) == 1:
            x = _numbers(held[0])
            return None if x is None else kernel(x, _tolerance(x))
        pair = _pair(*held)
        return None if pair is None else kernel(*pair, _tolerance(pair[0]))

    return row


def _entropy_of_logits(p: Any, *, gradient: Floats | None = None, of: int = 0) -> Floats | None:
    z = _numbers(p) if _plain(p) else None
    return None if z is None else _native.logits_entropy(z, float(p.temperature), gradient)


def _loss_of_labels(p: Any, q: Any, *, gradient: Floats | None = None, of: int = 1) -> Floats | None:
    z = _numbers(q) if _plain(q) else None
    if z is None or p.classes not in (None, z.shape[-1]):
        return None
    dense = _is_tensor(p.y) and p.y.device.type == "cpu" and p.y.layout is sys.modules["torch"].strided
    y = p.y.detach().numpy() if dense else lift(p.y)
    if type(y) is not np.ndarray or y.dtype.kind not in "iu" or y.shape != z.shape[:-1]:
        return None
    if not (p.ignore is None or (isinstance(p.ignore, int) and abs(p.ignore) < 2**63)):
        return None
    y = np.asarray(y, dtype=np.int64, order="C")
    return _native.logits_cross_entropy_labels(y, z, float(q.temperature), float(p.smoothing), p.ignore, gradient)


def _loss_of_probs(p: Any, q: Any, *, gradient: Floats | None = None, of: int = 1) -> Floats | None:
    pair = _pair(p, q) if _plain(q) and of == 1 else None
    if pair is None:
        return None
    return _native.logits_cross_entropy_probs(*pair, _tolerance(pair[0]), float(q.temperature), gradient)


def _of_logits(kernel: Callable[..., Floats]) -> Row:
    def row(p: Any, q: Any, *, gradient: Floats | None = None, of: int = 1) -> Floats | None:
        pair = _pair(p, q) if _plain(p) and _plain(q) else None
        if pair is None:
            return None
        by_p, by_q = (gradient, None) if of == 0 else (None, gradient)
        return kernel(*pair, float(p.temperature), float(q.temperature), by_p, by_q)

    return row


_ROWS: dict[tuple[str, ...], Row] = {
    ("entropy", "probs"): _of_probs(_native.entropy),
    ("cross_entropy", "probs", "probs"): _of_probs(_native.cross_entropy),
    ("kl_divergence", "probs", "probs"): _of_probs(_native.kl),
    ("js_divergence", "probs", "probs"): _of_probs(_native.js),
    ("js_distance", "probs", "probs"): _of_probs(_native.js),  # the root is taken here
    ("entropy", "logits"): _entropy_of_logits,
    ("cross_entropy", "labels", "logits"): _loss_of_labels,
    ("cross_entropy", "probs", "logits"): _loss_of_probs,
    ("kl_divergence", "logits", "logits"): _of_logits(_native.logits_kl),
    ("js_divergence", "logits", "logits"): _of_logits(_native.logits_js),
    ("js_distance", "logits", "logits"): _of_logits(_native.logits_js),
}
_PAIRWISE: dict[str, Callable[..., Floats]] = {
    "kl_divergence": _native.pairwise_kl,
    "js_divergence": _native.pairwise_js,
    "js_distance": lambda x, y, tol: np.sqrt(_native.pairwise_js(x, y, tol)),
    "cross_entropy": lambda x, y, tolerance: (
        _native.pairwise_kl(x, y, tolerance) + _native.entropy(x, tolerance)[:, None]
    ),
}
