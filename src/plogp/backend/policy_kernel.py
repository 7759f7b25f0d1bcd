"""The kernel of entropy and log-probability in one pass, by itself and inside PyTorch's autodiff.

Nothing of the size of the logits is made with the values: the gradient needs what goes back to both of them, and is
written in one pass when that is known.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from plogp import _native
from plogp.backend.arrays import Array, lift
from plogp.backend.kernel_arguments import is_tensor, memory_of, to_tensor
from plogp.typing import Floats, Integers

Both: TypeAlias = "tuple[Array, Array]"


def entropy_and_log_prob(labels: Any, logits: Any, equation: Callable[..., Both]) -> Both | None:
    """The two of each row; None if the kernel cannot take these arguments, whose fault the equation names.

    `equation` is the same of other distributions, for second derivatives.
    """
    z = logits.z
    tensor = is_tensor(z)
    memory = memory_of(z.detach() if tensor else z)
    if memory is None:  # as under a tracer, which had better not see the rest
        return None
    index = _index(labels)
    if index is None or logits.axis not in (-1, memory.ndim - 1):
        return None
    k, plain = memory.shape[-1], type(logits.temperature) in (float, int) and not labels.smoothing
    if not plain or index.shape != memory.shape[:-1] or labels.classes not in (None, k):
        return None
    if not (labels.ignore is None or (isinstance(labels.ignore, int) and abs(labels.ignore) < 2**63)):
        return None
    call = _Rows(index, float(logits.temperature), labels.ignore)
    try:
        if not tensor:
            entropy, log_prob = call(memory)
            return entropy[()], log_prob[()]
        values: Both = _function().apply(z, call, lambda z: equation(labels, replace(logits, z=z)))
        return values
    except _native.Fault:
        return None


class _Rows:
    """The kernel with everything but the logits."""

    def __init__(self, index: Integers, temperature: float, ignore: int | None) -> None:
        self.index, self.temperature, self.ignore = index, temperature, ignore

    def __call__(self, z: Floats, *upstream: Floats) -> tuple[Floats, Floats]:
        """Both values; `upstream` is what goes back to each of them, and memory for the gradient by z."""
        values: tuple[Floats, Floats] = _native.logits_policy(self.index, z, self.temperature, self.ignore, *upstream)
        return values


def _index(labels: Any) -> Integers | None:
    """Class numbers as the kernel reads them."""
    y = labels.y
    if is_tensor(y):
        y = y.detach().numpy() if y.device.type == "cpu" and y.layout is sys.modules["torch"].strided else None
    else:
        y = lift(y)
    if type(y) is not np.ndarray or y.dtype.kind not in "iu":
        return None
    return np.asarray(y, dtype=np.int64, order="C")


@cache
def _function() -> Any:
    """The autograd function, made when PyTorch is first met."""
    import torch

    class EntropyAndLogProb(torch.autograd.Function):  # type: ignore[misc]
        @staticmethod
        def forward(ctx: Any, z: Array, call: _Rows, equation: Callable[[Array], Both]) -> Both:
            ctx.save_for_backward(z)
            ctx.call, ctx.equation = call, equation
            entropy, log_prob = call(z.detach().numpy())
            return to_tensor(entropy), to_tensor(log_prob)

        @staticmethod
        def backward(ctx: Any, by_entropy: Array, by_log_prob: Array) -> tuple[Array, None, None]:
            (z,) = ctx.saved_tensors
            if torch.is_grad_enabled():  # a second derivative was asked for: differentiate the equation
                (slope,) = torch.autograd.grad(ctx.equation(z), z, (by_entropy, by_log_prob), create_graph=True)
                return slope, None, None
            gradient = _native.empty_aligned(z.shape, str(z.dtype).removeprefix("torch."))
            ctx.call(z.detach().numpy(), *(x.contiguous().numpy() for x in (by_entropy, by_log_prob)), gradient)
            return to_tensor(gradient), None, None

    return EntropyAndLogProb
