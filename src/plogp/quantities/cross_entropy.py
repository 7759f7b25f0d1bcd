"""Cross-entropy: the average surprise at outcomes of P for one who believes Q."""

from __future__ import annotations

from functools import partial
from math import e
from typing import TYPE_CHECKING, Any, overload

from plogp.backend import kernels
from plogp.backend.arrays import Array
from plogp.distributions.labels import Labels
from plogp.distributions.logits import Logits
from plogp.distributions.observations.observed import Observed
from plogp.distributions.probs import Probs
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Estimated, Quantity
from plogp.theory import equations, gradients

if TYPE_CHECKING:
    from plogp.estimators.discrete.pseudocount import Pseudocount
    from plogp.results.estimate import Estimate


def _observed() -> Estimated:
    from plogp.estimators.default import DISCRETE
    from plogp.estimators.divergences import estimation
    from plogp.quantities._estimation import OfSeveralSamples

    return OfSeveralSamples(partial(estimation.cross_entropy, entropy=DISCRETE))


CROSS_ENTROPY = Quantity(
    "cross_entropy",
    equations.cross_entropy,
    gradient=gradients.cross_entropy,
    kernels={
        (Probs, Probs): kernels.CROSS_ENTROPY,
        (Labels, Logits): kernels.CROSS_ENTROPY_OF_LABELS,
        (Probs, Logits): kernels.CROSS_ENTROPY_OF_PROBS_AND_LOGITS,
    },
    pairs=kernels.CROSS_ENTROPY_OF_ALL_PAIRS,
    observed=_observed,
)


@overload
def cross_entropy(p: Distribution, q: Distribution, /, *, base: float = e) -> Array: ...
@overload
def cross_entropy(
    p: Observed, q: Observed | Distribution, /, *, base: float = e, unseen: Pseudocount | None = None
) -> Estimate: ...
@overload
def cross_entropy(
    p: Distribution, q: Observed, /, *, base: float = e, unseen: Pseudocount | None = None
) -> Estimate: ...
@defines(CROSS_ENTROPY)
def cross_entropy(p: Any, q: Any, /, *, base: float = e, unseen: Pseudocount | None = None) -> Any:
    """Cross-entropy H(P, Q): the average surprise at outcomes of P for one who believes Q.

    H(P, Q) = -sum p·log q = H(P) + D(P‖Q)

    Parameters
    ----------
    p : distribution
        The truth: `Labels`, `Probs`, `Logits` or a bare array of probabilities.
    q : distribution
        The model. `Logits` are evaluated without forming probabilities; labels select, they are never expanded.
    base : float
        Base of the logarithm.
    unseen : Pseudocount, optional
        For samples: what becomes of categories that the second lacks. Without it they make the answer `inf`.

    Returns
    -------
    array (...), or Estimate where one of the arguments was observed
        One number a row, from H(P) to `inf`. The training loss is its `.mean()`.

    Raises
    ------
    NotADistribution, NotLogits, NotLabels
        What is wrong, in which row, and how to correct it.
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
    return answer(CROSS_ENTROPY, p, q, base=base, unseen=unseen)
