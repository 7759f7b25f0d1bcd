"""Probabilities, held as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plogp.backend.arrays import Array, eager, is_traced, namespace, real, working
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known, outcomes_last
from plogp.distributions.validity import check_probabilities
from plogp.theory.errors import NotADistribution
from plogp.theory.parameters import real_number
from plogp.theory.pmf import Weights


@dataclass(frozen=True, eq=False)
class Probs(Known):
    """Probabilities along one axis: finite, not negative, each row with the sum one.

    A bare array given to a quantity is `Probs(array)`. A row that misses one by rounding (1e-6 in float64, 1e-5 in
    float32, 1e-2 in half precision, and 2.4e-7·√k where a softmax over k outcomes in float32 may round to that) is
    taken as itself divided by its sum; a row that misses by more is refused, and so is an entry below zero.

    Parameters
    ----------
    p : array or nested lists, shape (..., k, ...)
        The probabilities.
    axis : int
        The axis of outcomes.

    Examples
    --------
    >>> import plogp
    >>> plogp.entropy(plogp.Probs([[0.5, 1.0], [0.5, 0.0]], axis=0), base=2)
    array([1., 0.])
    """

    p: Any
    axis: int = -1

    data = ("p",)

    @classmethod
    def normalized(cls, w: Any, axis: int = -1) -> Probs:
        """Weights, not negative and not all zero, divided by their sum."""
        w = numbers(w, "weights")
        xp = namespace(w)
        w = working(xp, real(xp, w))
        outcomes_last(w, axis)  # which checks the axis
        axis = int(axis)
        with eager():
            total = xp.sum(w, axis=axis, keepdims=True)
            if not is_traced(total) and not bool(xp.all((total > 0) & (total < float("inf")))):
                raise NotADistribution("weights need a positive, finite sum in every row to be divided by it")
            return cls(w / total, axis)

    @classmethod
    def smoothed(cls, p: Any, pseudocount: float, axis: int = -1) -> Probs:
        """(p + pseudocount) / (1 + k·pseudocount): for who wants no outcome to be impossible, and says so."""
        amount = real_number("pseudocount", pseudocount, 0)
        return cls.normalized(numbers(p, "probabilities") + amount, axis)

    def pmf(self, like: Array | None) -> Weights:
        p = numbers(self.p, "probabilities", like)
        xp = namespace(p)
        p = outcomes_last(real(xp, p), self.axis)
        check_probabilities(xp, p)
        return Weights(xp, working(xp, p))
