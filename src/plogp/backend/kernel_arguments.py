"""Arrays as the memory that a kernel takes without a copy, and what a kernel returns as an array of their library."""

from __future__ import annotations

import sys
from typing import Any, TypeAlias

import numpy as np

from plogp.backend.arrays import Array

Floats: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"


def memory_of(d: Any, *, check_axis: bool = True) -> Floats | None:
    """What is held, as NumPy's array of its memory; None if a kernel cannot take it: its type, layout, device or axis.

    A kernel takes contiguous float32 or float64 arrays of NumPy, or CPU tensors of PyTorch that need no gradient, with
    the outcomes on the last axis.
    """
    x: Any = d if type(d) is np.ndarray else getattr(d, "held", d)
    if type(x) is np.ndarray:
        if (x.dtype == np.float64 or x.dtype == np.float32) and x.flags.c_contiguous and x.size and x.ndim:
            return x if x is d or not check_axis or getattr(d, "axis", -1) in (-1, x.ndim - 1) else None
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


def memory_of_pair(p: Any, q: Any) -> tuple[Floats, Floats] | None:
    """Two arrays that go row by row: of one shape, or one of them a single row."""
    x, y = memory_of(p), memory_of(q)
    if x is None or y is None or x.dtype != y.dtype or x.shape[-1] != y.shape[-1]:
        return None
    return (x, y) if x.shape == y.shape or x.ndim == 1 or y.ndim == 1 else None


def is_plain(logits: Any) -> bool:
    """Whether the kernels can take logits as they lie: outcomes last, a temperature that is a number."""
    if type(logits.axis) is not int or (logits.axis != -1 and logits.axis + 1 != getattr(logits.z, "ndim", 0)):
        return False
    return type(logits.temperature) in (float, int)


def differentiated(held: tuple[Any, ...]) -> list[int]:
    """The arguments by which PyTorch differentiates."""
    torch = sys.modules.get("torch")
    if torch is None or not torch.is_grad_enabled():
        return []
    return [i for i, d in enumerate(held) if getattr(getattr(d, "held", d), "requires_grad", False)]


def is_tensor(x: Any) -> bool:
    """Whether an array is PyTorch's."""
    return type(x) is not np.ndarray and "torch" in sys.modules and isinstance(x, sys.modules["torch"].Tensor)


def any_tensor(held: tuple[Any, ...]) -> bool:
    """Whether one of the arguments holds an array of PyTorch."""
    return "torch" in sys.modules and any(is_tensor(getattr(d, "held", d)) for d in held)


def to_tensor(value: Floats) -> Array:
    """PyTorch's array of this memory."""
    return sys.modules["torch"].from_numpy(np.asarray(value))
