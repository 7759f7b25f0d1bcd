"""Softmax and its logarithm as kernels: an outcome for each logit, and the derivative in terms of the answer alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from plogp import _native
from plogp.backend import torch_library
from plogp.backend.arrays import Array, move_axis, namespace
from plogp.backend.kernel_arguments import arguments, is_tensor, is_transforming, memory_of, to_tensor
from plogp.typing import Floats

MAPS: dict[str, Map] = {}
"""All of them by their names."""


@dataclass(frozen=True, eq=False)
class Map:
    """A function of rows of logits that gives rows.

    Attributes
    ----------
    name : str
        That of the public function.
    kernel : function
        Of the rows, their temperature, and where to write the answer, or None.
    equation : function
        The same of the logits and the temperature, in any array library.
    pullback : function
        Of the answer, and of what is multiplied with its derivative by z / T: that product.
    inspected : function
        Of the memory of the logits: warns of what looks wrong, though it is not.
    """

    name: str
    kernel: Callable[..., Any]
    equation: Callable[..., Array]
    pullback: Callable[[Array, Array], Array]
    inspected: Callable[[Floats], None]

    def __post_init__(self) -> None:
        MAPS[self.name] = self

    def rows(self, z: Floats, temperature: float, out: Floats | None = None) -> Floats:
        """The answer, which may be written over the logits; Fault where they are none."""
        self.inspected(z)
        value: Floats = self.kernel(z, float(temperature), out)
        return value

    def by_kernel(self, logits: Any, out: Array | None) -> Array | None:
        """The answer of the kernel; None where it cannot take these logits, or `out`."""
        given = arguments((logits,))
        if given is None:
            return None
        (z,), (temperature,), shape = given
        if out is not None:
            z, target = memory_of(logits.z), memory_of(out)
            if z is None or target is None or logits.axis not in (-1, z.ndim - 1):
                return None
            if target.shape != z.shape or target.dtype != z.dtype or not target.flags.writeable:
                return None
            self.rows(z, temperature, target)
            return out
        if not is_tensor(z):
            value = self.rows(z, temperature)
        else:
            torch = sys.modules["torch"]
            if torch.compiler.is_compiling() or (z.requires_grad and torch.is_grad_enabled()):
                value = torch_library.call(registered(self.name))(z, temperature)
            elif is_transforming(torch):
                return None
            else:
                value = to_tensor(self.rows(z.detach().numpy(), temperature))
        return value if logits.axis in (-1, len(shape) - 1) else move_axis(namespace(value), value, -1, logits.axis)


def registered(name: str) -> str:
    """The name of the operator of a map, which PyTorch knows from now on."""
    full = f"{name}.Logits"
    if torch_library.is_defined(full):
        return full
    over = MAPS[name]

    def run(z: Array, temperature: float) -> Array:
        try:
            return to_tensor(over.rows(z.contiguous().detach().numpy(), temperature))
        except _native.Fault:  # the equation says why, or has the answer
            return over.equation(z, temperature)

    def saved(ctx: Any, inputs: tuple[Array, float], output: Array) -> None:
        ctx.temperature = inputs[1]
        ctx.save_for_backward(output)

    def backward(ctx: Any, upstream: Array) -> tuple[Array, None]:
        (answer,) = ctx.saved_tensors
        return over.pullback(answer, upstream) / ctx.temperature, None

    def batched(info: Any, in_dims: tuple[int, None], z: Array, temperature: float) -> tuple[Array, int]:
        return torch_library.call(full)(z.movedim(in_dims[0], 0).contiguous(), temperature), 0

    schema = "(Tensor z, float temperature) -> Tensor"
    torch_library.define(full, schema, run, lambda z, _: z.new_empty(z.shape), saved, backward, batched)
    return full


registered._dynamo_marked_constant = True  # type: ignore[attr-defined]  # torch.compiler.assume_constant_result's mark
