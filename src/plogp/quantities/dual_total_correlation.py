"""Dual total correlation: what several variables share, outside of what each has alone."""

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

    return OfOneSample(quantities.dual_total_correlation)


DUAL_TOTAL_CORRELATION = JointQuantity(
    "dual_total_correlation", equations.dual_total_correlation, observed=_observed, variables=None
)


@overload
def dual_total_correlation(
    p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None
) -> Estimate: ...
@overload
def dual_total_correlation(p: Joint | Array, /, *, base: float = e) -> Array: ...
@defines(DUAL_TOTAL_CORRELATION)
@of_one()
def dual_total_correlation(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """Dual total correlation: the part of the joint entropy that no variable has for itself alone.

    DTC(X1,…,Xr) = H(X1,…,Xr) - sum H(Xi | all others)

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
        There are fewer than two variables, or some are given beforehand.

    Notes
    -----
    For two variables it is their mutual information. Summed from r - 1 conditional mutual informations, none negative.

    References
    ----------
    Han 1978, "Nonnegative entropy measures of multivariate symmetric correlations", doi:10.1016/S0019-9958(78)90275-9.

    Examples
    --------
    >>> import plogp
    >>> xor = [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
    >>> plogp.dual_total_correlation(xor, base=2).round(6)
    np.float64(2.0)
    """
    return answer(DUAL_TOTAL_CORRELATION, p, base=base, estimator=estimator)
