"""A quantity between every row of one set and every row of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import e
from typing import Any

from plogp.backend import kernels
from plogp.backend.arrays import Array, is_array, namespace
from plogp.backend.kernel_arguments import any_tensor, to_tensor
from plogp.distributions.array_input import numbers
from plogp.distributions.known import Known
from plogp.distributions.logits import Logits
from plogp.distributions.probs import Probs
from plogp.quantities._catalogue import quantity_of
from plogp.quantities._quantity import Quantity
from plogp.theory.errors import Fault, InvalidParameter, ShapeMismatch, Unanswerable
from plogp.theory.parameters import called, shown

_BLOCK = 1 << 22  # numbers that the generic formula may hold at a time


def pairwise(quantity: Callable[..., Array], P: Any, Q: Any = None, /, *, base: float = e, **parameters: Any) -> Array:
    """Matrix of a quantity between the rows of P and the rows of Q, or of P with itself.

    D[i, j] = quantity(P[i], Q[j])

    Parameters
    ----------
    quantity : function
        A quantity of two distributions: `kl_divergence`, `js_divergence`, `js_distance`, `cross_entropy`,
        `hellinger_distance`, `total_variation`, or any other.
    P : distribution, shape (n, k)
        Truths, one a row.
    Q : distribution, shape (m, k), optional
        Models, one a row.
    base : float
        Base of the logarithm, for quantities that have one.
    **parameters
        What else the quantity takes, such as `order=`.

    Returns
    -------
    array (n, m)
        Right to the last digits for rows that almost agree, too; exactly 0 for rows that do.

    Raises
    ------
    ShapeMismatch
        A set of rows does not have two axes, or the rows differ in length.
    NotADistribution, NotLogits
        What is wrong, where, and how to correct it.

    Notes
    -----
    Kullback-Leibler of probabilities is a matrix product, Jensen-Shannon one logarithm an entry; pairs that would
    cancel are done again term by term. Anything else goes through the formula in blocks of bounded memory.

    References
    ----------
    Lin 1991, doi:10.1109/18.61115; Kullback & Leibler 1951, doi:10.1214/aoms/1177729694.

    Examples
    --------
    >>> import plogp
    >>> plogp.pairwise(plogp.js_divergence, [[1, 0], [0, 1], [0.5, 0.5]], base=2).round(3)
    array([[0.   , 1.   , 0.311],
           [1.   , 0.   , 0.311],
           [0.311, 0.311, 0.   ]])
    """
    rows, columns = _rows(P), _rows(P if Q is None else Q)
    known = None if parameters else quantity_of(quantity)
    value = None if known is None else _by_kernel(known, rows, rows if Q is None else columns, base)
    if value is not None:
        return value
    if base is not e:
        parameters["base"] = base
    n, m = rows.held.shape[0], columns.held.shape[0]
    step = max(1, _BLOCK // max(1, m * columns.held.shape[-1]))
    across = _with(columns, columns.held[None, ...])
    slices = (slice(i, min(i + step, n)) for i in range(0, max(n, 1), step))
    what = "a quantity of two distributions, such as plogp.kl_divergence,"
    blocks = [called(what, quantity, _with(rows, rows.held[some, None, :]), across, **parameters) for some in slices]
    if any(not is_array(block) or block.ndim != 2 for block in blocks):
        raise InvalidParameter(f"{what} is {shown(quantity)}, but it gives no array of all pairs")
    return namespace(rows.held).concat(blocks, axis=0)


def _by_kernel(quantity: Quantity, rows: Known, columns: Known, base: float) -> Array | None:
    """The matrix by the kernel of all pairs; None where there is none for these rows, or they are no distributions."""
    if quantity.pairs is None or not (type(rows) is type(columns) is Probs):
        return None
    call = kernels.of_all_pairs(quantity.pairs, rows, columns)
    if call is None:
        return None
    try:
        value = quantity.unit.of_kernel(call(), base)
    except Fault:  # the formula says which row, and why
        return None
    return to_tensor(value) if any_tensor((rows,)) else value


def _rows(held: Any) -> Known:
    """A set of rows, its outcomes on the last of two axes."""
    d = held if isinstance(held, Known) else Probs(held)
    if not isinstance(d, Probs | Logits):
        raise Unanswerable(f"pairwise compares rows of probabilities or logits; {type(d).__name__} holds none")
    x = numbers(d.held, "a set of rows")
    if x.ndim != 2:
        raise ShapeMismatch(f"a set of rows has two axes, (rows, outcomes), but this one has shape {tuple(x.shape)}")
    axis = getattr(d, "axis", -1)
    return _with(d, x if axis in (-1, 1) else x.T)


def _with(d: Known, x: Array) -> Known:
    return replace(d, **{d.data[0]: x, "axis": -1})  # type: ignore[type-var]
