"""Rényi entropy: a family from the size of the support to the most likely outcome."""

from __future__ import annotations

from math import e

from plogp.backend.arrays import Array
from plogp.quantities._arguments import of_one
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._order import renyi_order_of
from plogp.quantities._quantity import Quantity
from plogp.theory import equations, gradients

RENYI_ENTROPY = Quantity(
    "renyi_entropy", equations.renyi_entropy, gradient=gradients.renyi_entropy, parameters={"order": renyi_order_of}
)


@defines(RENYI_ENTROPY)
@of_one("write renyi_divergence(p, q) to compare two")
def renyi_entropy(p: Distribution, /, *, order: float, base: float = e) -> Array:
    """Rényi entropy H_a(P): Shannon's at a = 1, log of the support's size at 0, the min-entropy at infinity.

    H_a(P) = log(sum p^a) / (1 - a)

    Parameters
    ----------
    p : distribution
        Known.
    order : float
        a, from 0 to `inf`.
    base : float
        Base of the logarithm.

    Returns
    -------
    array (...)
        Between 0 and log k, falling as the order grows.

    Raises
    ------
    InvalidParameter
        The order is negative or NaN.
    NotADistribution, NotLogits, NotLabels
        What is wrong, where, and how to correct it.

    Notes
    -----
    Continuous through order 1, where it keeps its digits.

    References
    ----------
    Rényi 1961, "On measures of entropy and information", eq. 1.21.

    Examples
    --------
    >>> import plogp
    >>> plogp.renyi_entropy([0.5, 0.25, 0.25], order=2, base=2).round(6)
    np.float64(1.415037)
    """
    return answer(RENYI_ENTROPY, p, base=base, order=order)
