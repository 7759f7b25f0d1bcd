"""What plogp needs to know of array libraries: which one, which precision, and whether values can be looked at."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from math import sqrt
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

import array_api_compat
import numpy as np

from plogp.backend.refusal import Fault

Array: TypeAlias = Any  # of NumPy, PyTorch, JAX or any other array library; the same library comes out
Namespace: TypeAlias = Any


# NumPy is a namespace of the array API from 2.1 on; that of array_api_compat brings all of NumPy's submodules along,
# which takes longer to import than plogp and NumPy together.
_NUMPY_CONFORMS = hasattr(np, "astype")
_OF_NUMPY = np.ndarray, np.generic


@runtime_checkable
class ArrayLike(Protocol):
    """Anything with a shape and a dtype."""

    @property
    def shape(self) -> Any:
        """The lengths of the axes."""

    @property
    def dtype(self) -> Any:
        """The kind of the numbers."""


def namespace(*arrays: Array) -> Namespace:
    """The one array library that all arguments come from."""
    if _NUMPY_CONFORMS and all(isinstance(x, _OF_NUMPY) for x in arrays):
        return np
    return array_api_compat.array_namespace(*arrays)


def is_array(x: object) -> bool:
    """Whether `x` is an array of a library that we know how to speak to."""
    return bool(array_api_compat.is_array_api_obj(x)) and not isinstance(x, np.generic)


def is_torch(x: object) -> bool:
    """Whether `x` is a PyTorch tensor, without importing PyTorch."""
    return bool(array_api_compat.is_torch_array(x))


def is_traced(x: Array) -> bool:
    """Whether `x` is a placeholder (jit, grad, vmap, compile) whose values cannot be looked at."""
    if isinstance(x, np.ndarray):
        return False
    jax, torch = sys.modules.get("jax"), sys.modules.get("torch")
    if torch is None or not isinstance(x, torch.Tensor):
        return jax is not None and isinstance(x, jax.core.Tracer)
    return bool(torch.compiler.is_compiling() or torch._C._functorch.is_functorch_wrapped_tensor(x))


def eager() -> AbstractContextManager[None]:
    """In here, what is computed from concrete arrays is computed at once, also while JAX traces the function around it.

    Under jit every operation of JAX is traced, even on a constant that the function closes over, and a traced array has
    no values that could be checked.
    """
    jax, torch = sys.modules.get("jax"), sys.modules.get("torch")
    if jax is None or (torch is not None and torch.compiler.is_compiling()):  # which cannot trace JAX's context
        return nullcontext()
    context: AbstractContextManager[None] = jax.ensure_compile_time_eval()
    return context


def without_warnings(xp: Namespace) -> AbstractContextManager[Any]:
    """In here NumPy, and what stands on it, does not warn of branches that overflow and are masked.

    PyTorch never does, and `torch.compile` cannot trace NumPy's context.
    """
    return nullcontext() if "torch" in xp.__name__ else np.errstate(all="ignore")


def move_axis(xp: Namespace, x: Array, source: int, destination: int) -> Array:
    """`x` with one axis moved. By a permutation: `torch.func.vmap` cannot batch moveaxis."""
    order = list(range(x.ndim))
    order.insert(destination % x.ndim, order.pop(source))
    return xp.permute_dims(x, tuple(order))


def lift(x: Any, like: Array | None = None) -> Array:
    """`x` itself if it is an array, else an array made from lists and numbers, of the library of `like`."""
    if is_array(x):
        return x
    made = _from_lists(x)
    if like is None or isinstance(like, np.ndarray) or made.dtype.kind not in "biuf":
        return made
    dtype = like.dtype if made.dtype.kind == "f" else None
    return namespace(like).asarray(made.tolist(), dtype=dtype, device=device_of(like))


def _from_lists(x: Any) -> np.ndarray[Any, Any]:
    try:
        made = np.asarray(x)
    except Exception:  # of unequal lengths, traced, with a gradient, or of a type that NumPy has not: its library's own
        return np.asarray("lists")  # whose dtype says that they are no numbers
    if made.dtype.kind in "US" and isinstance(x, list | tuple):
        mixed = np.array(x, dtype=object)  # beside a name NumPy makes text of None and of numbers
        return made if {type(value) for value in mixed.ravel().tolist()} <= {str, np.str_, bytes} else mixed
    return made


def device_of(x: Array) -> Any:
    """The device of an array; None where the library does not say (a traced JAX array)."""
    return None if is_traced(x) else array_api_compat.device(x)


def identity(xp: Namespace, x: Array) -> Array:
    """The identity matrix of the size of the square matrices x."""
    return xp.eye(x.shape[-1], dtype=x.dtype, device=device_of(x))


def median(xp: Namespace, x: Array) -> Array:
    """The median over the first axis."""
    ordered, n = xp.sort(x, axis=0), x.shape[0]
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def place(x: Array, like: Array | None) -> Array:
    """NumPy values as an array of `like`'s library on its device; an array of another library as it is."""
    if like is None or isinstance(like, np.ndarray) or not isinstance(x, np.ndarray):
        return x
    values = x if x.flags.writeable else x.copy()  # PyTorch warns of memory that it may not write to
    return namespace(like).asarray(values, device=device_of(like))


