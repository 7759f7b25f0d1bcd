"""What a kernel is given of each argument: contiguous rows, the outcomes last, and the numbers that go with them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from plogp.backend.arrays import Array, lift

Floats: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"
Shape: TypeAlias = "tuple[int, ...]"


class Arguments(NamedTuple):
    """What a kernel takes.

    Attributes
    ----------
    arrays : list of array
        One for each argument, contiguous: whole numbers for labels, one a row; the others in one precision, outcomes
        last, each of the full shape or a single row for all.
    numbers : list
        What the arguments say beside their arrays, in their order, such as a temperature.
    shape : tuple of int
        The full shape: rows and outcomes.
    """

    arrays: list[Array]
    numbers: list[Any]
    shape: Shape


def arguments(held: Sequence[Any]) -> Arguments | None:
    """The arguments of a kernel; None if one of them is of a kind, a dtype, a device or a shape that no kernel takes.

    They are copied only where the outcomes are not last, where memory has gaps, and where rows must be repeated. With
    PyTorch that is part of the graph, and derivatives pass through it.
    """
    library = _Torch if any_tensor(held) else _NumPy
    arrays: list[Array] = []
    numbers: list[Any] = []
    first = None  # of the arrays with an axis of outcomes
    for d in held:
        x = library.take(d)
        if x is None or not _append_numbers(d, numbers):
            return None
        if not _are_labels(d):
            first = x if first is None else first
            if x.shape[-1] != first.shape[-1] or x.dtype != first.dtype:
                return None
        arrays.append(x)
    if first is None:
        return None
    k, rows = first.shape[-1], first.shape[:-1]
    for d, x in zip(held, arrays, strict=True):
        own = x.shape
        if not _are_labels(d):
            own = own[:-1]
        elif x.ndim == first.ndim or d.classes not in (None, k):
            return None  # with as many axes they are rows over the classes
        rows = rows if own == rows else _common(rows, own)
        if rows is None:
            return None
    if k == 0 or 0 in rows:
        return None
    shape = (*rows, k)
    for i, d in enumerate(held):
        labels = _are_labels(d)
        arrays[i] = library.shaped(arrays[i], rows if labels else shape, labels=labels)
    return Arguments(arrays, numbers, shape)


class _NumPy:
    """Arrays of NumPy."""

    @staticmethod
    def take(d: Any) -> Floats | None:
        """What is held, in a dtype that kernels take, outcomes last."""
        x: Any = getattr(d, "held", d)
        if _are_labels(d):
            x = lift(x)
            whole = type(x) is np.ndarray and x.dtype.kind in "iu"
            return np.asarray(x, dtype=np.int64, order="C") if whole else None
        if type(x) is not np.ndarray:
            return None
        if x.dtype == np.float16 and getattr(d, "are_logits", False):
            x = x.astype(np.float32)
        axis = getattr(d, "axis", -1)
        if (x.dtype != np.float64 and x.dtype != np.float32) or not _is_axis(axis, x.ndim):
            return None
        last: Floats = x if axis in (-1, x.ndim - 1) else np.moveaxis(x, axis, -1)
        return last

    @staticmethod
    def shaped(x: Floats, shape: Shape, *, labels: bool) -> Floats:
        """Of this shape, or one row of it, contiguous."""
        return np.asarray(x if x.shape == shape or _is_row(x, labels) else np.broadcast_to(x, shape), order="C")


class _Torch:
    """Tensors of PyTorch on the processor."""

    @staticmethod
    def take(d: Any) -> Array | None:
        """What is held, in a dtype that kernels take, outcomes last."""
        torch = sys.modules["torch"]
        x = getattr(d, "held", d)
        labels = _are_labels(d)
        if not _is_plain(torch, x):
            made = None if torch.compiler.is_compiling() or is_tensor(x) else _NumPy.take(d)
            return None if made is None else torch.from_numpy(made if made.flags.writeable else made.copy())
        if labels:
            return None if x.dtype.is_floating_point or x.dtype.is_complex else x.to(torch.int64)
        if x.dtype in (torch.float16, torch.bfloat16) and getattr(d, "are_logits", False):
            x = x.to(torch.float32)
        axis = getattr(d, "axis", -1)
        if x.dtype not in (torch.float32, torch.float64) or not _is_axis(axis, x.ndim):
            return None
        return x if axis in (-1, x.ndim - 1) else x.permute([*(i for i in range(x.ndim) if i != axis % x.ndim), axis])

    @staticmethod
    def shaped(x: Array, shape: Shape, *, labels: bool) -> Array:
        """Of this shape, or one row of it, contiguous; a row that asks for a gradient gets one from each of them."""
        if x.shape != shape and (not _is_row(x, labels) or x.requires_grad):
            x = x.expand(shape)
        return x.contiguous()


def _append_numbers(d: Any, numbers: list[Any]) -> bool:
    """What an argument says beside its array, added to the list; False if a kernel cannot take it."""
    for name, kind in getattr(d, "numbers", ()):  # a bare array has none
        value = getattr(d, name)
        if kind == "float" and type(value) not in (float, int):
            return False  # a tensor, which may ask for a gradient
        if kind == "int?" and value is not None and (type(value) is not int or not -(2**63) <= value < 2**63):
            return False
        numbers.append(value)
    return True


def _are_labels(d: Any) -> bool:
    return getattr(d, "are_labels", False)


def _is_axis(axis: Any, ndim: int) -> bool:
    return type(axis) is int and -ndim <= axis < ndim


def _is_row(x: Array, labels: bool) -> bool:
    return bool(x.ndim == 1) and not labels


def _is_plain(torch: Any, x: Any) -> bool:
    """Whether this is a tensor whose memory can be read, or stands for one in a graph."""
    if type(x) not in (torch.Tensor, torch.nn.Parameter):
        traced = torch.compiler.is_compiling() and type(x).__name__ in ("FakeTensor", "FunctionalTensor")
        if not traced:
            return False
    return bool(x.is_cpu and x.layout is torch.strided and (torch.compiler.is_compiling() or not x.is_neg()))


def _common(a: Shape, b: Shape) -> Shape | None:
    """The shape to which both broadcast; None if there is none."""
    axes = max(len(a), len(b))
    pairs = list(zip((1,) * (axes - len(a)) + tuple(a), (1,) * (axes - len(b)) + tuple(b), strict=True))
    if any(m != n and m != 1 and n != 1 for m, n in pairs):
        return None
    return tuple([n if m == 1 else m for m, n in pairs])


def memory_of(x: Any, *, labels: bool = False) -> Floats | None:
    """The memory of an array of NumPy or of a plain tensor of PyTorch, contiguous floats; None of anything else."""
    torch = sys.modules.get("torch")
    if torch is not None and type(x) in (torch.Tensor, torch.nn.Parameter):
        if not _is_plain(torch, x) or torch.compiler.is_compiling() or is_transforming(torch):
            return None
        if x.dtype is torch.bfloat16 or (x.requires_grad and torch.is_grad_enabled()):
            return None
        x = x.detach().numpy()
    if type(x) is not np.ndarray or not x.flags.c_contiguous or not x.size or not x.ndim:
        return None if type(x) is not np.ndarray or not labels else x
    return x if x.dtype == np.float32 or x.dtype == np.float64 or (labels and x.dtype == np.int64) else None


def is_transforming(torch: Any) -> bool:
    """Whether PyTorch transforms what it runs, by `torch.func` or in forward mode: then no tensor gives its memory."""
    return torch._C._functorch.peek_interpreter_stack() is not None or torch.autograd.forward_ad._current_level >= 0


def is_tensor(x: Any) -> bool:
    """Whether an array is PyTorch's."""
    return type(x) is not np.ndarray and "torch" in sys.modules and isinstance(x, sys.modules["torch"].Tensor)


def any_tensor(held: Sequence[Any]) -> bool:
    """Whether one of the arguments holds an array of PyTorch."""
    return "torch" in sys.modules and any(is_tensor(getattr(d, "held", d)) for d in held)


def to_tensor(value: Floats) -> Array:
    """PyTorch's array of this memory."""
    return sys.modules["torch"].from_numpy(np.asarray(value))
