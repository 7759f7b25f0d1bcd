"""The value of a quantity together with its gradient with respect to logits."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from math import e
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, move_axis, namespace
from plogp.backend.kernel_arguments import is_tensor, to_tensor
from plogp.distributions.logits import Logits
from plogp.quantities._arguments import write_out
from plogp.quantities._catalogue import quantity_of
from plogp.quantities._quantity import Quantity
from plogp.theory.errors import Fault, InvalidParameter, Unanswerable
from plogp.theory.gradients import Slope
from plogp.theory.parameters import shown


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
        Base of the logarithm, for quantities that have one.
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
    known = quantity_of(quantity)
    slope = None if known is None else known.gradient
    if of is None or known is None or slope is None:
        name = shown(quantity) if known is None else known.name
        asked = "no argument is Logits" if of is None else f"{name} has no slope by logits written down"
        raise Unanswerable(f"there is no gradient to give: {asked}")
    if base is not e and not known.unit.has_base:
        raise InvalidParameter(f"{known.name} has no base: it is a pure number")
    known.unit.size(base)
    found = _by_kernel(known, distributions, of, base, out, parameters)
    value, gradient = found or known.value_and_gradient(
        distributions, of, base, _checked(known, slope, distributions, parameters)
    )
    if out is None or gradient is out:
        return value, gradient
    return value, write_out(out, gradient)


def _by_kernel(
    quantity: Quantity, held: tuple[Any, ...], of: int, base: float, out: Array | None, parameters: dict[str, Any]
) -> tuple[Array, Array] | None:
    operator = None if parameters else quantity.operator(held)
    try:
        found = None if operator is None else operator.with_gradient(held, of, out)
    except Fault:  # numbers that are no distribution: the equation's checks say why
        return None
    if found is None:
        return None
    value, gradient = quantity.unit.of_kernel(found[0], base), found[1]
    if quantity.unit.root or base is not e:
        slope = quantity.unit.slope(np, value, base)
        np.multiply(gradient, slope[..., None] if isinstance(slope, np.ndarray) else slope, out=gradient)
    if is_tensor(held[of].z):
        value, gradient = to_tensor(value), to_tensor(gradient)
    return value[()], move_axis(namespace(gradient), gradient, -1, held[of].axis) if out is None else out


def _checked(quantity: Quantity, slope: Slope, held: tuple[Any, ...], parameters: dict[str, Any]) -> dict[str, Any]:
    """What else the quantity takes, checked as it does itself."""
    try:
        signature(slope).bind(*held, of=0, **parameters)
    except TypeError as error:
        raise InvalidParameter(
            f"the gradient of {quantity.name} is not written down for these arguments: {error}"
        ) from None
    return quantity.read(parameters)
