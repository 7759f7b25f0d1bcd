"""What a caller writes beside the distributions, checked: numbers, axes, estimators, and one distribution too many."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from operator import index
from typing import Any, TypeVar

from plogp.backend.arrays import is_array
from plogp.theory.errors import InvalidParameter, ShapeMismatch, Unanswerable
from plogp.theory.parameters import answering, shown

F = TypeVar("F", bound=Callable[..., Any])


def axes_of(given: Any) -> tuple[int, ...]:
    """The axes that are given: one, several, or none."""
    try:
        return () if given is None else tuple(map(index, given if isinstance(given, tuple | list) else (given,)))
    except Exception:  # whatever the __index__ of a foreign object raises
        raise ShapeMismatch(
            f"given= is the number of an axis, or several of them, but it is {shown(given)}; Samples(…, given=…) and "
            "Table(…, given=…) take columns themselves"
        ) from None


def checked_estimator(protocol: Any, estimator: Any, quantity: str, of: str, default: str) -> None:
    """Raise unless `estimator` is an object that does what a quantity asks of it."""
    if isinstance(estimator, type):
        raise InvalidParameter(
            f"estimator= is an object, and {estimator.__name__} is a class: write {estimator.__name__}()"
        )
    if isinstance(estimator, str):
        raise InvalidParameter(f"estimator= is an object, such as {default}(), and no name: {shown(estimator)}")
    if not isinstance(estimator, protocol):
        raise Unanswerable(f"{type(estimator).__name__} does not estimate the {quantity} of {of}; {default} does")


def own_estimator(estimator: Any) -> AbstractContextManager[None]:
    """In here an estimator works; what one of the caller's own raises names it."""
    ours = type(estimator).__module__.startswith("plogp.")
    return nullcontext() if ours else answering("estimator=", estimator)


COLUMNS = "write Samples(x, y) for observed columns, Counts(n) or Joint(p) for a table"


def write_out(out: Any, value: Any) -> Any:
    """A value written to where the caller wants it: an array of its shape and dtype."""
    if not is_array(out) or tuple(out.shape) != tuple(value.shape) or out.dtype != value.dtype:
        held = f"one of {tuple(out.shape)} of {out.dtype}" if is_array(out) else shown(out)
        raise ShapeMismatch(f"out= must be an array of {tuple(value.shape)} of {value.dtype}, but it is {held}")
    try:
        out[...] = value
    except (TypeError, ValueError, RuntimeError) as error:
        raise InvalidParameter(f"out= cannot be written to: {error}") from None
    return out


def of_one(remedy: str = COLUMNS) -> Callable[[F], F]:
    """Make a function of one distribution say what to write where it is called with two."""

    def decorated(quantity: F) -> F:
        @wraps(quantity)
        def checked(p: Any, /, *others: Any, **parameters: Any) -> Any:
            if others:
                raise Unanswerable(f"{quantity.__name__} takes one distribution, not {1 + len(others)}: {remedy}")
            return quantity(p, **parameters)

        return checked  # type: ignore[return-value]

    return decorated
