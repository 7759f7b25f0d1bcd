"""Native kernels of parametric families: pairs of members of one shape, with the gradient by their parameters."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from plogp import _native
from plogp.backend.arrays import Array
from plogp.backend.kernel_arguments import is_tensor, to_tensor
from plogp.typing import Floats


class Pairs(NamedTuple):
    """A native function of the parameters of two members, and its slopes by those that are asked, times weights."""

    value: Callable[..., Any]
    slopes: Callable[..., Any]


NORMAL_KL = Pairs(_native.normal_kl, _native.normal_kl_slopes)


def of_parameters(kernel: Pairs, parameters: Sequence[Any], formula: Callable[..., Array]) -> Array | None:
    """The kernel's answer; None if it cannot take the parameters: by library, device, dtype, layout, shape or value.

    `formula` is the same quantity by the equation, of the parameters, for second derivatives of PyTorch.
    """
    tensors = [x for x in parameters if is_tensor(x)]
    held = _memory(parameters, tensors)
    if held is None:
        return None
    try:
        if tensors and sys.modules["torch"].is_grad_enabled() and any(x.requires_grad for x in tensors):
            value: Array = _function().apply(kernel, formula, held, *parameters)
            return value
        found = kernel.value(*held)
    except _native.Fault:
        return None
    return to_tensor(found) if tensors else found


def _memory(parameters: Sequence[Any], tensors: Sequence[Any]) -> list[Floats] | None:
    """The parameters as NumPy's arrays of their memory, of one shape or single numbers."""
    if tensors:
        torch = sys.modules["torch"]
        if torch.compiler.is_compiling() or torch._C._functorch.peek_interpreter_stack() is not None:
            return None
        if any(type(x) not in (torch.Tensor, torch.nn.Parameter) or x.device.type != "cpu" for x in tensors):
            return None
        if any(x.dtype not in (torch.float32, torch.float64) for x in tensors):
            return None
    arrays = [x.detach().numpy() if is_tensor(x) else x for x in parameters]
    full = [x for x in arrays if type(x) is np.ndarray]
    if not full or (tensors and len(full) != len(tensors)):
        return None
    dtype, shape = full[0].dtype, max((x.shape for x in full), key=len)
    if dtype.type not in (np.float32, np.float64) or not dtype.isnative or not all(shape):
        return None
    for i, x in enumerate(arrays):
        if type(x) in (int, float):
            arrays[i] = np.full((), x, dtype)
        elif type(x) is not np.ndarray or x.dtype != dtype or not x.flags.c_contiguous or x.shape not in (shape, ()):
            return None
    return arrays


@cache
def _function() -> Any:
    """The autograd function, made when PyTorch is first met."""
    import torch

    class OfParameters(torch.autograd.Function):  # type: ignore[misc]
        @staticmethod
        def forward(ctx: Any, kernel: Pairs, formula: Callable[..., Array], held: list[Floats], *given: Any) -> Array:
            ctx.kernel, ctx.formula, ctx.held = kernel, formula, held
            ctx.given = [None if is_tensor(x) else x for x in given]
            ctx.save_for_backward(*(x for x in given if is_tensor(x)))
            return to_tensor(kernel.value(*held))

        @staticmethod
        def backward(ctx: Any, upstream: Array) -> tuple[Array | None, ...]:
            asked = [i for i, needed in enumerate(ctx.needs_input_grad[3:]) if needed]
            tensors = iter(ctx.saved_tensors)  # and not altered since
            given = [next(tensors) if x is None else x for x in ctx.given]
            if torch.is_grad_enabled():  # a second derivative was asked for: differentiate the equation
                of = [given[i] for i in asked]
                found = torch.autograd.grad(ctx.formula(*given), of, upstream, create_graph=True)
            else:
                one = upstream.ndim and not any(upstream.stride())  # of a sum: one number that stands for all
                weights = (upstream[(0,) * upstream.ndim] if one else upstream.contiguous()).detach().numpy()
                slopes = map(to_tensor, ctx.kernel.slopes(*ctx.held, weights, sum(1 << i for i in asked)))
                found = [x.sum_to_size(given[i].shape) for i, x in zip(asked, slopes, strict=True)]
            by = dict(zip(asked, found, strict=True))
            return (None, None, None, *(by.get(i) for i in range(4)))

    return OfParameters
