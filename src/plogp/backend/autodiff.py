"""Derivatives along a line: by PyTorch's or JAX's autodiff, which compose with the caller's, in NumPy by jets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, is_torch
from plogp.backend.jet import Jet

Function = Callable[..., Array]


def along_line(
    f: Function, start: tuple[Array, ...], change: tuple[Array, ...], x: float
) -> tuple[Array, Array, Array]:
    """f, its slope and its curvature at start + x·change, along the change."""
    point = tuple(a + x * d for a, d in zip(start, change, strict=True))
    if isinstance(start[0], np.ndarray | np.generic):
        value = f(*(Jet(a, d) for a, d in zip(point, change, strict=True)))
        parts: tuple[Array, Array, Array] = value.parts
        return parts
    transforms = _transforms(start[0])

    def slope(*at: Array) -> tuple[Array, Array]:
        found: tuple[Array, Array] = transforms.jvp(f, at, change)
        return found

    (value, first), (_, second) = transforms.jvp(slope, point, change)
    return value, first, second


def gradient(f: Function, at: tuple[Array, ...]) -> tuple[Array, ...]:
    """The derivatives of f by each of its arguments, at each element."""
    units = [tuple(0.0 * a + float(i == j) for j, a in enumerate(at)) for i in range(len(at))]
    return tuple(along_line(f, at, unit, 0.0)[1] for unit in units)


def _transforms(x: Array) -> Any:
    """The module with `jvp`."""
    if is_torch(x):
        import torch

        return torch.func
    import jax

    return jax
