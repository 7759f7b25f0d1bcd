"""Rényi divergence: a family around Kullback-Leibler's."""

from __future__ import annotations

from math import e

from plogp.backend.arrays import Array
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._order import renyi_order_of
from plogp.quantities._quantity import Quantity
from plogp.theory import equations, gradients

RENYI_DIVERGENCE = Quantity(
    "renyi_divergence",
    equations.renyi_divergence,
    gradient=gradients.renyi_divergence,
    parameters={"order": renyi_order_of},
)


@defines(RENYI_DIVERGENCE)
def renyi_divergence(p: Distribution, q: Distribution, /, *, order: float, base: float = e) -> Array:
    """Rényi divergence D_a(P‖Q): Kullback-Leibler at a = 1, the worst-case log ratio at infinity.

    D_a(P‖Q) = log(sum p^a·q^(1-a)) / (a - 1)

    Parameters
    ----------
    p, q : distribution
        Truth and model.
    order : float
        a, from 0 to `inf`.
    base : float
        Base of the logarithm.

    Returns
    -------
    array (...)
        From 0 to `inf`, growing with the order.

    Raises
    ------
    InvalidParameter
        The order is negative or NaN.
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    At order 1/2 it is symmetric. Orders of one or more are infinite where P has mass and Q none; smaller orders only
    where the supports are disjoint.

    References
    ----------
    van Erven & Harremoës 2014, "Rényi divergence and Kullback-Leibler divergence", doi:10.1109/TIT.2014.2320500.

    Examples
    --------
    >>> import plogp
    >>> plogp.renyi_divergence([0.8, 0.2], [0.6, 0.4], order=2).round(6)
    np.float64(0.154151)
    """
    return answer(RENYI_DIVERGENCE, p, q, base=base, order=order)
