"""The shares of the members of a mixture, and what they bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum, log
from typing import TYPE_CHECKING, Any

from plogp.theory.errors import NotADistribution, ShapeMismatch
from plogp.theory.parameters import number_of, shown

if TYPE_CHECKING:
    from plogp.results.estimate import Estimate


def checked_weights(weights: Sequence[float] | None, members: int) -> list[float] | None:
    """Weights of as many members, not negative, with the sum one."""
    if weights is None:
        return None
    try:
        w = [number_of(share) for share in weights]
    except TypeError:
        raise NotADistribution(
            f"weights are numbers, one for each distribution, but they are {shown(weights)}"
        ) from None
    if len(w) != members:
        raise ShapeMismatch(f"there are {len(w)} weights for {members} distributions")
    if any(not 0 <= share <= 2 for share in w) or abs(fsum(w) - 1) > 1e-6:
        raise NotADistribution(f"weights must not be negative and sum to 1, but they are {w}")
    return [share / fsum(w) for share in w]


def bounded(estimate: Callable[..., Estimate]) -> Callable[..., Estimate]:
    """An estimate of the JS divergence whose interval does not reach beyond the entropy of the weights."""

    def within(*members: Any, weights: Sequence[float] | None = None, **parameters: Any) -> Estimate:
        w = [1 / len(members)] * len(members) if weights is None else weights
        most = -sum(share * log(share) for share in w if share > 0)
        return estimate(*members, weights=w, **parameters).within(0.0, most)

    return within
