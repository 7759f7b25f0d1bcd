"""What all known distributions share: they hold, they say what they hold, and JAX can look inside."""

from __future__ import annotations

import sys
from dataclasses import fields
from numbers import Integral
from typing import TYPE_CHECKING, Any, ClassVar

from plogp.backend.arrays import Array, move_axis, namespace
from plogp.theory.errors import ShapeMismatch
from plogp.theory.parameters import shown

if TYPE_CHECKING:
    from plogp.theory.pmf import Pmf

_traced_by_jax: set[type] = set()


class Known:
    """A distribution that is held exactly. Cheap to make: nothing is copied, nothing is looked at before it is used."""

    are_logits: ClassVar[bool] = False  # which may have been meant as probabilities
    are_labels: ClassVar[bool] = False  # one a row, without an axis of outcomes
    data: ClassVar[tuple[str, ...]]  # the fields that hold arrays; the first one decides the array library
    numbers: ClassVar[tuple[tuple[str, str], ...]] = ()  # what a kernel is told beside them: field, type in PyTorch

    def __post_init__(self) -> None:
        if "jax" in sys.modules and type(self) not in _traced_by_jax:
            _register_pytree(type(self))

    @property
    def held(self) -> Any:
        """The array, or nested lists, that the distribution is held as."""
        return getattr(self, self.data[0])

    def pmf(self, like: Array | None) -> Pmf:
        """The checked distribution as the equations see it, in the array library of `like`."""
        raise AssertionError(f"{type(self).__name__} does not say how it becomes a Pmf")


def outcomes_last(x: Array, axis: Any) -> Array:
    """`x` with its axis of outcomes moved to the end; a clear error if it has none."""
    if x.ndim == 0:
        raise ShapeMismatch("a single number is no distribution: the probabilities or logits need an axis of outcomes")
    if not isinstance(axis, Integral):
        raise ShapeMismatch(f"axis is the number of the axis of outcomes, but it is {shown(axis)}")
    if not -x.ndim <= axis < x.ndim:
        raise ShapeMismatch(f"axis {axis} is out of range for an array of {x.ndim} axes, shape {tuple(x.shape)}")
    if x.shape[axis] == 0:
        raise ShapeMismatch(f"the axis of outcomes is empty: shape {tuple(x.shape)}, axis {axis}")
    if axis in (-1, x.ndim - 1):
        return x
    return move_axis(namespace(x), x, int(axis), -1)


def _register_pytree(cls: type[Known]) -> None:
    """Tell JAX which fields of a type are arrays, once, when one is first made beside JAX."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.compiler.is_compiling():  # which traces no more of JAX than that it is there
        return
    _traced_by_jax.add(cls)
    from jax.tree_util import register_dataclass

    rest = [field.name for field in fields(cls) if field.name not in cls.data]  # type: ignore[arg-type]
    register_dataclass(cls, data_fields=list(cls.data), meta_fields=rest)
