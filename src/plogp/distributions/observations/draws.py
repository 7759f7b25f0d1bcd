"""What is known of two distributions by outcomes drawn from the first: `Drawn`, and `Scored` beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from plogp.backend.arrays import is_traced, namespace, to_numpy, tolerance_of
from plogp.distributions.array_input import numbers
from plogp.distributions.observations.observed import Observed
from plogp.theory.errors import NotADistribution, Unanswerable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from plogp.backend.arrays import Array


class Draws(Observed):
    """One of the two."""

    def table(self) -> NDArray[np.int64]:
        raise Unanswerable(
            f"{type(self).__name__} holds log-probabilities of drawn outcomes, which cannot be counted: write "
            "Samples(x) for the outcomes themselves"
        )

    def beside(self, *others: Observed) -> list[NDArray[np.int64]]:
        return [self.table()]


def log_probabilities(x: Any, name: str, like: Array | None = None) -> Array:
    """Logarithms of probabilities, 0 or less, as an array of their library; -inf for what cannot be."""
    made = numbers(x, name, like)
    xp = namespace(made)
    made = made if xp.isdtype(made.dtype, "real floating") else xp.astype(made, xp.asarray(0.0).dtype)
    if is_traced(made):
        return made
    bad = ~(made <= tolerance_of(xp.finfo(made.dtype).bits, 1))  # NaN compares false
    bad = bad | (made == -float("inf")) if name == "log_p" else bad
    if bool(xp.any(bad)):
        at = tuple(int(i) for i in np.unravel_index(int(np.argmax(to_numpy(bad))), bad.shape))
        where = f" at position {at[0] if len(at) == 1 else at}" if at else ""
        if name == "log_p" and to_numpy(made)[at] == -np.inf:
            raise NotADistribution(f"log_p has -inf{where}: an outcome that was drawn has not the probability 0")
        raise NotADistribution(
            f"{name} has {to_numpy(made)[at]:g}{where}; log-probabilities of outcomes are 0 or less. Those of logits z "
            "are -cross_entropy(Labels(y), Logits(z))"
        )
    return made
