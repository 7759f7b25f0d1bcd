"""The value of a quantity together with its gradient with respect to logits."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isfunction, signature
from math import e, sqrt
from typing import Any

import numpy as np

from plogp.backend import kernels
from plogp.backend.arrays import Array, move_axis
from plogp.distributions.logits import Logits
from plogp.distributions.pmfs import as_pmfs
from plogp.distributions.validity import warn_of_probabilities
from plogp.quantities._arguments import write_out
from plogp.quantities._dispatch import evaluate, order_of, renyi_order_of
from plogp.theory import equations
from plogp.theory.errors import InvalidParameter, Unanswerable
from plogp.theory.gradients import slope_of
from plogp.theory.parameters import shown
from plogp.theory.pmf import Scores
from plogp.theory.units import log_of, root_unit


def value_and_gradient(
    quantity: Callable[..., Array], /, *distributions: Any, base: float = e, out: Array | None = None, **parameters: Any
) -> tuple[Array, Array]:
    """Value of a quantity and its gradient with respect to the logits of the last argument that is `Logits`.

    (D(P, Q), ∂D/∂z)   with Q = softmax(z / T)

    Parameters
    ----------
    quantity : function
        One of plogp's quantities of known distributions, such as `plogp.cross_entropy`.
    *distributions : distribution
        Its arguments, truth first; at least one is `Logits`.
    base : float
        Of the logarithm, for quantities that have one.
    out : array, optional
        Where to write the gradient: C-contiguous, of the shape and dtype of z; may be z itself.
    **parameters
        What else the quantity takes, such as `order=`.

    Returns
    -------
    value : array (...)
        One number a row.
    gradient : array (..., k)
        The derivative of each row's value by that row's logits.

    Raises
    ------
    Unanswerable
        None of the arguments is `Logits`, or the quantity has no slope written down.

    Notes
    -----
    For users of NumPy: PyTorch and JAX differentiate the quantities themselves. With `Labels` against `Logits` the
    gradient is softmax(z) - y, found in the same pass as the loss. 0 for logits of -inf; where the value is infinite,
    the gradient of its finite part.

    References
    ----------
    Goodfellow, Bengio & Courville 2016, "Deep learning", section 6.2.2.3.

    Examples
    --------
    >>> import plogp
    >>> z = plogp.Logits([[2.0, 1.0, 0.1]])
    >>> loss, gradient = plogp.value_and_gradient(plogp.cross_entropy, plogp.Labels([0]), z)
    >>> gradient.round(4)
    array([[-0.341 ,  0.2424,  0.0986]])
    """
    of = max((i for i, d in enumerate(distributions) if isinstance(d, Logits)), default=None)
    name = quantity.__name__ if isfunction(quantity) else shown(quantity)
    slope = slope_of(name) if isfunction(quantity) else None
    if of is None or slope is None:
        asked = "no argument is Logits" if of is None else f"{name} has no slope by logits written down"
        raise Unanswerable(f"there is no gradient to give: {asked}")
    scale, parameters = _scale(quantity, name, base), _checked(slope, name, distributions, parameters)
    fused = kernels.fused_with_gradient(name, distributions, of, out) if not parameters else None
    value, gradient = _generic(name, slope, distributions, of, parameters) if fused is None else fused
    if fused is not None:
        warn_of_probabilities(*distributions)
    if scale != 1.0:
        value, gradient = value * scale, np.multiply(gradient, scale, out=gradient) if fused else gradient * scale
    if out is None or gradient is out:
        return value, gradient
    return value, write_out(out, gradient)


def _generic(
    name: str, slope: Callable[..., Array], held: tuple[Any, ...], of: int, parameters: dict[str, Any]
) -> tuple[Array, Array]:
    pmfs = as_pmfs(held)
    scores = pmfs[of]
    assert isinstance(scores, Scores)
    value = evaluate(getattr(equations, name), *pmfs, **parameters)
    with np.errstate(all="ignore"):
        gradient = slope(*pmfs, of=of, **parameters) / scores.temperature
    gradient = scores.xp.astype(gradient, scores.dtype, copy=False)
    return value, move_axis(scores.xp, gradient, -1, held[of].axis)


def _checked(
    slope: Callable[..., Array], name: str, held: tuple[Any, ...], parameters: dict[str, Any]
) -> dict[str, Any]:
    """What else the quantity takes, checked as it does itself."""
    try:
        signature(slope).bind(*held, of=0, **parameters)
    except TypeError as error:
        raise InvalidParameter(f"the gradient of {name} is not written down for these arguments: {error}") from None
    check = renyi_order_of if name.startswith("renyi") else order_of
    return {key: check(value) if key == "order" else value for key, value in parameters.items()}


def _scale(quantity: Callable[..., Array], name: str, base: float) -> float:
    """What nats are multiplied by."""
    if base is e:
        return 1.0
    if "base" not in signature(quantity).parameters:
        raise InvalidParameter(f"{name} has no base: it is a pure number")
    return 1 / (sqrt(root_unit(base)) if name == "js_distance" else log_of(base))
