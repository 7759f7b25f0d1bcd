"""Rows of linear logits a tile at a time, inside PyTorch's autodiff.

The gradient of the sum of all rows is made with the values, in three products with the weight. Where the same goes back
to every row, as from a mean, that is it but for a factor; elsewhere the rows are walked again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

from plogp.backend.arrays import Array

Part: TypeAlias = "tuple[Array, Array, Array | None]"
"""Hidden states (n, d), a weight (k, d), and a bias (k,)."""


def in_tiles(
    tile: Callable[..., Array],
    whole: Callable[..., Array],
    parts: Sequence[Part],
    caps: Sequence[float | None],
    step: int,
) -> Array:
    """The values (n,) of `tile(rows, logits, …)`, which PyTorch can differentiate by all parts.

    `whole` is the same of all rows at once, for second derivatives.
    """
    tensors = [x for part in parts for x in part]
    value: Array = _function().apply(tile, whole, tuple(caps), step, *tensors)
    return value


def _logits(part: Part, cap: float | None, rows: slice) -> tuple[Array, Array | None]:
    """A tile of logits, half precision in float32, and the slope of its cap."""
    import torch

    hidden, weight, bias = part
    h = hidden[rows].to(torch.promote_types(hidden.dtype, torch.float32))
    if weight.dtype == h.dtype:
        z = h @ weight.T
    else:  # in parts of the weight, of which no copy is made
        z = h.new_empty(h.shape[0], weight.shape[0])
        for start in range(0, weight.shape[0], step := max(1, (1 << 23) // max(1, weight.shape[1]))):
            torch.matmul(h, weight[start : start + step].to(h.dtype).T, out=z[:, start : start + step])
    if bias is not None:
        z += bias
    if cap is None:
        return z, None
    t = z.div_(cap).tanh_()
    return t * cap, 1 - t * t


@cache
def _function() -> Any:
    """The autograd function, made when PyTorch is first met."""
    import torch

    class InTiles(torch.autograd.Function):  # type: ignore[misc]
        @staticmethod
        def forward(ctx: Any, tile: Any, whole: Any, caps: Any, step: int, *tensors: Array | None) -> Array:
            ctx.save_for_backward(*tensors)
            ctx.tile, ctx.whole, ctx.caps, ctx.step = tile, whole, caps, step
            value, ctx.slopes = _walked(ctx, tensors, ctx.needs_input_grad[4:], None)
            return value

        @staticmethod
        def backward(ctx: Any, upstream: Array) -> tuple[Array | None, ...]:
            tensors, asked = ctx.saved_tensors, ctx.needs_input_grad[4:]
            if torch.is_grad_enabled():  # a second derivative was asked for
                wanted = [x for x, asks in zip(tensors, asked, strict=True) if asks]
                found = iter(torch.autograd.grad(ctx.whole(*_parts(tensors)), wanted, upstream, create_graph=True))
                return None, None, None, None, *(next(found) if asks else None for asks in asked)
            slopes, ctx.slopes = ctx.slopes, None  # which may become somebody's .grad
            if slopes is not None and bool((upstream == upstream[0]).all()):
                for x in slopes:
                    if x is not None:
                        x *= upstream[0]
            else:
                slopes = _walked(ctx, tensors, asked, upstream)[1]
            back = [None if s is None else s.to(x.dtype) for s, x in zip(slopes, tensors, strict=True)]
            return None, None, None, None, *back

    return InTiles


def _walked(
    ctx: Any, tensors: Sequence[Any], asked: Sequence[bool], upstream: Array | None
) -> tuple[Array, list[Array | None]]:
    """The values of all rows, and the gradient of their sum, or of that with what goes back to each."""
    import torch

    parts, sums, values = (
        _parts(tensors),
        [_zeros(x) if asks else None for x, asks in zip(tensors, asked, strict=True)],
        [],
    )
    totals = _parts(sums)
    for start in range(0, tensors[0].shape[0], ctx.step):
        rows = slice(start, start + ctx.step)
        with torch.no_grad():
            made = [_logits(part, cap, rows) for part, cap in zip(parts, ctx.caps, strict=True)]
        leaves = [
            z.requires_grad_(any(x is not None for x in total)) for (z, _), total in zip(made, totals, strict=True)
        ]
        with torch.enable_grad():
            value = ctx.tile(rows, *leaves)
        values.append(value.detach())
        wanted = [z for z in leaves if z.requires_grad]
        if wanted:
            weights = torch.ones_like(value) if upstream is None else upstream[rows]
            slopes = iter(torch.autograd.grad(value, wanted, weights))
            for (_, cap_slope), leaf, part, total in zip(made, leaves, parts, totals, strict=True):
                if leaf.requires_grad:
                    slope = next(slopes)
                    _add(slope if cap_slope is None else slope.mul_(cap_slope), part, total, rows)
                    del slope
        del made, leaves, wanted, value
    return torch.cat(values), sums


def _zeros(x: Array) -> Array:
    import torch

    return torch.zeros(x.shape, dtype=torch.promote_types(x.dtype, torch.float32), device=x.device)


def _add(g: Array, part: Part, total: Sequence[Array | None], rows: slice) -> None:
    """The products that bring a gradient by logits to hidden states, weight and bias."""
    hidden, weight, _ = part
    by_hidden, by_weight, by_bias = total
    if by_hidden is not None:
        by_hidden[rows] = g @ weight if weight.dtype == g.dtype else _times(g, weight)
    if by_weight is not None:
        by_weight.addmm_(g.T, hidden[rows].to(g.dtype))
    if by_bias is not None:
        by_bias += g.sum(0)


def _times(g: Array, weight: Array) -> Array:
    step = max(1, (1 << 23) // max(1, weight.shape[1]))
    found = g.new_zeros(g.shape[0], weight.shape[1])
    for start in range(0, weight.shape[0], step):
        found.addmm_(g[:, start : start + step], weight[start : start + step].to(g.dtype))
    return found


def _parts(tensors: Sequence[Any]) -> list[Any]:
    return [tuple(tensors[i : i + 3]) for i in range(0, len(tensors), 3)]
