"""Units of information: the base of the logarithm."""

from __future__ import annotations

from math import inf, log
from typing import Any

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


def root_unit(base: float) -> float:
    """What a divergence in nats is divided by before its root is taken."""
    if log_of(base) < 0:
        raise InvalidParameter(f"in base {base} a divergence is negative and has no root; use a base above 1")
    return log_of(base)
