"""Kullback-Leibler divergence: what believing Q costs when P is true."""

from __future__ import annotations

from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.quantities._arguments import for_samples_only
from plogp.quantities._dispatch import Distribution, Observed, compared, known
from plogp.theory import equations

if TYPE_CHECKING:
    from plogp.estimators.continuous.estimation import DivergenceEstimator
    from plogp.estimators.discrete.pseudocount import Pseudocount
    from plogp.results.estimate import Estimate


@overload
def kl_divergence(p: Distribution, q: Distribution, /, *, base: float = e) -> Array: ...
@overload
def kl_divergence(
    p: Observed,
    q: Observed | Distribution,
    /,
    *,
    base: float = e,
    estimator: DivergenceEstimator | None = None,
    unseen: Pseudocount | None = None,
) -> Estimate: ...
@overload
def kl_divergence(
    p: Distribution, q: Observed, /, *, base: float = e, unseen: Pseudocount | None = None
) -> Estimate: ...
def kl_divergence(
    p: Any, q: Any, /, *, base: float = e, estimator: Any = None, unseen: Pseudocount | None = None
) -> Any:
    """Kullback-Leibler divergence D(P‖Q): the extra information paid for believing Q when P is true.

    D(P‖Q) = sum p·log(p/q) = H(P, Q) - H(P)

    Parameters
    ----------
    p : distribution
        The truth.
    q : distribution
        The model. The two are not interchangeable.
    base : float
        Of the logarithm.
    estimator : estimator, optional
        For two continuous `Samples`: `NearestNeighbourKL`.
    unseen : Pseudocount, optional
        For samples: what becomes of categories that the second lacks. Without it they make the answer `inf`.

    Returns
    -------
    array (...), or Estimate where one of the arguments was observed
        Never negative, 0 exactly where the arguments are equal, `inf` where P has mass and Q none.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    Summed from terms p·(exp(d) - 1 - d) with d = log q - log p, none of them negative: right to the last digits also
    where P and Q almost agree. No epsilon: a model that forbids what happens is infinitely wrong. `Probs.smoothed` is
    there for who wants it otherwise.

    References
    ----------
    Kullback & Leibler 1951, "On information and sufficiency", doi:10.1214/aoms/1177729694, eq. 2.2.

    Examples
    --------
    >>> import plogp
    >>> plogp.kl_divergence([0.8, 0.2], [0.6, 0.4]).round(6)
    np.float64(0.091516)
    >>> plogp.kl_divergence([0.5, 0.5], [1.0, 0.0])
    np.float64(inf)
    """
    if isinstance(p, Observed) or isinstance(q, Observed):
        return compared("kl_divergence", p, q, base=base, estimator=estimator, unseen=unseen)
    for_samples_only(estimator=estimator, unseen=unseen)
    return known(equations.kl_divergence, p, q, base=base)
