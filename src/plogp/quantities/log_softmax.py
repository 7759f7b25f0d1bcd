"""The logarithm of softmax."""

from __future__ import annotations

from typing import Any

from plogp.backend import kernels
from plogp.backend.arrays import Array
from plogp.backend.maps import Map
from plogp.distributions.logits import Logits
from plogp.distributions.validity import warn_of_probabilities
from plogp.quantities.softmax import by_pmf, mapped


def log_softmax(z: Any, /, *, axis: int = -1, temperature: float = 1.0, out: Array | None = None) -> Array:
    """Logarithm of softmax: the log-probabilities of logits z, in nats.

    log softmax(z) = z / T - log sum exp(z / T)

    Parameters
    ----------
    z : array or nested lists, shape (..., k, ...)
        Logits; -inf for an outcome that cannot be.
    axis : int
        The axis of outcomes.
    temperature : float
        T, above zero.
    out : array, optional
        Where to write the answer: C-contiguous, of the shape of the answer and its dtype; may be z itself.

    Returns
    -------
    array (..., k, ...)
        Not positive; -inf where z is.

    Raises
    ------
    NotLogits
        A row has NaN or inf, or is -inf everywhere.

    Notes
    -----
    The largest outcome is kept apart from the sum of the others, so that the log-probability of an almost certain
    outcome keeps its digits.

    References
    ----------
    Blanchard, Higham & Higham 2021, doi:10.1093/imanum/draa038, eq. 3.7.

    Examples
    --------
    >>> import plogp
    >>> plogp.log_softmax([1000.0, 0.0])
    array([    0., -1000.])
    """
    return mapped(LOG_SOFTMAX, Logits(z, axis, temperature), out)


def _pullback(log_p: Array, upstream: Array) -> Array:
    """u - p·sum(u), with no u where log p is the constant -inf."""
    possible = log_p > -float("inf")
    upstream = upstream.where(possible, 0.0)
    return upstream - log_p.exp() * upstream.sum(-1, keepdim=True)


LOG_SOFTMAX = Map(
    "log_softmax", kernels.LOG_SOFTMAX, by_pmf(lambda scores: scores.log_p), _pullback, warn_of_probabilities
)
