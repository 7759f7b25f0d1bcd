"""The order of a Rényi or Tsallis quantity."""

from __future__ import annotations

from math import inf

from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import number_of, shown


def order_of(order: float) -> float:
    """A checked order."""
    number = number_of(order)
    if not number >= 0:
        raise InvalidParameter(f"order must be a number, zero or more, but it is {shown(order)}")
    return number


def renyi_order_of(order: float) -> float:
    """The same of a Rényi quantity: beyond 2^100, whose products leave the range of float32, it is that of infinity.

    The two differ by no more than log(1 / p) / order, which no floating point number shows there.
    """
    number = order_of(order)
    return inf if number > 2.0**100 else number
