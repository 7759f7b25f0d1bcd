"""Points at which densities are evaluated: where they lie, and on which side of the ends of supports."""

from __future__ import annotations

from typing import NamedTuple

from plogp.backend.arrays import Array


class Points(NamedTuple):
    """Points x; one that lies within rounding of an end of a support is still known to lie on one side of it.

    Attributes
    ----------
    x : array
        The points.
    rest : array
        1 - x, to its own last digits where x is next to 1.
    between : array
        A point of the same interval between two ends, well away from both.
    """

    x: Array
    rest: Array
    between: Array

    @classmethod
    def of(cls, x: Array) -> Points:
        """Points of which no more is known."""
        return cls(x, 1 - x, x)

    def inside(self, low: Array, high: Array) -> Array:
        """Whether they lie between two ends."""
        return (self.between >= low) & (self.between <= high)
