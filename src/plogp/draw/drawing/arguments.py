"""What a picture is given, checked: numbers of a length within their domain, and names; an error names the argument."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isinf, isnan
from typing import Any

from plogp.theory.errors import InvalidParameter, ShapeMismatch
from plogp.theory.parameters import number_of, shown

Numbers = Sequence[float]


def numbers(
    name: str, values: Any, length: int | None = None, *, least: float = -inf, infinite: bool = False
) -> list[float]:
    """Finite numbers, or with plus infinity where it can be drawn; NaN never."""
    try:
        found = [number_of(value) for value in values]
    except TypeError:
        raise InvalidParameter(f"{name} must be a sequence of numbers, but it is {shown(values)}") from None
    for i, x in enumerate(found):
        checked(f"{name}[{i}]", x, values, least=least, infinite=infinite)
    if length is not None and len(found) != length:
        raise ShapeMismatch(f"{name} has {len(found)} numbers where {length} are drawn")
    if not found:
        raise InvalidParameter(f"{name} is empty: there is nothing to draw")
    return found


def number(name: str, value: Any, *, least: float = -inf, infinite: bool = False) -> float:
    """One such number."""
    return checked(name, number_of(value), value, least=least, infinite=infinite)


def checked(name: str, x: float, given: Any, *, least: float, infinite: bool) -> float:
    """The number, if it lies in its domain."""
    if isnan(x) or (isinf(x) and not (infinite and x > 0)) or x < least:
        below = f" of at least {least:g}" if least > -inf else ""
        raise InvalidParameter(
            f"{name} must be a {'' if infinite else 'finite '}number{below}, but it is {shown(x if x == x else given)}"
        )
    return x


def names_of(name: str, values: Sequence[Any] | None, length: int) -> list[str]:
    """One name for each; "1", "2" and so on where none are given."""
    if values is None:
        return [str(i + 1) for i in range(length)]
    found = [str(value) for value in values]
    if len(found) != length:
        raise ShapeMismatch(f"{name} has {len(found)} names where {length} are drawn")
    return found
