"""Jensen-Shannon divergence: how much a draw tells about which distribution it came from."""

from __future__ import annotations

from collections.abc import Sequence
from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.quantities._arguments import for_samples_only
from plogp.quantities._dispatch import Distribution, Observed, compared, known
from plogp.quantities._mixture_weights import checked_weights
from plogp.theory import equations

if TYPE_CHECKING:
    from plogp.estimators.continuous.estimation import MixtureEstimator
    from plogp.results.estimate import Estimate


@overload
def js_divergence(
    p: Observed,
    q: Observed | Distribution,
    /,
    *more: Observed | Distribution,
    weights: Sequence[float] | None = None,
    base: float = e,
    estimator: MixtureEstimator | None = None,
) -> Estimate: ...
@overload
def js_divergence(
    p: Distribution, q: Distribution, /, *more: Distribution, weights: Sequence[float] | None = None, base: float = e
) -> Array: ...
def js_divergence(
    p: Any, q: Any, /, *more: Any, weights: Sequence[float] | None = None, base: float = e, estimator: Any = None
) -> Any:
    """Jensen-Shannon divergence JS(P, Q, …): what a draw tells about which of the distributions it came from.

    JS = sum w_i·D(P_i‖M),   M = sum w_i·P_i

    Parameters
    ----------
    p, q, *more : distribution
        Two or more.
    weights : sequence of float, optional
        Not negative, with the sum one; equal if left out.
    base : float
        Of the logarithm.
    estimator : estimator, optional
        For continuous `Samples`: `MixedKSG`, for JS is the information between a draw and where it came from.

    Returns
    -------
    array (...), or Estimate where one of the arguments was observed
        Between 0 (all equal, exactly) and H(weights), reached exactly by disjoint supports: 1 bit for two.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    Always finite, and never NaN: near agreement it is computed from the differences of the members, not from a rounded
    mixture. With the members of an ensemble it is their disagreement (the epistemic part of the total entropy).

    References
    ----------
    Lin 1991, "Divergence measures based on the Shannon entropy", doi:10.1109/18.61115, eq. 5.1.

    Examples
    --------
    >>> import plogp
    >>> plogp.js_divergence([1, 0], [0, 1], base=2)
    np.float64(1.0)
    >>> plogp.js_divergence([0.9, 0.1], [0.8, 0.2], [0.7, 0.3], base=2).round(6)
    np.float64(0.03119)
    """
    if any(isinstance(d, Observed) for d in (p, q, *more)):
        shares = checked_weights(weights, 2 + len(more))
        return compared("js_divergence", p, q, *more, base=base, estimator=estimator, weights=shares)
    for_samples_only(estimator=estimator)
    if weights is None and not more:
        return known(equations.js_divergence, p, q, base=base)
    return known(equations.js_divergence, p, q, *more, base=base, weights=checked_weights(weights, 2 + len(more)))
