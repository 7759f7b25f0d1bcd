"""Conditional entropy: what is left to learn."""

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

    return OfOneSample(quantities.conditional_entropy)


CONDITIONAL_ENTROPY = JointQuantity("conditional_entropy", equations.conditional_entropy, observed=_observed)


@overload
def conditional_entropy(p: Observed, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Estimate: ...
@overload
def conditional_entropy(p: Joint | Array, /, *, base: float = e) -> Array: ...
@defines(CONDITIONAL_ENTROPY)
@of_one()
def conditional_entropy(p: Any, /, *, base: float = e, estimator: DiscreteEstimator | None = None) -> Any:
    """Conditional entropy H(X|Y): the uncertainty about the first variable that is left once the others are known.

    H(X|Y) = -sum p(x,y)·log p(x|y) = H(X,Y) - H(Y)

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
        Between 0 (Y decides X) and H(X).

    Raises
    ------
    NotADistribution, NotCounts
        The joint distribution does not sum to one, or the counts are none.
    ShapeMismatch
        The number of axes is not the number of variables.

    Notes
    -----
    Of a table of more than two axes all but the first are known.

    References
    ----------
    Cover & Thomas 2006, "Elements of information theory", eq. 2.10.

    Examples
    --------
    >>> import plogp
    >>> plogp.conditional_entropy([[0.4, 0.1], [0.1, 0.4]], base=2).round(6)
    np.float64(0.721928)
    """
    return answer(CONDITIONAL_ENTROPY, p, base=base, estimator=estimator)
