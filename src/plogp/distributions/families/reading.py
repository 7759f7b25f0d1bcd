"""Parameters of families as they are handed in: read, checked, and brought into one array library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from plogp.backend.arrays import Array, eager, is_array, is_traced, namespace, real, to_numpy, wide, working
from plogp.distributions.array_input import numbers
from plogp.theory.errors import InvalidParameter, MixedArrays, ShapeMismatch

if TYPE_CHECKING:
    from plogp.distributions.families.domains import Domain


def check_above(what: str, x: Array, least: float) -> None:
    """Raise unless all of a parameter is above a bound that depends on another."""
    if not is_traced(x) and not bool(namespace(x).all(x > least)):
        raise InvalidParameter(f"{what} must be above {least:g}, but it is {to_numpy(x).min():g}")


def shape_of(x: Array, domain: Domain) -> tuple[int, ...]:
    """The axes of a parameter before those of one value."""
    return tuple(x.shape[: x.ndim - domain.axes])


def in_one_library(families: Sequence[Any]) -> tuple[list[Any], Any]:
    """The families with checked parameters in one array library, in wide precision, and the precision that came in."""
    with eager():
        given = [value for family in families for value in family.parameters.values()]
        arrays = [x for x in given if is_array(x)]
        libraries = {namespace(x).__name__: x for x in arrays}
        if len(libraries) > 1:
            raise MixedArrays(f"the parameters are of two array libraries ({' and '.join(libraries)}): convert one")
        floats = [x for x in arrays if namespace(x).isdtype(x.dtype, "real floating")]
        like = (floats or arrays or [None])[0]
        read = [{name: _read(family, name, like) for name in family.parameters} for family in families]
        flat = [x for parameters in read for x in parameters.values()]
        kinds = [working(namespace(x), x).dtype for x in (floats or flat)]
        xp = namespace(*flat)
        dtype = xp.result_type(*kinds) if len(set(kinds)) > 1 else kinds[0]
        in_wide = [
            family.with_arrays({name: xp.astype(x, wide(xp, x), copy=False) for name, x in parameters.items()})
            for family, parameters in zip(families, read, strict=True)
        ]
        for family in in_wide:
            family.check()
        try:
            np.broadcast_shapes(*(family.batch_shape for family in in_wide))
        except (ValueError, RuntimeError):
            shapes = " and ".join(str({name: tuple(x.shape) for name, x in p.items()}) for p in read)
            raise ShapeMismatch(f"the parameters do not broadcast: {shapes}") from None
        return in_wide, dtype


def _read(family: Any, name: str, like: Array | None) -> Array:
    """One parameter as a checked array of floats."""
    what = family.named(name)
    domain = family.domains[name]
    x = numbers(family.parameters[name], what, like)
    xp = namespace(x)
    x = real(xp, x)
    if x.ndim < domain.axes:
        raise ShapeMismatch(f"{what} has {domain.axes} axes or more, but its shape is {tuple(x.shape)}")
    if 0 in x.shape[x.ndim - domain.axes :]:
        raise ShapeMismatch(f"{what} is empty: its shape is {tuple(x.shape)}")
    if domain.axes == 2 and x.shape[-1] != x.shape[-2]:
        raise ShapeMismatch(f"{what} is a square matrix, but its shape is {tuple(x.shape)}")
    if not is_traced(x):
        inside = domain.contains(xp, x)
        if not bool(xp.all(inside)):
            first = np.unravel_index(int(np.argmin(to_numpy(inside))), tuple(inside.shape)) if inside.ndim else ()
            at = tuple(int(i) for i in first)
            where = f" at {at[0] if len(at) == 1 else at}" if at else ""
            held = to_numpy(x)[at]
            shown = f"{held:g}" if np.ndim(held) == 0 else "not"
            raise InvalidParameter(f"{what} must be {domain.words}, but{where} it is {shown}")
    return x
