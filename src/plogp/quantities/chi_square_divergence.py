"""Pearson's chi-square divergence."""

from __future__ import annotations

from plogp.backend.arrays import Array
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Quantity
from plogp.theory import equations, gradients
from plogp.theory.units import PURE

CHI_SQUARE_DIVERGENCE = Quantity(
    "chi_square_divergence", equations.chi_square_divergence, PURE, gradients.chi_square_divergence
)


@defines(CHI_SQUARE_DIVERGENCE)
def chi_square_divergence(p: Distribution, q: Distribution, /) -> Array:
    """Pearson's chi-square divergence of P from Q: the mean squared relative error of Q's probabilities.

    chi²(P‖Q) = sum (p - q)² / q

    Parameters
    ----------
    p, q : distribution
        Truth and model.

    Returns
    -------
    array (...)
        From 0 to `inf`, a pure number.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    D(P‖Q) <= log(1 + chi²), and near agreement D is half of it.

    References
    ----------
    Pearson 1900, doi:10.1080/14786440009463897.

    Examples
    --------
    >>> import plogp
    >>> plogp.chi_square_divergence([0.8, 0.2], [0.6, 0.4]).round(6)
    np.float64(0.166667)
    """
    return answer(CHI_SQUARE_DIVERGENCE, p, q)
