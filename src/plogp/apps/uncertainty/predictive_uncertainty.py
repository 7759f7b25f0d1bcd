"""The uncertainty of an ensemble's prediction: what its members are unsure of, and what they disagree about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import e
from typing import Any, overload

from plogp.apps.uncertainty.members import members_of, weighted_mean
from plogp.backend.arrays import Array, ArrayLike, device_of, without_warnings
from plogp.distributions.families.family import Family
from plogp.distributions.known import Known
from plogp.distributions.pmfs import as_pmfs
from plogp.quantities._mixture_weights import checked_weights
from plogp.quantities._quantity import finished
from plogp.quantities.entropy import entropy
from plogp.quantities.js_divergence import js_divergence
from plogp.theory.pmf import Pmf


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """The entropy of the mixture of all members, in its two parts.

    Attributes
    ----------
    aleatoric : array (...)
        The mean of the members' entropies: what would remain if it were known which member is right.
    epistemic : array (...)
        The Jensen-Shannon divergence of the members, which is the mutual information of the outcome and the member:
        what they disagree about. Never negative, and 0 exactly where all agree.
    """

    aleatoric: Array
    epistemic: Array

    @property
    def total(self) -> Array:
        """Entropy of the mixture: the sum of the two parts."""
        return self.aleatoric + self.epistemic


@dataclass(frozen=True, eq=False)
class ClassUncertainty(Uncertainty):
    """The same of classes, with what only the likeliest classes say.

    Attributes
    ----------
    variation_ratio : array (...)
        The share of the members whose likeliest class is not the one that most members vote for.
    disagreement : array (...)
        The probability that two different members vote for different classes.
    margin : array (...)
        The probability of the likeliest class of the mixture less that of the second.
    """

    variation_ratio: Array
    disagreement: Array
    margin: Array


@overload
def predictive_uncertainty(
    members: Family, /, *, weights: Sequence[float] | None = None, base: float = e
) -> Uncertainty: ...
@overload
def predictive_uncertainty(
    members: Known | ArrayLike | list[Any], /, *, weights: Sequence[float] | None = None, base: float = e
) -> ClassUncertainty: ...
def predictive_uncertainty(members: Any, /, *, weights: Sequence[float] | None = None, base: float = e) -> Any:
    """Uncertainty of a prediction, from an ensemble, Monte Carlo dropout or samples of a posterior.

    H(sum w_m·P_m) = sum w_m·H(P_m) + JS(P_1, …, P_M):   total = aleatoric + epistemic

    Parameters
    ----------
    members : Logits, Probs, an array of probabilities, or a parametric family
        The members on the first axis: (members, ..., classes), or parameters (members, ...).
    weights : sequence of float, optional
        Of the members, not negative, with the sum one; equal if left out.
    base : float
        Base of the logarithm.

    Returns
    -------
    ClassUncertainty, or Uncertainty of a parametric family
        Arrays (...) of the library that came in; of a density the aleatoric part is a differential entropy, which may
        be negative. The parts are differentiable.

    Raises
    ------
    ShapeMismatch
        There is no axis of members, or another number of weights.
    NotADistribution, NotLogits
        What is wrong, where, and how to correct it.

    Notes
    -----
    The epistemic part is a sum of terms that are not negative, not the difference of the other two, which in float32
    leaves noise of both signs where members almost agree. A vote between classes that are equally likely goes to the
    first.

    References
    ----------
    Depeweg, Hernández-Lobato, Doshi-Velez & Udluft 2018, "Decomposition of uncertainty in Bayesian deep learning for
    efficient and risk-sensitive learning". Gal 2016, "Uncertainty in deep learning", for votes.

    Examples
    --------
    >>> from plogp.apps.uncertainty import predictive_uncertainty
    >>> unsure, torn = [[0.5, 0.5], [0.5, 0.5]], [[1.0, 0.0], [0.0, 1.0]]   # two rows of two members
    >>> u = predictive_uncertainty([[row[member] for row in (unsure, torn)] for member in (0, 1)], base=2)
    >>> u.total, u.aleatoric, u.epistemic
    (array([1., 1.]), array([1., 0.]), array([0., 1.]))
    >>> u.variation_ratio, u.disagreement
    (array([0. , 0.5]), array([0., 1.]))
    """
    stack, each = members_of(members)
    w = checked_weights(weights, len(each)) or [1 / len(each)] * len(each)
    aleatoric = weighted_mean(entropy(stack, base=base), w)
    epistemic = js_divergence(*each, weights=w, base=base) if len(each) > 1 else aleatoric * 0.0
    if isinstance(stack, Family):
        return Uncertainty(aleatoric, epistemic)
    (P,) = as_pmfs((stack,))
    with without_warnings(P.xp):
        return ClassUncertainty(aleatoric, epistemic, *_votes(P, w), _margin(P, w))


def _votes(P: Pmf, w: list[float]) -> tuple[Array, Array]:
    """The variation ratio, and the disagreement of two members drawn without replacement, by their weights."""
    xp = P.xp
    top = xp.argmax(P.log_p, axis=-1)[..., None]  # (members, ..., 1)
    classes = xp.arange(P.log_p.shape[-1], dtype=top.dtype, device=device_of(P.log_p))
    votes = weighted_mean(xp.astype(top == classes, P.log_p.dtype), w)  # (..., classes)
    pairs = 1 - sum(share * share for share in w)
    apart = 1 - xp.sum(votes * votes, axis=-1)
    return (
        finished(xp, 1 - xp.max(votes, axis=-1), P.dtype),
        finished(xp, apart / pairs if pairs > 0 else apart * 0.0, P.dtype),
    )


def _margin(P: Pmf, w: list[float]) -> Array:
    p = P.xp.sort(weighted_mean(P.p, w), axis=-1)
    return finished(P.xp, p[..., -1] - p[..., -2] if p.shape[-1] > 1 else p[..., -1], P.dtype)
