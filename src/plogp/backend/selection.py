"""Entries along the last axis by their number or their rank, as each array library picks them."""

from __future__ import annotations

import numpy as np

from plogp.backend.arrays import Array, Namespace, device_of, is_torch


def placed(xp: Namespace, x: Array, index: Array, values: Array) -> Array:
    """x (..., k) with these values (..., m) at the index (..., m) of its row: a new array, or NumPy's x itself."""
    if isinstance(x, np.ndarray):
        np.put_along_axis(x, index, values, axis=-1)
        return x
    if is_torch(x):
        return x.scatter(-1, index, values)
    if xp.__name__.startswith("jax"):
        return xp.put_along_axis(x, index, values, axis=-1, inplace=False)
    number = xp.arange(x.shape[-1], dtype=index.dtype)
    for place in range(index.shape[-1]):  # the array API has no scatter
        x = xp.where(index[..., place, None] == number, values[..., place, None], x)
    return x


def marked(xp: Namespace, index: Array, k: int) -> Array:
    """Which of k outcomes are in the index of their row, (..., m): an array of booleans (..., k)."""
    none = xp.zeros((*index.shape[:-1], k), dtype=xp.bool, device=device_of(index))
    return placed(xp, none, index, xp.ones_like(index, dtype=xp.bool))


def picked(xp: Namespace, x: Array, index: Array) -> Array:
    """x (..., k) at the index (..., m) of its row, whose other axes broadcast."""
    rows = np.broadcast_shapes(tuple(x.shape[:-1]), tuple(index.shape[:-1]))
    x = xp.broadcast_to(x, (*rows, x.shape[-1]))
    return xp.take_along_axis(x, xp.broadcast_to(index, (*rows, index.shape[-1])), axis=-1)


def kth_largest(xp: Namespace, x: Array, k: int) -> Array:
    """The k-th largest number of each row, (..., 1); -inf counts as a number."""
    if isinstance(x, np.ndarray):
        return np.partition(x, -k, axis=-1)[..., -k, None]
    if is_torch(x):
        return x.topk(k, dim=-1, sorted=False).values.amin(-1, keepdim=True)
    return xp.sort(x, axis=-1)[..., -k, None]
