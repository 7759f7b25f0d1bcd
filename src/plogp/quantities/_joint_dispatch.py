"""The dispatch of the joint distribution of several variables."""

from __future__ import annotations

from collections.abc import Callable
from math import e
from typing import Any

from plogp.backend.arrays import Array, eager, without_warnings
from plogp.distributions.joint import Joint
from plogp.distributions.known import Known
from plogp.quantities._arguments import axes_of
from plogp.quantities._dispatch import finished, in_base
from plogp.theory.errors import Unanswerable


def joint(equation: Callable[..., Array], p: Any, order: int | None, base: float = e, given: Any = None) -> Array:
    """An equation of the joint distribution of several variables."""
    if isinstance(p, Known) and not isinstance(p, Joint):
        raise Unanswerable(
            f"{equation.__name__} speaks of several variables; {type(p).__name__} holds one. Write Joint(p) for joint "
            "probabilities, Counts(n) for a contingency table"
        )
    with eager():
        made = (p if isinstance(p, Joint) else Joint(p)).joint(order, axes_of(given))
    with without_warnings(made.xp):
        value = finished(made.xp, equation(made), made.w.dtype)
    return value if base is e else in_base(value, base)
