"""Unnormalised log-probabilities, what a classifier's last layer gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, is_array, namespace, real, working
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known, outcomes_last
from plogp.distributions.validity import check_logits
from plogp.theory.errors import MixedArrays, ShapeMismatch
from plogp.theory.parameters import real_number
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

    are_logits = True
    data = ("z", "temperature")

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.temperature, int | float):
            object.__setattr__(self, "temperature", real_number("temperature", self.temperature, 0))

    def pmf(self, like: Array | None) -> Scores:
        z = numbers(self.z, "logits", like)
        temperature = _read_temperature(self.temperature, z)
        xp = namespace(z)
        z = outcomes_last(real(xp, z), self.axis)
        check_logits(xp, z)
        return Scores(xp, working(xp, z), temperature)


def _read_temperature(temperature: Any, z: Array) -> Any:
    """A temperature that fits the logits; a tensor may be traced, or ask for a gradient, so its value is not read."""
    if is_array(temperature):
        held = numbers(temperature, "temperature")
        if namespace(held).__name__ != namespace(z).__name__:
            raise MixedArrays("the temperature is of another array library than the logits: convert one of them")
        if any(size not in (1, k) for size, k in zip(held.shape[::-1], (1, *z.shape[-2::-1]), strict=False)):
            raise ShapeMismatch(f"a temperature is one number, not of the shape {tuple(held.shape)}")
        return held
    return real_number("temperature", temperature, 0)
