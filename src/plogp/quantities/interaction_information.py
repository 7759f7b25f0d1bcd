"""Interaction information: what only all of several variables together have."""

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

    return OfOneSample(quantities.interaction_information)


INTERACTION_INFORMATION = JointQuantity(
    "interaction_information", equations.interaction_information, range=Range(), observed=_observed, variables=None
)


@overload
def interaction_information(
    p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None
) -> Estimate: ...
@overload
def interaction_information(p: Joint | Array, /, *, base: float = e) -> Array: ...
@defines(INTERACTION_INFORMATION)
@of_one()
def interaction_information(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """Interaction information I(X1;…;Xr): how much knowing one variable more changes what the others share.

    I(X1;…;Xr) = I(X1;…;Xr-1 | Xr) - I(X1;…;Xr-1),   I(X1;X2) being their mutual information

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
        Of either sign; of three variables +1 bit for XOR (synergy), -1 bit for three copies of a coin (redundancy).

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        There are fewer than two variables, or some are given beforehand.

    Notes
    -----
    Symmetric in its variables. The sign is that of McGill; the co-information (Bell 2003) is (-1)^r times this, and of
    any number of copies of a coin 1 bit. Each variable more doubles the cost.

    References
    ----------
    McGill 1954, "Multivariate information transmission", doi:10.1007/BF02289159.

    Examples
    --------
    >>> import plogp
    >>> xor = [[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]]
    >>> plogp.interaction_information(xor, base=2).round(6)
    np.float64(1.0)
    """
    return answer(INTERACTION_INFORMATION, p, base=base, estimator=estimator)
