"""What all parametric families share: parameters that are read and checked, broadcast, and known to JAX."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields, replace
from math import inf
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from plogp.backend.arrays import (
    Array,
    Namespace,
    is_traced,
    namespace,
    real,
    wide,
    without_warnings,
    working,
)
from plogp.distributions.array_input import numbers
from plogp.distributions.families.moments import Moments
from plogp.distributions.families.reading import in_one_library, shape_of
from plogp.theory.errors import InvalidParameter, ShapeMismatch, Unanswerable

if TYPE_CHECKING:
    from plogp.distributions.families.domains import Domain
    from plogp.theory.families.points import Points

_known_to_jax: set[type] = set()


class Family:
    """A distribution given by parameters; each may be an array, and the leading axes of all broadcast."""

    domains: ClassVar[dict[str, Domain]]  # of each field
    one_of: ClassVar[tuple[str, ...]] = ()  # fields of which exactly one is given
    traced: ClassVar[tuple[str, ...]] = ()  # fields that JAX looks into, where they are not those of the domains

    def __post_init__(self) -> None:
        if self.one_of and sum(getattr(self, name) is not None for name in self.one_of) != 1:
            raise InvalidParameter(f"{type(self).__name__} takes one of {' and '.join(self.one_of)}")
        if "jax" in sys.modules and type(self) not in _known_to_jax:
            _register(type(self))

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that were given, by name."""
        held = {name: getattr(self, name) for name in self.domains}
        return {name: value for name, value in held.items() if value is not None or name not in self.one_of}

    def named(self, name: str) -> str:
        """A parameter in an error message."""
        return f"{name} of {type(self).__name__}"

    @property
    def xp(self) -> Namespace:
        """The array library of the parameters, once they are arrays."""
        return namespace(*self.parameters.values())

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """The shape of what the parameters broadcast to, without the axes of one parameter."""
        return np.broadcast_shapes(*(shape_of(x, self.domains[name]) for name, x in self.parameters.items()))

    @property
    def event_shape(self) -> tuple[int, ...]:
        """The axes of one value of the parameters, the longest of them."""
        shapes = [tuple(x.shape[x.ndim - self.domains[name].axes :]) for name, x in self.parameters.items()]
        return max(shapes, key=len)

    def with_arrays(self, arrays: dict[str, Array]) -> Self:
        """The same family with other parameters."""
        return replace(self, **arrays)  # type: ignore[type-var]

    @classmethod
    def from_samples(cls, x: Any) -> Self:
        """The member of maximum likelihood: of an exponential family it has the mean of T that the samples have.

        Parameters
        ----------
        x : array, shape (n, ...)
            Observations along the first axis; each place on the others is fitted for itself.

        Raises
        ------
        InvalidParameter
            The samples are not finite, or no member is likeliest: a normal of samples that are all equal.
        """
        x = numbers(x, f"samples of {cls.__name__}")
        xp = namespace(x)
        if x.ndim == 0 or x.shape[0] == 0:
            raise ShapeMismatch(f"a fit of {cls.__name__} needs samples along the first axis, not {tuple(x.shape)}")
        x = real(xp, x)
        if not is_traced(x) and not bool(xp.all(xp.abs(x) < float("inf"))):
            raise InvalidParameter(f"samples of {cls.__name__} must be finite")
        dtype = working(xp, x).dtype
        with without_warnings(xp):
            fitted: Self = cls.likeliest(xp, xp.astype(x, wide(xp, x), copy=False))
        found: Self = fitted.with_arrays({name: xp.astype(v, dtype) for name, v in fitted.parameters.items()})
        try:
            in_one_library([found])
        except InvalidParameter as error:
            raise InvalidParameter(f"no {cls.__name__} is likeliest for these samples: {error}") from None
        return found

    @classmethod
    def likeliest(cls, xp: Namespace, x: Array) -> Any:
        """The member of maximum likelihood."""
        raise Unanswerable(f"{cls.__name__} has no maximum likelihood in closed form: see plogp.apps.approximation")

    def entropy(self) -> Any:
        """The entropy, or the differential entropy, in nats; None where it has no closed form."""
        return None

    def mapped(self, change: Callable[[Array, Domain], Array]) -> Self:
        """The same family with each parameter changed, which may depend on the axes of its domain."""
        return self.with_arrays({name: change(x, self.domains[name]) for name, x in self.parameters.items()})

    def check(self) -> None:
        """Raise if the parameters, each within its own domain, do not fit together."""

    # What quantities of unlike families are integrated from. Here and below `at` are points that broadcast against the
    # parameters; families of several coordinates have none of it.

    lattice: ClassVar[bool] = False  # over whole numbers

    def support(self) -> tuple[Any, Any]:
        """The least and the largest outcome."""
        return -inf, inf

    def log_density(self, at: Points) -> Array:
        """log p on the support; elsewhere any finite number."""
        raise self._lacks("log_density(self, at), log p at the points at.x")

    def log_p(self, at: Points) -> Array:
        """log p, -inf off the support only: never so low that a product with it overflows."""
        xp = self.xp
        value = self.log_density(at)
        if not self.lattice:
            floor = -1e300 if xp.finfo(value.dtype).bits >= 64 else -1e30
            value = xp.where(value > floor, value, floor)
        return xp.where(at.inside(*self.support()), value, -inf)

    def landmarks(self) -> list[tuple[Array, Array]]:
        """Pairs of a point and a scale: as a function of log |x - point| the density is smooth, and not yet 0 there.

        A point where the density is singular, has a kink or a narrow peak must be among them; ends of the support are.
        """
        raise self._lacks("landmarks(self), its centre and scale")

    def window(self, surprise: float) -> tuple[Array, Array]:
        """Over whole numbers, ends beyond which each tail is proven to hold at most exp(-surprise)."""
        raise self._lacks("window(self, surprise), where its tails begin")

    def moments(self) -> Moments:
        """The means that are known in closed form."""
        return Moments()

    def surprise(self, of: Moments) -> Any:
        """The mean of -log p under a distribution with these moments on its support; None where it needs others."""
        return None

    def renyi_entropy(self, order: float) -> Any:
        """log(integral of p^order) / (1 - order) for an order that is not 1; None where it has no closed form."""
        return None

    def _lacks(self, what: str) -> Unanswerable:
        kind = type(self).__name__
        if self.event_shape:
            return Unanswerable(f"{kind} has several coordinates, and this quantity is computed for numbers only")
        return Unanswerable(f"{kind} is integrated beside other families by its density: write {what}")


def _register(cls: type) -> None:
    """Tell JAX that the parameters are arrays."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.compiler.is_compiling():
        return
    from jax.tree_util import register_dataclass

    _known_to_jax.add(cls)
    names = [field.name for field in fields(cls)]
    data = [name for name in names if name in (cls.traced or cls.domains)]  # type: ignore[attr-defined]
    register_dataclass(cls, data_fields=data, meta_fields=[name for name in names if name not in data])
