"""What a quantity is: its equation and all that plogp knows of it beside, in one object of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import e
from typing import Any, Protocol

import numpy as np

from plogp.backend.arrays import Array, Namespace, is_array, move_axis, namespace, without_warnings
from plogp.backend.kernel_arguments import any_tensor, arguments
from plogp.backend.kernels import Kernels, Pairs
from plogp.backend.operators import Operator
from plogp.backend.torch_operators import applied
from plogp.distributions.known import Known
from plogp.distributions.pmfs import as_pmfs
from plogp.distributions.probs import Probs
from plogp.distributions.validity import warn_of_probabilities
from plogp.theory.errors import Fault, InvalidParameter
from plogp.theory.gradients import gradient_by_logits
from plogp.theory.pmf import OneHot, Pmf
from plogp.theory.ranges import Range
from plogp.theory.units import NATS, PURE, Unit


class Estimated(Protocol):
    """What a quantity becomes of what was observed."""

    def __call__(self, quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
        """The estimate of the quantity of these arguments, of which one at least was observed."""


@dataclass(frozen=True, eq=False)
class Quantity:
    """A quantity of distributions, each row on its own.

    Attributes
    ----------
    name : str
        That of the public function, for messages.
    equation : function, optional
        Of as many `Pmf` as it takes, in nats where its unit has a base; None where it is of samples alone.
    unit : Unit
        Whether the caller may ask for a base, and whether the answer is a root.
    gradient : function, optional
        Of the same, by the logits of argument `of`.
    kernels : mapping
        Native kernels by the types of the arguments; where there is none, or it cannot take them, the equation answers.
    pairs : function, optional
        A native kernel of all pairs of rows of probabilities, for `pairwise`.
    parameters : mapping
        How each parameter beside `base` is read; one that is read as None is left out. All others are for what was
        observed.
    range : Range
        The values that it can take, of known distributions and of counts.
    observed : function, optional
        What it becomes of samples, imported by who asks; None where it is not estimated.
    """

    name: str
    equation: Callable[..., Array] | None = None
    unit: Unit = NATS
    gradient: Callable[..., Array] | None = None
    kernels: Kernels = field(default_factory=dict)
    pairs: Pairs | None = None
    parameters: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    range: Range = Range(0.0)  # noqa: RUF009
    observed: Callable[[], Estimated] | None = None
    operators: Mapping[tuple[type, ...], Operator] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "operators", {types: self._operator(types) for types in self.kernels})

    def _operator(self, types: tuple[Any, ...]) -> Operator:
        assert self.equation is not None
        equation = self.equation
        logits = [i for i, t in enumerate(types) if t.are_logits]
        return Operator(
            f"{self.name}.{'_'.join(t.__name__ for t in types)}",
            self.kernels[types],
            types,
            lambda *held: evaluated(equation, as_pmfs(held), PURE, e, {}),
            lambda held, of: self.value_and_gradient(held, of, e, {}, PURE)[1],
            lambda arrays: warn_of_probabilities(*[arrays[i] for i in logits]),
        )

    def read(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the equation, checked; raise if one is set that only an estimate from a sample takes."""
        read = {}
        for name, value in parameters.items():
            if name in self.parameters:
                value = self.parameters[name](value)
                if value is not None:
                    read[name] = value
            elif value is not None:
                raise InvalidParameter(
                    f"{name}= is for samples, and these distributions are known; counts are written Counts(n), "
                    "observations Samples(x)"
                )
        return read

    def of_known(self, held: tuple[Any, ...], base: float, parameters: Mapping[str, Any]) -> Array:
        """The quantity of known distributions: by a kernel, if there is one for them, else by the equation."""
        given = self.read(parameters) if parameters else parameters
        if base is not e:
            self.unit.size(base)
        value = None if given else self._by_kernel(held, base)
        return self.evaluate(as_pmfs(held), base, **given) if value is None else value

    def operator(self, held: tuple[Any, ...]) -> Operator | None:
        """The kernel for arguments of these types."""
        return self.operators.get(tuple([type(d) if isinstance(d, Known) else Probs for d in held]))

    def evaluate(self, pmfs: Sequence[Pmf], base: float = e, **parameters: Any) -> Array:
        """The quantity by its equation, in the precision that came in."""
        assert self.equation is not None
        return evaluated(self.equation, pmfs, self.unit, base, parameters)

    def value_and_gradient(
        self, held: Sequence[Any], of: int, base: float, parameters: Mapping[str, Any], unit: Unit | None = None
    ) -> tuple[Array, Array]:
        """The same and its gradient by the logits of one argument, as they are held."""
        assert self.equation is not None
        assert self.gradient is not None
        unit = self.unit if unit is None else unit
        pmfs = as_pmfs(tuple(held))
        scores: Any = pmfs[of]
        xp, value = scores.xp, evaluated(self.equation, pmfs, unit, base, parameters)
        with without_warnings(xp):
            slope = gradient_by_logits(self.gradient, pmfs, of, parameters) / scores.temperature
            outer: Any = unit.slope(xp, value, base)
            slope = scores.spread(slope * (outer[..., None] if is_array(outer) else outer))
        return value, move_axis(xp, xp.astype(slope, scores.dtype, copy=False), -1, held[of].axis)

    def _by_kernel(self, held: tuple[Any, ...], base: float) -> Array | None:
        """The kernel's answer; None if there is none, it cannot take the arguments, or they are no distributions."""
        operator = self.operator(held)
        given = None if operator is None else arguments(held)
        if operator is None or given is None:
            return None
        try:
            value = applied(operator, given) if any_tensor(held) else operator.rows(given.arrays, given.numbers)
        except Fault:
            return None
        if isinstance(value, np.ndarray):
            return (value if base is e and not self.unit.root else self.unit.of_kernel(value, base))[()]
        if value is None or (base is e and not self.unit.root):
            return value
        return self.unit.of_rounded(self.unit.of_equation(namespace(value), value, base), base)


def evaluated(
    equation: Callable[..., Array], pmfs: Sequence[Pmf], unit: Unit, base: float, parameters: Mapping[str, Any]
) -> Array:
    """The value of an equation in this unit, in the precision that came in; 0 for rows that do not count."""
    xp = pmfs[0].xp
    with without_warnings(xp):
        value = unit.of_equation(xp, equation(*pmfs, **parameters), base)
        for P in pmfs:
            if isinstance(P, OneHot) and P.keep is not None:
                value = xp.where(P.keep, value, 0.0)
    dtypes = [P.dtype for P in pmfs]
    return unit.of_rounded(finished(xp, value, xp.result_type(*dtypes) if len(set(dtypes)) > 1 else dtypes[0]), base)


def finished(xp: Namespace, value: Array, dtype: Any) -> Array:
    """In the precision that came in; one number of NumPy as its scalar, as NumPy's own reductions answer."""
    value = 0.0 - (-xp.astype(value, dtype, copy=False))  # a zero without a sign; XLA would take x + 0.0 for x
    return value[()] if isinstance(value, np.ndarray) else value
