"""Jensen-Shannon divergence: how much a draw tells about which distribution it came from."""

from __future__ import annotations

from collections.abc import Sequence
from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend import kernels
from plogp.backend.arrays import Array
from plogp.distributions.logits import Logits
from plogp.distributions.observations.observed import Observed
from plogp.distributions.probs import Probs
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._mixture_weights import bounded, checked_weights
from plogp.quantities._quantity import Estimated, Quantity
from plogp.theory import equations, gradients

if TYPE_CHECKING:
    from plogp.estimators.continuous.estimation import MixtureEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.continuous import estimation as continuous
    from plogp.estimators.default import MIXTURE
    from plogp.estimators.divergences import estimation
    from plogp.quantities._continuous_estimation import Rows
    from plogp.quantities._estimation import OfSeveralSamples

    rows = Rows(bounded(continuous.js_divergence), continuous.MixtureEstimator, MIXTURE)
    return OfSeveralSamples(bounded(estimation.js_divergence), rows)


JS_DIVERGENCE = Quantity(
    "js_divergence",
    equations.js_divergence,
    gradient=gradients.js_divergence,
    kernels={(Probs, Probs): kernels.JS, (Logits, Logits): kernels.JS_OF_LOGITS},
    pairs=kernels.JS_OF_ALL_PAIRS,
    parameters={"weights": lambda checked: checked},
    observed=_observed,
)


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
@defines(JS_DIVERGENCE)
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
        Base of the logarithm.
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
    shares = checked_weights(weights, 2 + len(more))
    return answer(JS_DIVERGENCE, p, q, *more, base=base, estimator=estimator, weights=shares)
