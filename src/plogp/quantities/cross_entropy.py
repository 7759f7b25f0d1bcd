"""Cross-entropy: the average surprise at outcomes of P for one who believes Q."""

from __future__ import annotations

from math import e

from plogp.backend.arrays import Array
from plogp.quantities._doors import Distribution, known
from plogp.theory import equations


def cross_entropy(p: Distribution, q: Distribution, /, *, base: float = e) -> Array:
    """Cross-entropy H(P, Q): the average surprise at outcomes of P for one who believes Q.

    H(P, Q) = -sum p·log q = H(P) + D(P‖Q)

    Parameters
    ----------
    p : distribution
        The truth: `Labels`, `Probs`, `Logits` or a bare array of probabilities.
    q : distribution
        The model. `Logits` are evaluated without forming probabilities; labels select, they are never expanded.
    base : float
        Of the logarithm.

    Returns
    -------
    array (...)
        One number a row, from H(P) to `inf`. The training loss is its `.mean()`.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels
        What is wrong, in which row, and the mend.
    ShapeMismatch
        The outcomes differ in number, or the rows do not broadcast.

    Notes
    -----
    `inf` where P has mass and Q none; nothing is clipped. The gradient with respect to logits is softmax(z) - p.

    References
    ----------
    Cover & Thomas 2006, "Elements of information theory", theorem 5.4.3 (the wrong code).

    Examples
    --------
    >>> import plogp
    >>> plogp.cross_entropy([1, 0, 0], [0.7, 0.2, 0.1]).round(6)
    np.float64(0.356675)
    >>> plogp.cross_entropy(plogp.Labels([0, 2]), plogp.Logits([[2.0, 1.0, 0.1], [2.0, 1.0, 0.1]])).round(6)
    array([0.41703, 2.31703])
    """
    return known(equations.cross_entropy, p, q, base=base)
