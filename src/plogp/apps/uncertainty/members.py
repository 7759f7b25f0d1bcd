"""The members of an ensemble: all together, and each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plogp.backend.arrays import Array, is_array, namespace, wide
from plogp.distributions.array_input import numbers
from plogp.distributions.families.family import Family
from plogp.distributions.families.reading import in_one_library
from plogp.distributions.known import Known, outcomes_last
from plogp.distributions.logits import Logits
from plogp.distributions.probs import Probs
from plogp.theory.errors import ShapeMismatch, Unanswerable


def members_of(stack: Any) -> tuple[Any, list[Any]]:
    """The ensemble with its outcomes on the last axis, and a list of its members, those on the first axis."""
    if isinstance(stack, Family):
        return _of_family(stack)
    held = stack if isinstance(stack, Logits | Probs) else Probs(stack)
    if isinstance(stack, Known) and held is not stack:
        raise Unanswerable(
            f"an ensemble is held as Logits, Probs or an array of probabilities, not as {type(stack).__name__}"
        )
    x = outcomes_last(numbers(held.held, "the members"), held.axis)
    if x.ndim < 2 or not x.shape[0]:
        raise ShapeMismatch(
            f"an ensemble has the shape (members, ..., classes), with one member at least, but it is {tuple(x.shape)}"
        )
    whole = replace(held, **{held.data[0]: x, "axis": -1})
    return whole, [_member(whole, i, x.ndim) for i in range(x.shape[0])]


def _member(whole: Any, i: int, axes: int) -> Any:
    """One member; a temperature may have the axis of members too."""
    own = {name: getattr(whole, name) for name in whole.data}
    cut = {name: x[min(i, x.shape[0] - 1), ...] for name, x in own.items() if is_array(x) and x.ndim == axes}
    return replace(whole, **cut)


def _of_family(family: Family) -> tuple[Family, list[Family]]:
    (read,), _ = in_one_library([family])
    shape = read.batch_shape
    if not shape or not shape[0]:
        raise ShapeMismatch(f"an ensemble has parameters of the shape (members, ...), but it is {shape}")
    parameters = {}
    for name, x in family.parameters.items():
        held = numbers(x, name)
        parameters[name] = (held, held.ndim - family.domains[name].axes == len(shape))
    each = [
        family.with_arrays({
            name: (x[min(i, x.shape[0] - 1), ...] if whole else x) for name, (x, whole) in parameters.items()
        })
        for i in range(shape[0])
    ]  # fmt: skip
    return family, each


def weighted_mean(x: Array, w: list[float]) -> Array:
    """The mean over the members, accumulated in wide precision, in the precision of `x`."""
    xp = namespace(x)
    return xp.astype(sum(share * xp.astype(x[i, ...], wide(xp, x), copy=False) for i, share in enumerate(w)), x.dtype)
