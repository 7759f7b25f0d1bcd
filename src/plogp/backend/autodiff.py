"""Derivatives along a line: by PyTorch's or JAX's autodiff, which compose with the caller's, in NumPy by jets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace, is_torch, is_traced
from plogp.backend.jet import Jet

Function = Callable[..., Array]


def along_line(
    f: Function, start: tuple[Array, ...], change: tuple[Array, ...], x: float
) -> tuple[Array, Array, Array]:
    """f, its slope and its curvature at start + x·change, along the change."""
    point = tuple(a + x * d for a, d in zip(start, change, strict=True))
    if isinstance(start[0], np.ndarray | np.generic):
        jet: Jet = f(*(Jet(a, d) for a, d in zip(point, change, strict=True)))
        return jet.parts
    grad = _grad(start[0])

    def value(x: Array) -> Array:
        return f(*(a + x * d for a, d in zip(point, change, strict=True)))

    def slope(x: Array) -> Array:
        return grad(lambda y: value(y).sum())(x)

    zero = sum(0.0 * a for a in point)
    return value(zero), slope(zero), grad(lambda y: slope(y).sum())(zero)


def gradient(f: Function, at: tuple[Array, ...]) -> tuple[Array, ...]:
    """The derivatives of f by each of its arguments, at each element."""
    units = [tuple(0.0 * a + float(i == j) for j, a in enumerate(at)) for i in range(len(at))]
    return tuple(along_line(f, at, unit, 0.0)[1] for unit in units)


def minimum(xp: Namespace, f: Function, start: tuple[Array, ...]) -> tuple[Array, ...]:
    """Where f is least, at each element, by Newton's method; steps of at most one in each argument, and always down."""
    n, y = len(start), start
    for _ in range(200):
        units = [tuple(0.0 * a + float(i == j) for j, a in enumerate(y)) for i in range(n)]
        single = [along_line(f, y, unit, 0.0) for unit in units]
        rows = []
        for i in range(n):
            row = []
            for j in range(n):
                both = tuple(a + b for a, b in zip(units[i], units[j], strict=True))
                mixed = along_line(f, y, both, 0.0)[2] - single[i][2] - single[j][2]
                row.append(single[i][2] if i == j else mixed / 2)
            rows.append(xp.stack(row, axis=-1))
        slope, curvature = xp.stack([part[1] for part in single], axis=-1), xp.stack(rows, axis=-2)
        values, vectors = xp.linalg.eigh(curvature)
        along = xp.sum(vectors * slope[..., None], axis=-2) / xp.maximum(xp.abs(values), 1e-12 + 0.0 * values)
        step = xp.clip(xp.sum(vectors * along[..., None, :], axis=-1), -1.0, 1.0)
        y = tuple(a - step[..., i] for i, a in enumerate(y))
        if not is_traced(step) and bool(xp.all(xp.abs(step) < 1e-13)):
            break
    return y


def _grad(x: Array) -> Any:
    """The function that makes derivatives; those of a sum over elements, each of which knows only its own argument."""
    if is_torch(x):
        import torch

        return torch.func.grad
    import jax

    return jax.grad
