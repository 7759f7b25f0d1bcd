"""Perplexity: how many equally likely outcomes it feels like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.quantities._arguments import for_samples_only
from plogp.quantities._dispatch import Distribution, Observed, estimated, known
from plogp.theory import equations
from plogp.theory.errors import Unanswerable

if TYPE_CHECKING:
    from plogp.estimators.discrete.entropy_combination import DiscreteEstimator
    from plogp.results.estimate import Estimate


@overload
def perplexity(p: Observed, /, *, estimator: DiscreteEstimator | None = None) -> Estimate: ...
@overload
def perplexity(p: Distribution, q: Distribution | None = None, /) -> Array: ...
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
    One number a row. The perplexity of a text is exp of the mean of the rows' cross-entropies, not the mean of these.

    References
    ----------
    Jelinek et al. 1977, "Perplexity: a measure of the difficulty of speech recognition tasks", doi:10.1121/1.2016299.

    Examples
    --------
    >>> import plogp
    >>> plogp.perplexity([0.25, 0.25, 0.25, 0.25]).round(6)
    np.float64(4.0)
    """
    if isinstance(p, Observed):
        if q is not None:
            raise Unanswerable(
                "the perplexity of a model is not estimated from a sample: take exp of cross_entropy(p, q)"
            )
        return estimated("perplexity", p, estimator=estimator)
    for_samples_only(estimator=estimator)
    return known(equations.perplexity, p) if q is None else known(equations.perplexity, p, q)
