"""A mixture of distributions."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, log
from typing import Any, Self

from plogp.backend.arrays import Array, Namespace
from plogp.distributions.families.domains import SHARES, Domain
from plogp.distributions.families.family import Family
from plogp.distributions.families.moments import Moments
from plogp.theory.errors import InvalidParameter, ShapeMismatch
from plogp.theory.families.points import Points
from plogp.theory.parameters import shown


@dataclass(frozen=True, eq=False)
class Mixture(Family):
    """Mixture sum w_i·P_i of distributions of any families, over numbers, whole numbers, or the same coordinates.

    Parameters
    ----------
    components : sequence of families
        The P_i, which may be mixtures themselves. Their parameters broadcast.
    weights : array, shape (..., k), optional
        The w_i, not negative, with the sum one; equal if left out.

    Examples
    --------
    >>> import plogp
    >>> two = plogp.Mixture([plogp.Normal(-2, 1), plogp.Normal(2, 1)])
    >>> round(float(plogp.kl_divergence(two, plogp.Normal(0, 5**0.5))), 6)
    0.171999
    """

    components: Sequence[Family]
    weights: Any = None
    traced = ("components", "weights")

    def __post_init__(self) -> None:
        if not isinstance(self.components, list | tuple) or not all(isinstance(c, Family) for c in self.components):
            raise InvalidParameter(f"components of Mixture is a sequence of families, not {shown(self.components)}")
        object.__setattr__(self, "components", tuple(self.components))
        if not self.components:
            raise InvalidParameter("a Mixture has at least one component")
        super().__post_init__()

    @property
    def parameters(self) -> dict[str, Any]:
        held = {f"{name} {i}": x for i, c in enumerate(self.components) for name, x in c.parameters.items()}
        return held if self.weights is None else {"weights": self.weights, **held}

    @property
    def domains(self) -> dict[str, Domain]:  # type: ignore[override]
        held = {f"{name} {i}": d for i, c in enumerate(self.components) for name, d in c.domains.items()}
        return {"weights": SHARES, **held}

    def named(self, name: str) -> str:
        inner, _, i = name.rpartition(" ")
        return f"{self.components[int(i)].named(inner)} in a Mixture" if inner else "weights of Mixture"

    def with_arrays(self, arrays: dict[str, Array]) -> Self:
        components = []
        for i, component in enumerate(self.components):
            own = {name: arrays[f"{name} {i}"] for name in component.parameters if f"{name} {i}" in arrays}
            components.append(component.with_arrays(own))
        return replace(self, components=components, weights=arrays.get("weights", self.weights))

    @property
    def event_shape(self) -> tuple[int, ...]:
        return self.components[0].event_shape

    @property
    def lattice(self) -> bool:  # type: ignore[override]
        return self.components[0].lattice

    def check(self) -> None:
        for component in self.components:
            component.check()
        if len({c.event_shape for c in self.components}) > 1:
            shapes = ", ".join(str(c.event_shape) for c in self.components)
            raise ShapeMismatch(f"the components of a Mixture are over one space, but their coordinates are {shapes}")
        if len({c.lattice for c in self.components}) > 1:
            raise InvalidParameter("a Mixture of whole numbers with all numbers has no density")
        if self.weights is not None and self.weights.shape[-1] != len(self.components):
            raise ShapeMismatch(f"there are {self.weights.shape[-1]} weights for {len(self.components)} components")

    @property
    def shares(self) -> list[Any]:
        """The weights, exactly normalised, one for each component."""
        if self.weights is None:
            return [1 / len(self.components)] * len(self.components)
        total = self.xp.sum(self.weights, axis=-1)
        return [self.weights[..., i] / total for i in range(len(self.components))]

    def support(self) -> tuple[Any, Any]:
        ends = [c.support() for c in self.components]
        return _extreme(self.xp, "minimum", [low for low, _ in ends]), _extreme(
            self.xp, "maximum", [high for _, high in ends]
        )

    def log_p(self, at: Points) -> Array:
        xp, terms = self.xp, []
        for share, component in zip(self.shares, self.components, strict=True):
            held = component.log_p(at)
            if isinstance(share, float):
                terms.append(held + log(share))
            else:
                some = share > 0
                terms.append(xp.where(some, held + xp.log(xp.where(some, share, 1.0)), -inf))
        top = _extreme(xp, "maximum", terms)
        top = xp.where(top > -inf, top, 0.0)
        sums = sum(xp.where(t > -inf, xp.exp(xp.where(t > -inf, t - top, 0.0)), 0.0) for t in terms)
        return xp.where(sums > 0, top + xp.log(xp.where(sums > 0, sums, 1.0)), -inf)

    def landmarks(self) -> list[tuple[Array, Array]]:
        return [pair for c in self.components for pair in c.landmarks()]

    def window(self, surprise: float) -> tuple[Array, Array]:
        ends = [c.window(surprise) for c in self.components]
        return _extreme(self.xp, "minimum", [low for low, _ in ends]), _extreme(
            self.xp, "maximum", [high for _, high in ends]
        )

    def moments(self) -> Moments:
        return Moments.mixed([c.moments() for c in self.components], self.shares)


def _hull(xp: Namespace, ends: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
    return _extreme(xp, "minimum", [low for low, _ in ends]), _extreme(xp, "maximum", [high for _, high in ends])


def _extreme(xp: Namespace, name: str, values: Sequence[Any]) -> Any:
    """The minimum or the maximum of arrays and numbers."""
    arrays = [x for x in values if not isinstance(x, float)]
    numbers = [x for x in values if isinstance(x, float)]
    best = getattr(builtins, name[:3])(numbers) if numbers else None
    if not arrays:
        return best
    found = arrays[0] if best is None else getattr(xp, name)(arrays[0], xp.zeros_like(arrays[0]) + best)
    for x in arrays[1:]:
        found = getattr(xp, name)(found, x)
    return found
