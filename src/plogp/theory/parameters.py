"""Checks of what is written beside the data: numbers, names, functions, seeds; an error shows the parameter by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import inf, nan
from numbers import Integral
from os import fsencode, fspath
from reprlib import Repr
from typing import TYPE_CHECKING, Any

import numpy as np

from plogp.theory.errors import InvalidParameter, PlogpError, UnusableColumn

if TYPE_CHECKING:
    from pathlib import Path

_SHORT = Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 60, 60


def shown(value: Any) -> str:
    """A value in an error message: on one line, short, also where it holds itself or cannot be printed."""
    try:
        return " ".join(_SHORT.repr(value).split())
    except Exception:  # whatever the __repr__ of a foreign object raises
        return f"a {type(value).__name__}"


def number_of(x: Any) -> float:
    """A parameter as a float; NaN, which lies in no domain, for what is no number."""
    try:
        return nan if isinstance(x, str | bytes) else float(x)
    except Exception:  # whatever the __float__ of a foreign object raises
        return nan


def whole_number(name: str, value: Any, least: int, most: int | None = None) -> int:
    """A whole number from `least` to `most`, which is no bool."""
    if type(value) is not bool and isinstance(value, Integral):
        number = int(value)
        if number >= least and (most is None or number <= most):
            return number
    domain = f"of at least {least}" if most is None else f"from {least} to {most:,}"
    raise InvalidParameter(f"{name} must be a whole number {domain}, but it is {shown(value)}")


def real_number(name: str, value: Any, above: float, most: float = inf, *, closed: bool = False) -> float:
    """A finite number in (above, most], or in [above, most] where it is `closed`."""
    number = value if type(value) is float else number_of(value)
    if (above < number <= most or (closed and number == above)) and number < inf:
        return number
    limits = f"in {'[' if closed else '('}{above:g}, {most:g}]"
    domain = limits if most < inf else f"{'at least' if closed else 'above'} {above:g} and finite"
    raise InvalidParameter(f"{name} must be a number {domain}, but it is {shown(value)}")


def probability(name: str, value: Any) -> float:
    """A number between 0 and 1, neither of which it is."""
    number = number_of(value)
    if not 0 < number < 1:
        raise InvalidParameter(f"{name} must be a number between 0 and 1, but it is {shown(value)}")
    return number


def truth_value(name: str, value: Any) -> bool:
    """True or False, or what Python takes for it."""
    try:
        return bool(value)
    except Exception:  # of NA and of arrays: whatever the __bool__ of a foreign object raises
        raise InvalidParameter(f"{name} must be True or False, but it is {shown(value)}") from None


def names_in(name: str, value: Any) -> tuple[str, ...]:
    """One name or a sequence of names; none where nothing is said."""
    if isinstance(value, str):
        return (str(value),)
    try:
        listed = () if value is None or isinstance(value, bytes | Mapping) else tuple(value)
    except Exception:  # whatever the __iter__ of a foreign object raises
        listed = (None,)
    if (value is not None and isinstance(value, bytes | Mapping)) or not all(isinstance(n, str) for n in listed):
        raise UnusableColumn(f"{name} takes the name of a column, or a list of names, but it is {shown(value)}")
    return tuple(map(str, listed))


def name_of(name: str, value: Any) -> str | None:
    """One name, or None where nothing is said."""
    if value is None or isinstance(value, str):
        return value
    raise UnusableColumn(f"{name} takes the name of a column, but it is {shown(value)}")


def path_of(name: str, value: Any) -> Path:
    """The path of a file."""
    from pathlib import Path  # of which no quantity has need

    try:
        if b"\0" not in fsencode(fspath(value)):
            return Path(value)
    except Exception:  # of what is no path, or of letters that no file system takes
        pass
    raise InvalidParameter(f"{name} must be the path of a file, but it is {shown(value)}")


def generator_of(rng: Any) -> np.random.Generator:
    """A generator of random numbers from a seed, or itself."""
    if rng is None or isinstance(rng, np.random.Generator | np.random.BitGenerator | np.random.SeedSequence):
        return np.random.default_rng(rng)
    return np.random.default_rng(whole_number("rng=, a seed or a NumPy Generator,", rng, 0))


def called(name: str, function: Any, *arguments: Any, **parameters: Any) -> Any:
    """What a function of the caller's answers; what is no function, or takes other arguments, is refused."""
    if not callable(function):
        raise InvalidParameter(f"{name} must be a function, but it is {shown(function)}")
    with answering(name, function):
        return function(*arguments, **parameters)


@contextmanager
def answering(name: str, thing: Any) -> Iterator[None]:
    """In here an object of the caller's does its part: where it cannot take what it is asked, the error names it."""
    try:
        yield
    except PlogpError:
        raise
    except (TypeError, AttributeError, ValueError) as error:
        raise InvalidParameter(f"{name} is {shown(thing)}, which does not answer as it must: {error}") from error
