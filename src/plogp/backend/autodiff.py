"""Derivatives by the array library's own autodiff, PyTorch's or JAX's, which compose with the caller's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plogp.backend.arrays import Array, is_torch


def gradient(f: Callable[..., Array], at: tuple[Array, ...]) -> tuple[Array, ...]:
    """The derivatives of the sum of f by each of its arguments."""

    def total(*x: Array) -> Array:
        return f(*x).sum()

    found: tuple[Array, ...] = _transforms(at[0]).grad(total, argnums=tuple(range(len(at))))(*at)
    return found


def along_line(
    f: Callable[..., Array], start: tuple[Array, ...], change: tuple[Array, ...], x: float
) -> tuple[Array, Array, Array]:
    """f, its slope and its curvature at start + x·change, along the change."""
    transforms = _transforms(start[0])
    point = tuple(a + x * d for a, d in zip(start, change, strict=True))

    def slope(*at: Array) -> tuple[Array, Array]:
        found: tuple[Array, Array] = transforms.jvp(f, at, change)
        return found

    (value, first), (_, second) = transforms.jvp(slope, point, change)
    return value, first, second


def _transforms(x: Array) -> Any:
    """The module with `grad` and `jvp`."""
    if is_torch(x):
        import torch

        return torch.func
    import jax

    return jax
