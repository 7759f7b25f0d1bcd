"""A quantity of the joint distribution of several variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, eager, without_warnings
from plogp.distributions.joint import Joint
from plogp.distributions.known import Known
from plogp.quantities._quantity import Quantity, finished
from plogp.theory.errors import Unanswerable


@dataclass(frozen=True, eq=False)
class JointQuantity(Quantity):
    """A quantity whose equation, one of `theory.joint_equations`, is of one `JointPmf`.

    Attributes
    ----------
    variables : int or None
        How many it speaks of, beside those given; None for any number.
    """

    variables: int | None = 2

    def of_known(self, held: tuple[Any, ...], base: float, parameters: Mapping[str, Any]) -> Array:
        """The quantity of one joint distribution, in each of a batch."""
        (p,), read = held, self.read(parameters)
        if isinstance(p, Known) and not isinstance(p, Joint):
            raise Unanswerable(
                f"{self.name} speaks of several variables; {type(p).__name__} holds one. Write Joint(p) for joint "
                "probabilities, Counts(n) for a contingency table"
            )
        assert self.equation is not None
        with eager():
            made = (p if isinstance(p, Joint) else Joint(p)).joint(self.variables, read.get("given", ()))
        with without_warnings(made.xp):
            value = finished(made.xp, self.equation(made), made.w.dtype)
        return self.unit.of_rounded(value, base)
