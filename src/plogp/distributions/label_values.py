"""What labels may be: whole numbers, names, booleans; and their places among the classes."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, default_float, place, to_numpy
from plogp.distributions.array_input import to_array
from plogp.distributions.observations.missing import is_missing
from plogp.theory.errors import InvalidParameter, NotLabels
from plogp.theory.parameters import shown

MOST_CLASSES = 2**31 - 1  # that can be numbered where an array library has 32-bit integers alone


def are_names(y: Array) -> bool:
    """Whether labels are text."""
    return isinstance(y, np.ndarray) and y.dtype.kind in "UOST"


def whole(xp: Any, y: Array) -> Array:
    """Integers and booleans as the widest integers that the library has; floats as they are."""
    if xp.isdtype(y.dtype, "real floating"):
        return y
    return xp.astype(y, xp.int64 if default_float(xp) == xp.float64 else xp.int32)


def holds(xp: Any, y: Array, label: Any) -> bool:
    """Whether the type of an array of labels holds this one."""
    limits = xp.iinfo(y.dtype) if xp.isdtype(y.dtype, "integral") else None
    return limits is None or limits.min <= label <= limits.max


def places_of(xp: Any, y: Array, classes: tuple[Any, ...]) -> Array:
    """The place of each number among the classes; -1 where it is none of them."""
    if not all(isinstance(label, Real) for label in classes):
        raise NotLabels(
            "labels are numbers, but classes= are names: give the names, or leave classes= out for class numbers"
        )
    y, known = whole(xp, y), np.asarray(classes)
    order = np.array([i for i in np.argsort(known) if holds(xp, y, classes[i])], dtype=np.int64)
    if not order.size:
        return xp.zeros_like(y) - 1
    ascending, places = xp.astype(place(known[order], y), y.dtype), whole(xp, place(order, y))
    at = xp.searchsorted(ascending, xp.reshape(y, (-1,)))
    at = xp.where(at < order.size, at, order.size - 1)
    hit = xp.take(ascending, at, axis=0) == xp.reshape(y, (-1,))
    return xp.reshape(xp.where(hit, xp.take(places, at, axis=0), -1), y.shape)


def of_objects(y: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Labels held as Python objects, as numbers or names."""
    held = [value.item() if isinstance(value, np.generic) else value for value in y.ravel().tolist()]
    gone = next((i for i, value in enumerate(held) if is_missing(value)), None)
    if gone is not None:
        at = tuple(int(i) for i in np.unravel_index(gone, y.shape))
        raise NotLabels(
            f"label {held[gone]!r} at position {at} is missing: leave its row out, or write a label there that ignore= "
            "names"
        )
    kinds = {type(value) for value in held}
    if kinds == {str}:
        return y
    if kinds == {int} and any(abs(value) >= 2**63 for value in held):
        raise NotLabels("labels beyond 64 bits: make names of them, str(x)")
    if kinds <= {int, bool, float} and (made := np.array(held)).dtype.kind in "biuf":
        return made.reshape(y.shape)
    kind = ", ".join(sorted(kind.__name__ for kind in kinds))
    raise NotLabels(f"labels are of several kinds, or objects ({kind}): make them numbers, names or booleans")


def checked_classes(classes: Any) -> int | tuple[Any, ...]:
    """The number of classes, or all labels as a tuple."""
    if isinstance(classes, int | np.integer) and classes is not True and 0 < classes <= MOST_CLASSES:
        return int(classes)
    if isinstance(classes, tuple) and all(isinstance(label, str | int | float) for label in classes):
        labels = classes  # as below already
    elif isinstance(classes, Integral | Real | str | bytes | dict | set) or not hasattr(classes, "__len__"):
        raise InvalidParameter(f"classes must be their number or a sequence of all labels, but it is {shown(classes)}")
    else:
        labels = tuple(entries.tolist()) if (entries := to_numpy(to_array(classes))).ndim == 1 else ()
    if not labels or len(set(labels)) < len(labels):
        raise InvalidParameter("classes= must hold every label once, in the order of the model's outputs")
    if any(isinstance(label, int) and abs(label) >= 2**63 for label in labels):
        raise InvalidParameter("classes= hold a number beyond 64 bits: make names of them, str(x)")
    return labels
