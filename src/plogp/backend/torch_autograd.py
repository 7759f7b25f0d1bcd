"""Kernels inside PyTorch's autodiff: the gradient is made with the value, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from plogp.backend import kernels
from plogp.backend.arrays import Array
from plogp.backend.kernel_arguments import to_tensor


def bound(
    kernel: kernels.Kernel, held: Sequence[Any], asked: Sequence[int], formula: Callable[..., Array]
) -> Callable[[], Array] | None:
    """The kernel's answer, which PyTorch can differentiate by the one argument, held as logits, that asks for it.

    None where the kernel has no such gradient. `formula` is the same quantity by the equation, for second derivatives.
    """
    if len(asked) != 1 or asked[0] not in kernel.by:
        return None
    of = asked[0]
    found = kernels.bound(kernel, tuple(replace(d, z=d.z.detach()) if i == of else d for i, d in enumerate(held)), of)
    if found is None:
        return None
    call, gradient = found

    def by_formula(z: Array) -> Array:
        return formula(*[replace(d, z=z) if i == of else d for i, d in enumerate(held)])

    return lambda: _function().apply(held[of].z, to_tensor(call()), to_tensor(gradient), by_formula)


@cache
def _function() -> Any:
    """The autograd function, made when PyTorch is first met."""
    import torch

    class Fused(torch.autograd.Function):  # type: ignore[misc]
        @staticmethod
        def forward(ctx: Any, z: Array, value: Array, gradient: Array, by_formula: Callable[..., Array]) -> Array:
            ctx.save_for_backward(z, gradient)
            ctx.by_formula = by_formula
            return value

        @staticmethod
        def backward(ctx: Any, upstream: Array) -> tuple[Array, None, None, None]:
            z, gradient = ctx.saved_tensors
            if torch.is_grad_enabled():  # a second derivative was asked for: differentiate the equation
                (slope,) = torch.autograd.grad(ctx.by_formula(z), z, upstream, create_graph=True)
                return slope, None, None, None
            return gradient * upstream[..., None], None, None, None

    return Fused
