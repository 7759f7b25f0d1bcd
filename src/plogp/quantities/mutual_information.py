"""Mutual information: what one variable tells about another."""

from __future__ import annotations

from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.distributions.joint import Joint
from plogp.distributions.observations.observed import Observed
from plogp.quantities._arguments import axes_of, of_one
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import answer
from plogp.quantities._joint_quantity import JointQuantity
from plogp.quantities._quantity import Estimated
from plogp.theory import joint_equations as equations
from plogp.theory.ranges import Range

if TYPE_CHECKING:
    from plogp.estimators.continuous.estimation import DependenceEstimator
    from plogp.estimators.discrete.estimator import DiscreteEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.continuous import estimation
    from plogp.estimators.default import default_dependence
    from plogp.estimators.discrete import quantities
    from plogp.quantities._continuous_estimation import Columns
    from plogp.quantities._estimation import OfOneSample

    columns = Columns(estimation.mutual_information, estimation.DependenceEstimator, default_dependence, Range(0.0))
    return OfOneSample(quantities.mutual_information, columns)


MUTUAL_INFORMATION = JointQuantity(
    "mutual_information", equations.mutual_information, parameters={"given": axes_of}, observed=_observed
)


@overload
def mutual_information(
    p: Observed,
    /,
    *,
    given: int | tuple[int, ...] | None = None,
    base: float = e,
    estimator: DiscreteEstimator | DependenceEstimator | None = None,
) -> Estimate: ...
@overload
def mutual_information(
    p: Joint | Array, /, *, given: int | tuple[int, ...] | None = None, base: float = e
) -> Array: ...
@defines(MUTUAL_INFORMATION)
@of_one()
def mutual_information(
    p: Any,
    /,
    *,
    given: int | tuple[int, ...] | None = None,
    base: float = e,
    estimator: Any = None,
) -> Any:
    """Mutual information I(X;Y): the uncertainty about one variable that the other removes.

    I(X;Y) = sum p(x,y)·log(p(x,y) / (p(x)·p(y))),   I(X;Y|Z) likewise, averaged over Z

    Parameters
    ----------
    p : joint distribution
        Known: a bare array, whose last two axes are the variables, or `Joint`. Observed: `Counts`, `Table`, `Samples`.
    given : int or sequence of int
        Axes that are known beforehand: I(X;Y|Z). `Table` and `Samples` name them themselves.
    base : float
        Base of the logarithm.
    estimator : estimator, optional
        For observed data only. Of counts the quantity is composed from its entropies; `KSG` and its kin are for samples
        with a continuous column.

    Returns
    -------
    array (...) or Estimate
        Between 0 (independent) and the smaller of H(X), H(Y). An `Estimate` is signed: noise can put it below zero.

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        The number of axes is not the number of variables.

    Notes
    -----
    The divergence of the joint distribution from the product of its margins, summed from non-negative terms.

    References
    ----------
    Cover & Thomas 2006, "Elements of information theory", eq. 2.28 and 2.61.

    Examples
    --------
    >>> import plogp
    >>> plogp.mutual_information([[0.4, 0.1], [0.1, 0.4]], base=2).round(6)
    np.float64(0.278072)
    """
    return answer(MUTUAL_INFORMATION, p, base=base, estimator=estimator, given=given)
