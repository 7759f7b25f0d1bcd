"""Jeffreys divergence: Kullback-Leibler both ways; the population stability index."""

from __future__ import annotations

from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.distributions.observations.observed import Observed
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Estimated, Quantity
from plogp.theory import equations, gradients

if TYPE_CHECKING:
    from plogp.estimators.discrete.pseudocount import Pseudocount
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.divergences import estimation
    from plogp.quantities._estimation import OfSeveralSamples

    return OfSeveralSamples(estimation.jeffreys_divergence)


JEFFREYS_DIVERGENCE = Quantity(
    "jeffreys_divergence", equations.jeffreys_divergence, gradient=gradients.jeffreys_divergence, observed=_observed
)


@overload
def jeffreys_divergence(p: Distribution, q: Distribution, /, *, base: float = e) -> Array: ...
@overload
def jeffreys_divergence(
    p: Observed, q: Observed | Distribution, /, *, base: float = e, unseen: Pseudocount | None = None
) -> Estimate: ...
@overload
def jeffreys_divergence(
    p: Distribution, q: Observed, /, *, base: float = e, unseen: Pseudocount | None = None
) -> Estimate: ...
@defines(JEFFREYS_DIVERGENCE)
def jeffreys_divergence(p: Any, q: Any, /, *, base: float = e, unseen: Pseudocount | None = None) -> Any:
    """Jeffreys divergence J(P, Q) = D(P‖Q) + D(Q‖P), known in credit scoring as the population stability index.

    J(P, Q) = sum (p - q)·log(p/q)

    Parameters
    ----------
    p, q : distribution
        In either order.
    base : float
        Base of the logarithm.
    unseen : Pseudocount, optional
        For samples: what becomes of categories that one of them lacks. Without it they make the answer `inf`.

    Returns
    -------
    array (...), or Estimate where one of the arguments was observed
        From 0 to `inf`; `inf` where one has mass and the other none.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    All terms are non-negative, and summed as such.

    References
    ----------
    Jeffreys 1946, "An invariant form for the prior probability in estimation problems", doi:10.1098/rspa.1946.0056.

    Examples
    --------
    >>> import plogp
    >>> plogp.jeffreys_divergence([0.8, 0.2], [0.6, 0.4]).round(6)
    np.float64(0.196166)
    """
    return answer(JEFFREYS_DIVERGENCE, p, q, base=base, unseen=unseen)
