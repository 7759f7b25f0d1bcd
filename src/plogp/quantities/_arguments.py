"""What a caller writes beside the distributions, checked: numbers, axes, estimators, and one distribution too many."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import nan
from numbers import Integral
from operator import index
from typing import Any, TypeVar

import numpy as np

from plogp.backend.arrays import is_array
from plogp.theory.errors import InvalidParameter, ShapeMismatch, Unanswerable

F = TypeVar("F", bound=Callable[..., Any])


def number_of(x: Any) -> float:
    """A parameter as a float; NaN, which lies in no domain, for what is no number."""
    try:
        return nan if isinstance(x, str | bytes) else float(x)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return nan


def axes_of(given: Any) -> tuple[int, ...]:
    """The axes that are given: one, several, or none."""
    try:
        return () if given is None else tuple(map(index, given if isinstance(given, tuple | list) else (given,)))
    except TypeError:
        raise ShapeMismatch(
            f"given= is the number of an axis, or several of them, but it is {given!r}; Samples(…, given=…) and "
            "Table(…, given=…) take columns themselves"
        ) from None


def generator_of(rng: Any) -> np.random.Generator:
    """A generator of random numbers from a seed, or itself."""
    if isinstance(rng, np.random.Generator):
        return rng
    if rng is not None and not isinstance(rng, Integral | np.random.BitGenerator | np.random.SeedSequence):
        raise InvalidParameter(f"rng= is a seed or a NumPy Generator, but it is {rng!r}")
    if isinstance(rng, Integral) and rng < 0:
        raise InvalidParameter(f"a seed is not negative, but it is {rng}")
    return np.random.default_rng(rng)  # type: ignore[arg-type]


def for_samples_only(**parameters: Any) -> None:
    """Raise if a parameter is set that only an estimate from a sample has a use for."""
    for name, value in parameters.items():
        if value is not None:
            raise InvalidParameter(
                f"{name}= is for samples, and these distributions are known; counts are written Counts(n), "
                "observations Samples(x)"
            )


def checked_estimator(protocol: Any, estimator: Any, quantity: str, of: str, default: str) -> None:
    """Raise unless `estimator` is an object that does what a quantity asks of it."""
    if isinstance(estimator, type):
        raise InvalidParameter(
            f"estimator= is an object, and {estimator.__name__} is a class: write {estimator.__name__}()"
        )
    if isinstance(estimator, str):
        raise InvalidParameter(f"estimator= is an object, such as {default}(), and no name: {estimator!r}")
    if not isinstance(estimator, protocol):
        raise Unanswerable(f"{type(estimator).__name__} does not estimate the {quantity} of {of}; {default} does")


COLUMNS = "write Samples(x, y) for observed columns, Counts(n) or Joint(p) for a table"


def write_out(out: Any, value: Any) -> Any:
    """A value written to where the caller wants it: an array of its shape and dtype."""
    if not is_array(out) or tuple(out.shape) != tuple(value.shape) or out.dtype != value.dtype:
        held = f"one of {tuple(out.shape)} of {out.dtype}" if is_array(out) else repr(out)
        raise ShapeMismatch(f"out= must be an array of {tuple(value.shape)} of {value.dtype}, but it is {held}")
    try:
        out[...] = value
    except (TypeError, ValueError, RuntimeError) as error:
        raise InvalidParameter(f"out= cannot be written to: {error}") from None
    return out


def of_one(mend: str = COLUMNS) -> Callable[[F], F]:
    """Make a function of one distribution say what to write where it is called with two."""

    def decorated(quantity: F) -> F:
        @wraps(quantity)
        def checked(p: Any, /, *others: Any, **parameters: Any) -> Any:
            if others:
                raise Unanswerable(f"{quantity.__name__} takes one distribution, not {1 + len(others)}: {mend}")
            return quantity(p, **parameters)

        return checked  # type: ignore[return-value]

    return decorated