def default_float(xp: Namespace) -> Any:
    """float64, or what JAX allows in its place."""
    return xp.asarray(0.0).dtype if _is_jax(xp) else xp.float64


def real(xp: Namespace, x: Array) -> Array:
    """`x` as floating point: floats as they are, integers and booleans as float64."""
    if isinstance(x, np.ndarray) and not x.dtype.isnative:
        x = x.astype(x.dtype.newbyteorder("="))
    return x if xp.isdtype(x.dtype, "real floating") else xp.astype(x, default_float(xp))


def working(xp: Namespace, x: Array) -> Array:
    """Half precision widened to float32, in which its formulas are evaluated; all else as it is."""
    return xp.astype(x, xp.float32) if xp.finfo(x.dtype).bits < 32 else x


def wide(xp: Namespace, x: Array) -> Any:
    """The dtype in which sums over `x` are accumulated: float64 where the device has it."""
    if _is_jax(xp):
        return default_float(xp)
    if xp.finfo(x.dtype).bits >= 64 or (is_torch(x) and x.device.type == "mps"):
        return x.dtype
    return xp.float64


def total(xp: Namespace, x: Array, *, keepdims: bool = False) -> Array:
    """The sum over the last axis, accumulated in `wide` and left there."""
    return xp.sum(x, axis=-1, keepdims=keepdims, dtype=wide(xp, x))


_TOLERANCE = {64: 1e-6, 32: 1e-5, 16: 1e-2}


def tolerance_of(bits: int, k: int) -> float:
    """How far the sum of a row of k numbers of so many bits may be from one: the rounding of a softmax, and no more.

    A softmax in float32 (float64 arrays often come from one) divides by a sum of k rounded terms, which is off by at
    most λ·√k·2^-24 with a probability that falls as exp(-λ²/2) (Higham & Mary 2019, doi:10.1137/18M1226312, theorem
    2.4); λ is 4 here. That counts from k = 18 in float64 and from 1,760 in float32; below, and in half precision,
    decimals that somebody wrote down are less exact.
    """
    return max(_TOLERANCE[min(64, bits)], 4 * sqrt(k) * 2.0**-24)


def constant(x: Array) -> Array:
    """`x` without its gradient: for corrections of a rounding error, which have none."""
    if is_torch(x):
        return x.detach()
    jax = sys.modules.get("jax")
    return jax.lax.stop_gradient(x) if jax is not None and isinstance(x, jax.Array) else x


def to_numpy(x: Array) -> np.ndarray[Any, Any]:
    """The values of an array of any library, for messages and for code that only NumPy can run."""
    if is_traced(x):
        raise Fault("an array that is traced (jit, vmap, grad) has no values yet: count and estimate outside of it")
    if is_torch(x):
        x = x.detach().cpu()
        x = x.float() if x.is_floating_point() and x.dtype.itemsize < 4 else x
    return cast("np.ndarray[Any, Any]", np.asarray(x))


def _is_jax(xp: Namespace) -> bool:
    return bool(xp.__name__.startswith("jax"))
