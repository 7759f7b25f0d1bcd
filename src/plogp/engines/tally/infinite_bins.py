"""Bins of infinite numbers: each infinity is a value of its own, beside the bins that a plan cuts."""

from __future__ import annotations

import sys

# Cuts around the bins of a column of numbers that holds infinities, each of which is a bin of its own: nothing else is
# at most the lowest cut, or above the highest.
LOWEST, HIGHEST = float("-inf"), sys.float_info.max


def without_infinities(edges: tuple[float, ...] | None) -> tuple[float, ...] | None:
    """The cuts of a plan, which counting puts around them as they are needed."""
    return edges and tuple(edge for edge in edges if LOWEST < edge < HIGHEST)
