"""Total variation distance: the largest difference in the probability of any event."""

from __future__ import annotations

from plogp.backend.arrays import Array
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Quantity
from plogp.theory import equations, gradients
from plogp.theory.units import PURE

TOTAL_VARIATION = Quantity("total_variation", equations.total_variation, PURE, gradients.total_variation)


@defines(TOTAL_VARIATION)
def total_variation(p: Distribution, q: Distribution, /) -> Array:
    """Total variation TV(P, Q): the largest difference that P and Q give to any event.

    TV(P, Q) = sum |p - q| / 2

    Parameters
    ----------
    p, q : distribution
        In either order.

    Returns
    -------
    array (...)
        Between 0 and 1, a pure number.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    Pinsker: TV² <= D(P‖Q) / 2, in nats.

    References
    ----------
    Levin & Peres 2017, "Markov chains and mixing times", proposition 4.2.

    Examples
    --------
    >>> import plogp
    >>> plogp.total_variation([0.8, 0.2], [0.6, 0.4]).round(6)
    np.float64(0.2)
    """
    return answer(TOTAL_VARIATION, p, q)
