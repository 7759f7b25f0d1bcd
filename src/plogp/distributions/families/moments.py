"""The means that closed forms of cross-entropies are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from plogp.backend.arrays import Array


@dataclass(frozen=True)
class Moments:
    """Means under a distribution of numbers; None where one has no closed form, inf where it is infinite.

    Attributes
    ----------
    mean, variance : array
        E x and the variance.
    log, log_rest : array
        E log x and E log(1 - x), of numbers above 0 and below 1.
    inverse : array
        E 1/x, of numbers above 0.
    """

    mean: Any = None
    variance: Any = None
    log: Any = None
    log_rest: Any = None
    inverse: Any = None

    def square_about(self, centre: Array) -> Any:
        """E (x - centre)²."""
        return None if self.mean is None or self.variance is None else self.variance + (self.mean - centre) ** 2

    @classmethod
    def mixed(cls, members: Sequence[Moments], weights: Sequence[Array]) -> Moments:
        """Of a mixture."""

        def average(values: Sequence[Any]) -> Any:
            if any(x is None for x in values):
                return None
            return sum(w * x for w, x in zip(weights, values, strict=True))

        means = {f.name: average([getattr(m, f.name) for m in members]) for f in fields(cls)}
        mean = means["mean"]
        if mean is not None:
            means["variance"] = average([m.square_about(mean) for m in members])
        return cls(**means)
