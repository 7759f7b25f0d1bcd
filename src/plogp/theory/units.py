"""Units of information: the base of the logarithm, and what it does to the value of a quantity and to its gradient."""

from __future__ import annotations

from dataclasses import dataclass
from math import e, inf, log
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import number_of, shown


def base_of(base: Any) -> float:
    """A base that makes a unit, as a float."""
    number = number_of(base)
    if not 0 < number < inf or number == 1:
        raise InvalidParameter(
            f"base must be a number, positive, finite and not 1, but it is {shown(base)}; use 2 for bits"
        )
    return number


def log_of(base: Any) -> float:
    """log(base), for a base that makes a unit."""
    return log(base_of(base))


def in_base(value: Array, base: float) -> Array:
    """Nats in units of the base; a zero has no sign, whatever that of the logarithm."""
    return 0.0 - value / -log_of(base)


@dataclass(frozen=True)
class Unit:
    """What the equation of a quantity gives, and what is made of it for the caller.

    Attributes
    ----------
    has_base : bool
        Whether the equation is in nats, so that the caller may ask for another unit.
    root : bool
        Whether the quantity is the square root of its equation: of a divergence in units of the base, since a root has
        no unit that could be divided out afterwards.
    """

    has_base: bool = True
    root: bool = False

    def size(self, base: float) -> float:
        """What the value of the equation is divided by, in nats; raises if the base makes no unit of this kind."""
        if base is e or not self.has_base:
            return 1.0
        size = log_of(base)
        if self.root and size < 0:
            raise InvalidParameter(f"in base {base} a divergence is negative and has no root; use a base above 1")
        return size

    def of_equation(self, xp: Namespace, value: Array, base: float) -> Array:
        """What is made of the equation's value before it is rounded to the precision that came in."""
        return root(xp, value / self.size(base)) if self.root else value

    def of_rounded(self, value: Array, base: float) -> Array:
        """What is made of it afterwards."""
        return value if base is e or self.root or not self.has_base else in_base(value, base)

    def of_kernel(self, value: Array, base: float) -> Array:
        """What is made of the fresh array of a kernel, never negative, in place: more pages would cost more."""
        if not self.root:
            return self.of_rounded(value, base)
        value /= self.size(base)
        return np.sqrt(value, out=value)

    def slope(self, xp: Namespace, value: Array, base: float) -> Array | float:
        """The derivative of the quantity, whose value this is, by its equation in nats."""
        size = self.size(base)
        if not self.root:
            return 1 / size
        return xp.where(value > 0, 0.5 / (size * xp.where(value > 0, value, 1.0)), 0.0)


NATS = Unit()
PURE = Unit(has_base=False)  # a pure number, or one whose unit is always the same
ROOT = Unit(root=True)


def root(xp: Namespace, x: Array) -> Array:
    """The square root, with slope 0 instead of inf at 0."""
    return xp.where(x > 0, xp.sqrt(xp.where(x > 0, x, 1.0)), 0.0)
