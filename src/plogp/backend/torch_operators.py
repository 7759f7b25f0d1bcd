"""Kernels as operators of PyTorch: in eager mode, in graphs, and in its autodiff, the gradient made with the value.

In a graph (`torch.compile`, `torch.export`) a kernel is one node, `torch.ops.plogp.<quantity>.<types>`, registered when
it is first met. In eager mode it is called without PyTorch's dispatcher, which would cost more than a small kernel. A
second derivative is that of the equation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from plogp import _native
from plogp.backend import torch_library
from plogp.backend.arrays import Array
from plogp.backend.kernel_arguments import Arguments, is_transforming
from plogp.backend.operators import OPERATORS, Operator


def applied(operator: Operator, given: Arguments) -> Array | None:
    """The value of each row, which PyTorch can differentiate; None where it asks for what the kernel cannot give."""
    torch = sys.modules["torch"]
    tensors, numbers, shape = given
    asked = [i for i, x in enumerate(tensors) if x.requires_grad] if torch.is_grad_enabled() else []
    for i in asked:
        if i not in operator.kernel.by:
            return None
    if torch.compiler.is_compiling():
        found = torch_library.call(registered(operator.name))(*tensors, *numbers, asked)
        return found[0] if operator.kernel.by else found
    if is_transforming(torch):
        return None
    if asked:
        return _function()(operator, given, *tensors)
    return operator.rows_of_tensors(tensors, numbers, shape)[0]


def gradients(
    operator: Operator,
    tensors: Sequence[Array],
    numbers: Sequence[Any],
    slopes: Sequence[Array | None],
    upstream: Array,
) -> list[Array | None]:
    """What goes back to each tensor, by the gradient of each row that was made with its value."""
    torch = sys.modules["torch"]
    back: list[Array | None] = [None] * len(tensors)
    if torch.is_grad_enabled():  # a second derivative was asked for: differentiate the equation
        asked = [i for i, x in zip(operator.kernel.by, slopes, strict=True) if x is not None]
        value = operator.equation(*operator.held(tensors, numbers))
        found = torch.autograd.grad(value, [tensors[i] for i in asked], upstream, create_graph=True)
        for i, x in zip(asked, found, strict=True):
            back[i] = x
        return back
    each = upstream.unsqueeze(-1)
    # Fresh pages would cost more than the product: what has no second use is scaled where it is.
    last = type(upstream) is torch.Tensor and not _graph_stays(torch) and not is_transforming(torch)
    for i, x in zip(operator.kernel.by, slopes, strict=True):
        if x is not None:
            back[i] = x.mul_(each) if last and type(x) is torch.Tensor else x * each
    return back


def _graph_stays(torch: Any) -> bool:
    """Whether backward may be called again (`retain_graph=True`); True where this PyTorch does not say."""
    try:
        return bool(torch._C._autograd._get_current_graph_task_keep_graph())
    except AttributeError:
        return True


@cache
def _function() -> Callable[..., Array]:
    """The autograd function of eager mode, made when PyTorch is first met."""
    import torch

    class Rows(torch.autograd.Function):  # type: ignore[misc]
        @staticmethod
        def forward(ctx: Any, operator: Operator, given: Arguments, *tensors: Array) -> Array:
            needed = ctx.needs_input_grad
            asked = [i for i in operator.kernel.by if needed[2 + i]]
            value, slopes = operator.rows_of_tensors(tensors, given.numbers, given.shape, asked)
            ctx.operator, ctx.numbers = operator, given.numbers
            ctx.save_for_backward(*tensors, *slopes)
            return value

        @staticmethod
        def backward(ctx: Any, upstream: Array) -> tuple[Array | None, ...]:
            operator, saved = ctx.operator, ctx.saved_tensors
            n = len(operator.types)
            return None, None, *gradients(operator, saved[:n], ctx.numbers, saved[n:], upstream)

    # No transform of torch.func is active here, which is what apply of torch.autograd.Function looks after.
    apply: Callable[..., Array] = super(torch.autograd.Function, Rows).apply
    return apply


def _schema(operator: Operator) -> str:
    """How PyTorch's dispatcher reads it: arrays, then numbers, then by which arguments to differentiate."""
    letters = "pqrstuvw"[: len(operator.types)]
    numbers = [f"{kind} {a}_{name}" for a, t in zip(letters, operator.types, strict=True) for name, kind in t.numbers]
    given = ", ".join([*(f"Tensor {a}" for a in letters), *numbers, "int[] by"])
    return f"({given}) -> ({', '.join(['Tensor'] * (1 + len(operator.kernel.by)))})"


