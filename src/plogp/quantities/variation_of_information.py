"""Variation of information: a metric between two variables."""

from __future__ import annotations

from math import e
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

if TYPE_CHECKING:
    from plogp.estimators.discrete.estimator import DiscreteEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.discrete import quantities
    from plogp.quantities._estimation import OfOneSample

    return OfOneSample(quantities.variation_of_information)


VARIATION_OF_INFORMATION = JointQuantity(
    "variation_of_information", equations.variation_of_information, observed=_observed
)


@overload
def variation_of_information(
    p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None
) -> Estimate: ...
@overload
def variation_of_information(p: Joint | Array, /, *, base: float = e) -> Array: ...
@defines(VARIATION_OF_INFORMATION)
@of_one()
def variation_of_information(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """Variation of information: what each of two variables does not tell about the other.

    VI(X,Y) = H(X|Y) + H(Y|X)

    Parameters
    ----------
    p : joint distribution
        Known: a bare array, whose last two axes are the variables, or `Joint`. Observed: `Counts`, `Table`.
    base : float
        Base of the logarithm.
    estimator : DiscreteEstimator, optional
        For observed data only; the quantity is composed from its entropies.

    Returns
    -------
    array (...) or Estimate
        Between 0 (each decides the other) and H(X) + H(Y).

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        The number of axes is not the number of variables.

    Notes
    -----
    A metric, for instance between two clusterings.

    References
    ----------
    Meilă 2007, "Comparing clusterings", doi:10.1016/j.jmva.2006.11.013, eq. 16.

    Examples
    --------
    >>> import plogp
    >>> plogp.variation_of_information([[0.25, 0.25], [0.25, 0.25]], base=2)
    np.float64(2.0)
    """
    return answer(VARIATION_OF_INFORMATION, p, base=base, estimator=estimator)
