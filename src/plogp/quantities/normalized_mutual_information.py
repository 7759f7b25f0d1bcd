"""Normalised mutual information: shared information as a share of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.distributions.joint import Joint
from plogp.distributions.observations.observed import Observed
from plogp.quantities._arguments import of_one
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import answer
from plogp.quantities._joint_quantity import JointQuantity
from plogp.quantities._quantity import Estimated
from plogp.theory import joint_equations as equations
from plogp.theory.ranges import Range
from plogp.theory.units import PURE

if TYPE_CHECKING:
    from plogp.estimators.discrete.estimator import DiscreteEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.discrete import quantities
    from plogp.quantities._estimation import OfOneSample

    return OfOneSample(quantities.normalized_mutual_information)


NORMALIZED_MUTUAL_INFORMATION = JointQuantity(
    "normalized_mutual_information",
    equations.normalized_mutual_information,
    PURE,
    range=Range(0.0, 1.0),
    observed=_observed,
)


@overload
def normalized_mutual_information(p: Observed, /, *, estimator: DiscreteEstimator | None = None) -> Estimate: ...
@overload
def normalized_mutual_information(p: Joint | Array, /) -> Array: ...
@defines(NORMALIZED_MUTUAL_INFORMATION)
@of_one()
def normalized_mutual_information(p: Any, /, *, estimator: DiscreteEstimator | None = None) -> Any:
    """Normalised mutual information: 2·I(X;Y) / (H(X) + H(Y)), also known as symmetric uncertainty.

    NMI(X,Y) = 2·I(X;Y) / (H(X) + H(Y))

    Parameters
    ----------
    p : joint distribution
        Known: a bare array, whose last two axes are the variables, or `Joint`. Observed: `Counts`, `Table`.
    estimator : DiscreteEstimator, optional
        For observed data only; the quantity is composed from its entropies.

    Returns
    -------
    array (...) or Estimate
        Between 0 (independent) and 1 (each decides the other), a pure number.

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        The number of axes is not the number of variables.

    Notes
    -----
    0 where both variables are constant, since a constant tells nothing.

    References
    ----------
    Witten et al. 2011, "Data mining", section 7.1 (symmetric uncertainty).

    Examples
    --------
    >>> import plogp
    >>> plogp.normalized_mutual_information([[0.5, 0.0], [0.0, 0.5]]).round(6)
    np.float64(1.0)
    """
    return answer(NORMALIZED_MUTUAL_INFORMATION, p, estimator=estimator)
