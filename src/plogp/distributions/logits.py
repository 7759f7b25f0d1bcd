"""Unnormalised log-probabilities, what a classifier's last layer gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from plogp.backend.arrays import (
    Array,
    eager,
    is_array,
    move_axis,
    namespace,
    real,
    without_warnings,
    working,
)
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known, outcomes_last
from plogp.distributions.validity import check_logits
from plogp.theory.errors import MixedArrays, ShapeMismatch
from plogp.theory.parameters import real_number, whole_number
from plogp.theory.pmf import Scores
from plogp.theory.truncation import truncated


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
    numbers = (("temperature", "float"),)

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.temperature, int | float) and (type(self.temperature) is not float or self.temperature != 1):
            object.__setattr__(self, "temperature", real_number("temperature", self.temperature, 0))

    def pmf(self, like: Array | None) -> Scores:
        z = numbers(self.z, "logits", like)
        temperature = _read_temperature(self.temperature, z)
        xp = namespace(z)
        z = outcomes_last(real(xp, z), self.axis)
        check_logits(xp, z)
        return Scores(xp, working(xp, z), temperature)

    def truncated(self, *, top_k: int | None = None, top_p: float | None = None, min_p: float | None = None) -> Logits:
        """The distribution of a truncated sampler: -inf where it cannot go, so that the rest sums to one.

        On both sides of a ratio it keeps the share of what is left, which the logits of the whole lack.

        Parameters
        ----------
        top_k : int, optional
            The most probable outcomes alone, so many of them.
        top_p : float, optional
            In (0, 1]: those alone for which all more probable ones together have less than this probability, the
            nucleus (Holtzman et al. 2020, arXiv:1904.09751).
        min_p : float, optional
            In [0, 1]: those alone that have this share of the largest probability (Nguyen et al. 2024,
            arXiv:2407.01082).

        Returns
        -------
        Logits
            Of the same shape, axis and temperature; differentiable by the logits that are left.

        Notes
        -----
        Probabilities are those at the temperature. Of several limits top_k goes first, top_p counts what it left,
        min_p is last, as in Hugging Face transformers (vLLM has min_p first). Outcomes of equal probability are kept
        or cut together: at the border of top_k and min_p both libraries keep them, at that of top_p they keep some, by
        the order of their sort.

        Examples
        --------
        >>> import plogp
        >>> policy = plogp.Logits([3.0, 2.0, 1.0, 0.0]).truncated(top_p=0.9)
        >>> policy.z
        array([  3.,   2.,   1., -inf])
        >>> plogp.cross_entropy(plogp.Labels(0), policy).round(6)  # the surprise at a token that the sampler drew
        np.float64(0.407606)
        """
        k = None if top_k is None else whole_number("top_k", top_k, 1)
        p = None if top_p is None else real_number("top_p", top_p, 0, 1)
        share = None if min_p is None else real_number("min_p", min_p, 0, 1, closed=True)
        with eager():
            z = numbers(self.z, "logits")
            xp, scores = namespace(z), self.pmf(None)
        with without_warnings(xp):
            keep = move_axis(xp, truncated(scores, k, p, share), -1, self.axis)
            return replace(self, z=xp.where(keep, real(xp, z), -float("inf")))


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
