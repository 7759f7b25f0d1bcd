"""Entropy of a model and the log-probability of what happened, in one pass over its logits."""

from __future__ import annotations

from typing import Any

from plogp.backend import policy_kernel
from plogp.backend.arrays import Array, to_numpy
from plogp.distributions.labels import Labels
from plogp.distributions.logits import Logits
from plogp.distributions.pmfs import as_pmfs
from plogp.distributions.validity import warn_of_probabilities
from plogp.quantities._dispatch import Distribution
from plogp.quantities._quantity import evaluated
from plogp.theory import equations
from plogp.theory.pmf import Pmf
from plogp.theory.units import PURE


def entropy_and_log_prob(p: Distribution, q: Distribution, /) -> tuple[Array, Array]:
    """Entropy H(Q) and log-probability log q(y) of each row: what a policy-gradient step needs of a policy.

    (H(Q), log q(y)) = (entropy(q), -cross_entropy(p, q))

    Parameters
    ----------
    p : Labels
        What happened: the actions or tokens, one a row. Of rows of probabilities it is the mean log-probability.
    q : distribution
        The policy: `Logits`, also truncated as its sampler is, or any other known distribution.

    Returns
    -------
    entropy : array (...)
        In nats, from 0 to log k.
    log_prob : array (...)
        In nats, from `-inf` to 0. Rows whose label is ignored have 0 in both.

    Raises
    ------
    NotLogits, NotLabels, NotADistribution, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    The native kernel sums both in one pass over the logits, at about the cost of the cross-entropy alone; with PyTorch
    one more pass writes the gradient of both.

    References
    ----------
    Williams 1992, "Simple statistical gradient-following algorithms for connectionist reinforcement learning",
    doi:10.1007/BF00992696.

    Examples
    --------
    >>> import plogp
    >>> entropy, log_prob = plogp.entropy_and_log_prob(plogp.Labels([0, 2]), plogp.Logits([[2.0, 1.0, 0.1]] * 2))
    >>> entropy.round(6), log_prob.round(6)
    (array([0.846738, 0.846738]), array([-0.41703, -2.31703]))
    """
    if isinstance(p, Labels) and type(q) is Logits:
        values = policy_kernel.entropy_and_log_prob(p, q, _by_equation)
        if values is not None:
            warn_of_probabilities(to_numpy(q.z))
            return values
    return _by_equation(p, q)


def _by_equation(p: Any, q: Any) -> tuple[Array, Array]:
    pmfs = as_pmfs((p, q))

    def entropy(_: Pmf, Q: Pmf) -> Array:
        return equations.entropy(Q)

    def log_prob(P: Pmf, Q: Pmf) -> Array:
        return -equations.cross_entropy(P, Q)

    first, second = (evaluated(equation, pmfs, PURE, 1.0, {}) for equation in (entropy, log_prob))
    return first, second