def registered(name: str) -> str:
    """The name of an operator, which PyTorch knows from now on."""
    if torch_library.is_defined(name):
        return name
    operator = OPERATORS[name]
    n, by = len(operator.types), operator.kernel.by

    def split(arguments: Sequence[Any]) -> tuple[list[Array], list[Any], list[int]]:
        return list(arguments[:n]), list(arguments[n:-1]), list(arguments[-1])

    def packed(value: Any, slopes: list[Any]) -> Any:
        return (value, *slopes) if by else value

    def rows_of(tensors: Sequence[Array]) -> tuple[int, ...]:
        """The rows of them all: one of them has them, the others are of the same shape or a single row."""
        rows: tuple[int, ...] = ()
        for t, x in zip(operator.types, tensors, strict=True):
            own = tuple(x.shape if t.are_labels else x.shape[:-1])
            rows = own if len(own) > len(rows) else rows
        return rows

    def run(*arguments: Any) -> Any:
        tensors, numbers, asked = split(arguments)
        tensors = [x.contiguous() for x in tensors]
        rows, k = rows_of(tensors), tensors[-1].shape[-1]
        try:
            value, slopes = operator.rows_of_tensors(tensors, numbers, (*rows, k), asked)
        except _native.Fault:  # the equation says why, or has the answer
            held = operator.held(tensors, numbers)
            value = operator.equation(*held)
            slopes = [operator.slope(held, i) if i in asked else None for i in by]
        return packed(value, [value.new_empty(0) if x is None else x for x in slopes])

    def shapes_alone(*arguments: Any) -> Any:
        tensors, _, asked = split(arguments)
        rows, like = rows_of(tensors), tensors[-1]
        full = (*rows, like.shape[-1])
        return packed(like.new_empty(rows), [like.new_empty(full if i in asked else (0,)) for i in by])

    def saved(ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        tensors, ctx.numbers, ctx.asked = split(inputs)
        ctx.save_for_backward(*tensors, *(output[1:] if by else ()))

    def backward(ctx: Any, upstream: Array, *_: Any) -> tuple[Array | None, ...]:
        tensors, slopes = ctx.saved_tensors[:n], ctx.saved_tensors[n:]
        given = [x if i in ctx.asked else None for i, x in zip(by, slopes, strict=True)]
        return *gradients(operator, tensors, ctx.numbers, given, upstream), *(None for _ in ctx.numbers), None

    def batched(info: Any, in_dims: tuple[Any, ...], *arguments: Any) -> tuple[Any, Any]:
        """A batch is one more axis of rows."""
        tensors, numbers, asked = split(arguments)
        moved = [x[None] if at is None else x.movedim(at, 0) for x, at in zip(tensors, in_dims, strict=False)]
        rows = rows_of([x[0] for x in moved])
        for i, (t, x) in enumerate(zip(operator.types, moved, strict=True)):
            own = x.shape[1:] if t.are_labels else x.shape[1:-1]
            last = () if t.are_labels else x.shape[-1:]
            x = x.reshape(x.shape[0], *(1,) * (len(rows) - len(own)), *own, *last)
            moved[i] = x.expand(info.batch_size, *rows, *last).contiguous()
        found = torch_library.call(name)(*moved, *numbers, asked)
        return found, packed(0, [0 if i in asked else None for i in by])

    torch_library.define(name, _schema(operator), run, shapes_alone, saved, backward, batched)
    return name


registered._dynamo_marked_constant = True  # type: ignore[attr-defined]  # torch.compiler.assume_constant_result's mark
