"""Fused kernels inside PyTorch's autodiff: the gradient is made with the value, in one pass."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from plogp.backend import kernels
from plogp.backend.arrays import Array


def fused(quantity: str, held: Sequence[Any], formula: Callable[..., Array]) -> Array | None:
    """A kernel's answer that PyTorch can differentiate by the one argument, held as logits, that asks for a gradient.

    None where there is no such kernel. `formula` is the same quantity by the equation, for second derivatives.
    """
    torch = sys.modules.get("torch")
    if torch is None or not torch.is_grad_enabled():
        return None
    asking = [i for i, d in enumerate(held) if getattr(getattr(d, "held", d), "requires_grad", False)]
    if len(asking) != 1 or getattr(held[asking[0]], "form", "") != "logits":
        return None
    of = asking[0]
    detached = [replace(d, z=d.z.detach()) if i == of else d for i, d in enumerate(held)]
    found = kernels.fused_with_gradient(quantity, detached, of)
    if found is None:
        return None

    def by_formula(z: Array) -> Array:
        return formula(*[replace(d, z=z) if i == of else d for i, d in enumerate(held)])

    return _function().apply(held[of].z, *found, by_formula)


@cache
def _function() -> Any:
    """The autograd function, made when PyTorch is first met."""
    import torch

    class Fused(torch.autograd.Function):
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
