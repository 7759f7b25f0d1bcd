"""Columns of codes, and several of them as one."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from plogp.typing import Integers


def combined(codes: tuple[Integers, ...], levels: tuple[int, ...]) -> tuple[Integers, int]:
    """One code for each combination of codes, and a number above all of them that is not much above what occurs."""
    index, cells = codes[0], levels[0]
    for code, count in zip(codes[1:], levels[1:], strict=True):
        if cells * count > max(1 << 16, 4 * index.size):
            index, cells = renumbered(index)
        index = index * count + code
        cells *= count
    return renumbered(index) if cells > max(1 << 16, 4 * index.size) else (index.astype(np.int64, copy=False), cells)


def renumbered(values: NDArray[np.generic]) -> tuple[Integers, int]:
    """The values numbered from zero in their order, and how many there are."""
    levels, index = np.unique(values, return_inverse=True)
    return index.reshape(values.shape).astype(np.int64, copy=False), levels.size


def is_sparse(levels: tuple[int, ...], n: int) -> bool:
    """Whether most cells of the table of so many levels must be empty, so that it had better not be laid out."""
    return prod(levels) > max(1 << 22, 64 * n)
