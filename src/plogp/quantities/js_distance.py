"""Jensen-Shannon distance: the square root of the divergence, a metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import e

from plogp.backend.arrays import Array
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._mixture_weights import checked_weights
from plogp.quantities.js_divergence import JS_DIVERGENCE
from plogp.theory.units import ROOT

JS_DISTANCE = replace(JS_DIVERGENCE, name="js_distance", unit=ROOT, observed=None)


@defines(JS_DISTANCE)
def js_distance(
    p: Distribution, q: Distribution, /, *more: Distribution, weights: Sequence[float] | None = None, base: float = e
) -> Array:
    """Jensen-Shannon distance: the square root of JS(P, Q), which obeys the triangle inequality.

    d(P, Q) = sqrt(JS(P, Q))

    Parameters
    ----------
    p, q, *more : distribution
        Two or more.
    weights : sequence of float, optional
        As in `js_divergence`.
    base : float
        Base of the logarithm under the root; with 2 the distance of disjoint supports is 1.

    Returns
    -------
    array (...)
        Between 0 and sqrt(H(weights)).

    Raises
    ------
    NotADistribution, NotLogits, NotLabels, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    The gradient at equal arguments, where a distance has a kink, is defined as 0.

    References
    ----------
    Endres & Schindelin 2003, "A new metric for probability distributions", doi:10.1109/TIT.2003.813506.

    Examples
    --------
    >>> import plogp
    >>> plogp.js_distance([1, 0], [0, 1], base=2)
    np.float64(1.0)
    """
    return answer(JS_DISTANCE, p, q, *more, base=base, weights=checked_weights(weights, 2 + len(more)))
