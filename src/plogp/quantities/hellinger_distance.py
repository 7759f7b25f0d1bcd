"""Hellinger distance: the Euclidean distance of the square roots."""

from __future__ import annotations

from plogp.backend.arrays import Array
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Quantity
from plogp.theory import equations, gradients
from plogp.theory.units import PURE

HELLINGER_DISTANCE = Quantity("hellinger_distance", equations.hellinger_distance, PURE, gradients.hellinger_distance)


@defines(HELLINGER_DISTANCE)
def hellinger_distance(p: Distribution, q: Distribution, /) -> Array:
    """Hellinger distance H(P, Q): the Euclidean distance of √p and √q, scaled to at most one.

    H(P, Q) = sqrt(sum (√p - √q)² / 2)

    Parameters
    ----------
    p, q : distribution
        In either order.

    Returns
    -------
    array (...)
        Between 0 and 1, a metric, a pure number.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    H² <= TV <= √2·H. The gradient at equal arguments is defined as 0.

    References
    ----------
    Liese & Vajda 2006, "On divergences and informations", doi:10.1109/TIT.2006.881731.

    Examples
    --------
    >>> import plogp
    >>> plogp.hellinger_distance([1, 0], [0, 1])
    np.float64(1.0)
    """
    return answer(HELLINGER_DISTANCE, p, q)
