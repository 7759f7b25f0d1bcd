"""Kullback-Leibler divergence: what believing Q costs when P is true."""

from __future__ import annotations

from functools import partial
from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend import kernels
from plogp.backend.arrays import Array
from plogp.distributions.logits import Logits
from plogp.distributions.observations.observed import Observed
from plogp.distributions.probs import Probs
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Estimated, Quantity
from plogp.theory import equations, gradients

if TYPE_CHECKING:
    from plogp.estimators.continuous.estimation import DivergenceEstimator
    from plogp.estimators.discrete.pseudocount import Pseudocount
    from plogp.estimators.divergences.drawn_ratios import RatioEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.continuous import estimation as continuous
    from plogp.estimators.default import DISCRETE, DIVERGENCE
    from plogp.estimators.divergences import estimation
    from plogp.quantities._continuous_estimation import Rows
    from plogp.quantities._estimation import OfSeveralSamples

    rows = Rows(continuous.kl_divergence, continuous.DivergenceEstimator, DIVERGENCE)
    return OfSeveralSamples(partial(estimation.kl_divergence, entropy=DISCRETE), rows)


KL_DIVERGENCE = Quantity(
    "kl_divergence",
    equations.kl_divergence,
    gradient=gradients.kl_divergence,
    kernels={(Probs, Probs): kernels.KL, (Logits, Logits): kernels.KL_OF_LOGITS},
    pairs=kernels.KL_OF_ALL_PAIRS,
    observed=_observed,
)


@overload
def kl_divergence(p: Distribution, q: Distribution, /, *, base: float = e) -> Array: ...
@overload
def kl_divergence(
    p: Observed,
    q: Observed | Distribution,
    /,
    *,
    base: float = e,
    estimator: DivergenceEstimator | RatioEstimator | None = None,
    unseen: Pseudocount | None = None,
) -> Estimate: ...
@overload
def kl_divergence(
    p: Distribution, q: Observed, /, *, base: float = e, unseen: Pseudocount | None = None
) -> Estimate: ...
@defines(KL_DIVERGENCE)
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
        Base of the logarithm.
    estimator : estimator, optional
        For two continuous `Samples`: `NearestNeighbourKL`. For `Drawn` and `Scored`: `LogRatio`, `HalfSquare` or
        `BregmanRatio`.
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
    return answer(KL_DIVERGENCE, p, q, base=base, estimator=estimator, unseen=unseen)
