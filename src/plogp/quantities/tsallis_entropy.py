"""Tsallis entropy: the non-additive family with Gini's impurity at order 2."""

from __future__ import annotations

from plogp.backend.arrays import Array
from plogp.quantities._arguments import of_one
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._order import order_of
from plogp.quantities._quantity import Quantity
from plogp.theory import equations, gradients
from plogp.theory.units import PURE

TSALLIS_ENTROPY = Quantity(
    "tsallis_entropy", equations.tsallis_entropy, PURE, gradients.tsallis_entropy, parameters={"order": order_of}
)


@defines(TSALLIS_ENTROPY)
@of_one("write f_divergence(p, q) to compare two")
def tsallis_entropy(p: Distribution, /, *, order: float) -> Array:
    """Tsallis entropy S_a(P): Shannon's in nats at a = 1, Gini's impurity at a = 2, the support's size less one at 0.

    S_a(P) = (1 - sum p^a) / (a - 1)

    Parameters
    ----------
    p : distribution
        Known.
    order : float
        a, zero or more.

    Returns
    -------
    array (...)
        A pure number, not negative.

    Raises
    ------
    InvalidParameter
        The order is negative or NaN.
    NotADistribution, NotLogits, NotLabels
        What is wrong, where, and how to correct it.

    Notes
    -----
    It has no logarithm, hence no base.

    References
    ----------
    Tsallis 1988, "Possible generalization of Boltzmann-Gibbs statistics", doi:10.1007/BF01016429, eq. 1.

    Examples
    --------
    >>> import plogp
    >>> plogp.tsallis_entropy([0.5, 0.5], order=2)
    np.float64(0.5)
    """
    return answer(TSALLIS_ENTROPY, p, order=order)
