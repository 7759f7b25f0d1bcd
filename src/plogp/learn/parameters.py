"""Checks the numbers that an estimator is made with; scikit-learn wants that done when it is fitted, not before."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

from plogp.theory.errors import InvalidParameter


def check_whole(name: str, value: Any, least: int) -> None:
    """A whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < least:
        raise InvalidParameter(f"{name} must be a whole number of at least {least}, but it is {value!r}")


def check_real(name: str, value: Any, above: float, most: float = float("inf")) -> None:
    """A number in (above, most]."""
    if not isinstance(value, Real) or not above < float(value) <= most:
        domain = f"above {above:g}" if most == float("inf") else f"in ({above:g}, {most:g}]"
        raise InvalidParameter(f"{name} must be {domain}, but it is {value!r}")
