"""Unnormalised log-probabilities, what a classifier's last layer gives."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from numbers import Real
from typing import Any

from plogp.backend.arrays import Array, is_array, namespace, real, working
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known, outcomes_last
from plogp.distributions.validity import check_logits
from plogp.theory.errors import InvalidParameter
from plogp.theory.pmf import Scores


@dataclass(frozen=True, eq=False)
class Logits(Known):
    """Logits z along one axis: p is proportional to exp(z / temperature).

    Parameters
    ----------
    z : array or nested lists, shape (..., k, ...)
        Finite numbers, or -inf for an outcome that cannot be.
    axis : int
        The axis of outcomes.
    temperature : float
        Above zero. High temperatures soften, as in distillation (Hinton et al. 2015, arXiv:1503.02531). A scalar
        tensor is accepted, and has a gradient.

    Examples
    --------
    >>> import plogp
    >>> round(float(plogp.entropy(plogp.Logits([2.0, 1.0, 0.1]))), 6)
    0.846738
    """

    z: Any
    axis: int = -1
    temperature: float | Array = 1.0

    form = "logits"
    data = ("z", "temperature")

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.temperature, int | float):
            _check_temperature(self.temperature)

    def pmf(self, like: Array | None) -> Scores:
        _check_temperature(self.temperature)
        z = numbers(self.z, "logits", like)
        xp = namespace(z)
        z = outcomes_last(real(xp, z), self.axis)
        check_logits(xp, z)
        return Scores(xp, working(xp, z), self.temperature, z.dtype)


def _check_temperature(temperature: Any) -> None:
    """A tensor may be traced or ask for a gradient, so its value is not looked at."""
    if not is_array(temperature) and not (isinstance(temperature, Real) and 0 < temperature < inf):
        raise InvalidParameter(f"temperature must be a number, positive and finite, but it is {temperature!r}")
