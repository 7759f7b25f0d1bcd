"""O-information: whether redundancy or synergy prevails among several variables."""

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
from plogp.theory.ranges import Range

if TYPE_CHECKING:
    from plogp.estimators.discrete.estimator import DiscreteEstimator
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.discrete import quantities
    from plogp.quantities._estimation import OfOneSample

    return OfOneSample(quantities.o_information)


O_INFORMATION = JointQuantity(
    "o_information", equations.o_information, range=Range(), observed=_observed, variables=None
)


@overload
def o_information(p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Estimate: ...
@overload
def o_information(p: Joint | Array, /, *, base: float = e) -> Array: ...
@defines(O_INFORMATION)
@of_one()
def o_information(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """O-information Ω: total correlation less dual total correlation, redundancy above zero, synergy below.

    Ω(X1,…,Xr) = TC(X1,…,Xr) - DTC(X1,…,Xr)

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
        Of either sign: +1 bit for three copies of a coin, -1 bit for XOR.

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        There are fewer than two variables, or some are given beforehand.

    Notes
    -----
    0 for two variables. For three it is I(X;Y) - I(X;Y|Z), the negative of `interaction_information`.

    References
    ----------
    Rosas, Mediano, Gastpar & Jensen 2019, "Quantifying high-order interdependencies via multivariate extensions of the
    mutual information", doi:10.1103/PhysRevE.100.032305.

    Examples
    --------
    >>> import plogp
    >>> xor = [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
    >>> plogp.o_information(xor, base=2).round(6)
    np.float64(-1.0)
    """
    return answer(O_INFORMATION, p, base=base, estimator=estimator)
