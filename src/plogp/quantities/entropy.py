"""Entropy: the average surprise."""

from __future__ import annotations

from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend import kernels
from plogp.backend.arrays import Array
from plogp.distributions.logits import Logits
from plogp.distributions.observations.observed import Observed
from plogp.distributions.probs import Probs
from plogp.quantities._arguments import of_one
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Estimated, Quantity
from plogp.theory import equations, gradients
from plogp.theory.ranges import Range

if TYPE_CHECKING:
    from plogp.estimators.continuous.estimation import EntropyEstimator
    from plogp.estimators.discrete.estimator import DiscreteEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.continuous import estimation
    from plogp.estimators.default import default_entropy
    from plogp.estimators.discrete import quantities
    from plogp.quantities._continuous_estimation import Columns
    from plogp.quantities._estimation import OfOneSample

    return OfOneSample(
        quantities.entropy,
        Columns(
            lambda columns, _, estimator: estimation.entropy(columns, estimator),
            estimation.EntropyEstimator,
            default_entropy,
            Range(),  # a differential entropy can be negative
        ),
    )


ENTROPY = Quantity(
    "entropy",
    equations.entropy,
    gradient=gradients.entropy,
    kernels={(Probs,): kernels.ENTROPY, (Logits,): kernels.ENTROPY_OF_LOGITS},
    observed=_observed,
)


@overload
def entropy(
    p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | EntropyEstimator | None = None
) -> Estimate: ...
@overload
def entropy(p: Distribution, /, *, base: float = e) -> Array: ...
@defines(ENTROPY)
@of_one("write kl_divergence(p, q) or cross_entropy(p, q) to compare two, Samples(x, y) for a joint entropy")
def entropy(p: Any, /, *, base: float = e, estimator: Any = None) -> Any:
    """Entropy H(P): the average surprise at an outcome of P.

    H(P) = -sum p·log p

    Parameters
    ----------
    p : distribution
        Known: a bare array of probabilities (..., k), `Probs`, `Logits`, `Labels`. Observed: `Counts`, `Table`,
        `Samples`; of continuous samples it is the differential entropy, which may be negative.
    base : float
        Base of the logarithm: e for nats, 2 for bits.
    estimator : estimator, optional
        For observed data only; `KozachenkoLeonenko` or a `Spacing` for continuous samples.

    Returns
    -------
    array (...) or Estimate
        Between 0 (one outcome is certain) and log k (all are equally likely).

    Raises
    ------
    NotADistribution
        A row is negative, not finite, or does not sum to one.

    Notes
    -----
    0·log 0 = 0, and the gradient at p = 0 is 0. Time grows with the number of entries.

    References
    ----------
    Shannon 1948, "A mathematical theory of communication", doi:10.1002/j.1538-7305.1948.tb01338.x, section 6.

    Examples
    --------
    >>> import plogp
    >>> plogp.entropy([0.5, 0.5], base=2)
    np.float64(1.0)
    >>> plogp.entropy([[0.9, 0.1], [1.0, 0.0]], base=2).round(6)
    array([0.468996, 0.      ])
    """
    return answer(ENTROPY, p, base=base, estimator=estimator)
