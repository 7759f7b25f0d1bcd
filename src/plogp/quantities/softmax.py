"""Softmax: logits to probabilities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plogp.backend import kernels
from plogp.backend.arrays import Array, eager, move_axis, without_warnings
from plogp.backend.maps import Map
from plogp.distributions.logits import Logits
from plogp.distributions.validity import warn_of_probabilities
from plogp.quantities._arguments import write_out
from plogp.theory.errors import Fault
from plogp.theory.pmf import Pmf


def softmax(z: Any, /, *, axis: int = -1, temperature: float = 1.0, out: Array | None = None) -> Array:
    """Softmax: the probabilities of logits z.

    softmax(z) = exp(z / T) / sum exp(z / T)

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
        Rows that sum to one, in the precision of z; float32 for half precision.

    Raises
    ------
    NotLogits
        A row has NaN or inf, or is -inf everywhere.

    Notes
    -----
    The largest logit is subtracted first: no overflow. Where it is too extreme its gradient vanishes; cross-entropy
    from `Logits` keeps it, so do not take the logarithm of this.

    References
    ----------
    Blanchard, Higham & Higham 2021, "Accurately computing the log-sum-exp and softmax functions",
    doi:10.1093/imanum/draa038.

    Examples
    --------
    >>> import plogp
    >>> plogp.softmax([2.0, 1.0, 0.1]).round(4)
    array([0.659 , 0.2424, 0.0986])
    """
    return mapped(SOFTMAX, Logits(z, axis, temperature), out)


def mapped(over: Map, logits: Logits, out: Array | None) -> Array:
    """Softmax or its logarithm, in the axes and the precision of the logits."""
    try:
        value = over.by_kernel(logits, out)
    except Fault:  # the equation says what is wrong with the numbers
        value = None
    if value is None:
        value = over.equation(logits.z, logits.temperature, logits.axis)
    return value if out is None or value is out else write_out(out, value)


def by_pmf(of: Callable[[Pmf], Array]) -> Callable[..., Array]:
    """The same of what the equations know of the logits."""

    def equation(z: Any, temperature: float | Array, axis: int = -1) -> Array:
        with eager():
            scores = Logits(z, axis, temperature).pmf(None)
        with without_warnings(scores.xp):
            value = of(scores)
        return scores.xp.astype(move_axis(scores.xp, value, -1, axis), scores.dtype, copy=False)

    return equation


SOFTMAX = Map(
    "softmax",
    kernels.SOFTMAX,
    by_pmf(lambda scores: scores.p),
    lambda p, upstream: p * (upstream - (p * upstream).sum(-1, keepdim=True)),
    warn_of_probabilities,
)
