"""Perplexity: how many equally likely outcomes it feels like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.distributions.observations.observed import Observed
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Estimated, Quantity
from plogp.theory import equations, gradients
from plogp.theory.ranges import Range
from plogp.theory.units import PURE

if TYPE_CHECKING:
    from plogp.distributions.observations.drawn import Drawn
    from plogp.distributions.observations.scored import Scored
    from plogp.estimators.discrete.estimator import DiscreteEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.discrete import quantities
    from plogp.quantities._estimation import OfOneSample

    return OfOneSample(quantities.perplexity)


PERPLEXITY = Quantity(
    "perplexity", equations.perplexity, PURE, gradients.perplexity, range=Range(1.0), observed=_observed
)


@overload
def perplexity(p: Observed, /, *, estimator: DiscreteEstimator | None = None) -> Estimate: ...
@overload
def perplexity(p: Drawn, q: Scored, /) -> Estimate: ...
@overload
def perplexity(p: Distribution, q: Distribution | None = None, /) -> Array: ...
@defines(PERPLEXITY)
def perplexity(p: Any, q: Any = None, /, *, estimator: DiscreteEstimator | None = None) -> Any:
    """Perplexity exp H(P), or exp H(P, Q): the number of equally likely outcomes that surprise as much.

    PP(P) = exp(H(P)),   PP(P, Q) = exp(H(P, Q))

    Parameters
    ----------
    p : distribution
        The truth.
    q : distribution, optional
        The model.
    estimator : DiscreteEstimator, optional
        For observed data only.

    Returns
    -------
    array (...) or Estimate
        From 1 to k, or to `inf` with a model; a pure number, the same in every base.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    One number a row. The perplexity of a text is exp of the mean of the rows' cross-entropies, not the mean of these:
    it is that of `Drawn` outcomes and what a model `Scored` them, an `Estimate` with its interval.

    References
    ----------
    Jelinek et al. 1977, "Perplexity: a measure of the difficulty of speech recognition tasks", doi:10.1121/1.2016299.

    Examples
    --------
    >>> import plogp
    >>> plogp.perplexity([0.25, 0.25, 0.25, 0.25]).round(6)
    np.float64(4.0)
    """
    return answer(PERPLEXITY, *((p,) if q is None else (p, q)), estimator=estimator)
