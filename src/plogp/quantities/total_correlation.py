"""Total correlation: what several variables share, counted together."""

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

    return OfOneSample(quantities.total_correlation)


TOTAL_CORRELATION = JointQuantity("total_correlation", equations.total_correlation, observed=_observed, variables=None)


@overload
def total_correlation(p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Estimate: ...
@overload
def total_correlation(p: Joint | Array, /, *, base: float = e) -> Array: ...
@defines(TOTAL_CORRELATION)
@of_one()
def total_correlation(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """Total correlation: how far several variables are from being independent.

    TC(X1,…,Xr) = sum H(Xi) - H(X1,…,Xr)

    Parameters
    ----------
    p : joint distribution
        Known: a bare array, all of whose axes are variables, or `Joint`. Observed: `Counts`, `Table`.
    base : float
        Base of the logarithm.
    estimator : DiscreteEstimator, optional
        For observed data only; the quantity is composed from its entropies.

    Returns
    -------
    array (...) or Estimate
        Not negative; 0 if and only if all are independent.

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        The number of axes is not the number of variables.

    Notes
    -----
    For two variables it is their mutual information.

    References
    ----------
    Watanabe 1960, "Information theoretical analysis of multivariate correlation", doi:10.1147/rd.41.0066.

    Examples
    --------
    >>> import plogp
    >>> plogp.total_correlation([[[0.5, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.5]]], base=2).round(6)
    np.float64(2.0)
    """
    return answer(TOTAL_CORRELATION, p, base=base, estimator=estimator)
