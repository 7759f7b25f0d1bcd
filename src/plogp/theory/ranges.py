"""The values that each quantity can take: an interval never leaves them, while an estimate stays signed."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, log
from typing import NamedTuple


class Range(NamedTuple):
    """The least and the greatest value of a quantity, in nats where it has a unit."""

    least: float = -inf
    most: float = inf


# Of what is counted; quantities that are not named here can have either sign.
_COUNTED = {
    "perplexity": Range(1.0),
    "adjusted_mutual_information": Range(most=1.0),
    "normalized_mutual_information": Range(0.0, 1.0),
} | dict.fromkeys(
    (
        "entropy",
        "conditional_entropy",
        "cross_entropy",
        "mutual_information",
        "total_correlation",
        "dual_total_correlation",
        "variation_of_information",
        "kl_divergence",
        "jeffreys_divergence",
        "js_divergence",
    ),
    Range(0.0),
)


def range_of(quantity: str, *, measured: bool = False, weights: Sequence[float] | None = None) -> Range:
    """The values that a quantity can take.

    Parameters
    ----------
    quantity : str
        Its name in the public API.
    measured : bool
        Whether a variable is continuous: differential entropies can be negative.
    weights : sequence of float, optional
        Of the distributions that are compared: a Jensen-Shannon divergence is at most the entropy of the weights.

    Examples
    --------
    >>> range_of("mutual_information")
    Range(least=0.0, most=inf)
    """
    if measured and quantity in ("entropy", "conditional_entropy", "cross_entropy"):
        return Range()
    found = _COUNTED.get(quantity, Range())
    if weights is None or quantity != "js_divergence":
        return found
    return found._replace(most=-sum(w * log(w) for w in weights if w > 0))
