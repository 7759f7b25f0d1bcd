"""Interaction information: synergy and redundancy of three variables."""

from __future__ import annotations

from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend.arrays import Array
from plogp.distributions.joint import Joint
from plogp.quantities._arguments import for_samples_only, of_one
from plogp.quantities._doors import Observed, estimated
from plogp.quantities._joint import joint
from plogp.theory import joint as equations

if TYPE_CHECKING:
    from plogp.estimators.combination import DiscreteEstimator
    from plogp.theory.estimate import Estimate


@overload
def interaction_information(
    p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None
) -> Estimate: ...
@overload
def interaction_information(p: Joint | Array, /, *, base: float = e) -> Array: ...
@of_one()
def interaction_information(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """Interaction information I(X;Y;Z) = I(X;Y|Z) - I(X;Y): synergy above zero, redundancy below.

    I(X;Y;Z) = I(X;Y|Z) - I(X;Y)

    Parameters
    ----------
    p : joint distribution
        Known: a bare array, whose last three axes are the variables, or `Joint`. Observed: `Counts`, `Table`.
    base : float
        Of the logarithm.
    estimator : DiscreteEstimator, optional
        For observed data only; the quantity is composed from its entropies.

    Returns
    -------
    array (...) or Estimate
        Of either sign: +1 bit for XOR, -1 bit for three copies of a coin. Some authors use the opposite sign.

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        The number of axes is not the number of variables.

    Notes
    -----
    Symmetric in its three variables.

    References
    ----------
    McGill 1954, "Multivariate information transmission", doi:10.1007/BF02289159.

    Examples
    --------
    >>> import plogp
    >>> plogp.interaction_information([[[0.25, 0.0], [0.0, 0.25]], [[0.0, 0.25], [0.25, 0.0]]], base=2).round(6)
    np.float64(1.0)
    """
    if isinstance(p, Observed):
        return estimated("interaction_information", p, base=base, estimator=estimator)
    for_samples_only(estimator=estimator)
    return joint(equations.interaction_information, p, 3, base)
