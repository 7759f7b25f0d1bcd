"""A kernel beside the equation that it computes, for arguments of given types: all that a library's autodiff needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from plogp import _native
from plogp.backend.arrays import Array
from plogp.backend.kernel_arguments import Shape, arguments, memory_of, to_tensor
from plogp.backend.kernels import Kernel
from plogp.typing import Floats

OPERATORS: dict[str, Operator] = {}
"""All of them by their names."""


@dataclass(frozen=True, eq=False)
class Operator:
    """A kernel of a quantity, in nats.

    Attributes
    ----------
    name : str
        `<quantity>.<types>`.
    kernel : Kernel
        What computes it.
    types : tuple of type
        Of its arguments; each says which numbers it holds beside its array.
    equation : function
        The same of distributions of these types.
    slope : function
        Of the same and of the position of one that is held as logits: the gradient by these, by the equation.
    inspected : function
        Of the memory of all arrays: warns of what looks wrong, though it is not.
    """

    name: str
    kernel: Kernel
    types: tuple[Any, ...]
    equation: Callable[..., Array]
    slope: Callable[[Sequence[Any], int], Array]
    inspected: Callable[[Sequence[Floats]], None]

    def __post_init__(self) -> None:
        OPERATORS[self.name] = self

    def held(self, arrays: Sequence[Array], numbers: Sequence[Any]) -> list[Any]:
        """The distributions that arguments of the kernel stand for."""
        rest = iter(numbers)
        return [t(x, **{name: next(rest) for name, _ in t.numbers}) for t, x in zip(self.types, arrays, strict=True)]

    def rows(self, arrays: Sequence[Floats], numbers: Sequence[Any]) -> Floats:
        """The value of each row; Fault where an argument is no distribution."""
        value = self.kernel.rows(*arrays, *numbers)
        self.inspected(arrays)
        return value

    def rows_of_tensors(
        self, tensors: Sequence[Array], numbers: Sequence[Any], shape: Shape, by: Sequence[int] = ()
    ) -> tuple[Array, list[Array | None]]:
        """The same in PyTorch, and the gradients by the arguments in `by`, of the full shape; None by the others."""
        arrays = [x.detach().numpy() for x in tensors]
        value, slopes = self.kernel.with_slopes(arrays, numbers, shape, by)
        self.inspected(arrays)
        return to_tensor(value), [x if x is None else to_tensor(x) for x in slopes]

    def with_gradient(self, held: tuple[Any, ...], of: int, out: Array | None = None) -> tuple[Floats, Floats] | None:
        """The value of each row and its gradient by the logits `of`; None if the kernel cannot take these, or `out`."""
        given = arguments(held) if of in self.kernel.by else None
        if given is None or (out is not None and held[of].axis not in (-1, len(given.shape) - 1)):
            return None
        arrays: list[Any] = [memory_of(x, labels=True) for x in given.arrays]
        z = arrays[of]
        if z is None or z.shape != given.shape or any(x is None for x in arrays):
            return None  # of a row against many the gradient has more rows than the logits
        gradient = _native.empty_aligned(z.shape, z.dtype.name) if out is None else memory_of(out)
        if gradient is None or gradient.shape != z.shape or gradient.dtype != z.dtype or not gradient.flags.writeable:
            return None
        self.inspected(arrays)  # before they may be written over
        slopes = [gradient if i == of else None for i in self.kernel.by]
        return self.kernel.rows(*arrays, *given.numbers, *slopes), gradient
