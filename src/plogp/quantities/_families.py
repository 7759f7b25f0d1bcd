"""What each quantity is of parametric families: from the one Bregman divergence of their log-normaliser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace, without_warnings
from plogp.backend.family_kernels import of_parameters
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.family import in_one_library
from plogp.quantities._catalogue import catalogue
from plogp.quantities._quantity import Quantity, finished
from plogp.theory import equations
from plogp.theory import exponential_family as theory
from plogp.theory.errors import ShapeMismatch, Unanswerable


def entropy(xp: Namespace, p: Any) -> Array:
    """H(P), or the differential entropy."""
    return p.entropy()


def kl_divergence(xp: Namespace, p: Any, q: Any) -> Array:
    """D(P‖Q)."""
    return theory.kl_divergence(_between(p, q))


def cross_entropy(xp: Namespace, p: Any, q: Any) -> Array:
    """H(P) + D(P‖Q)."""
    return p.entropy() + kl_divergence(xp, p, q)


def jeffreys_divergence(xp: Namespace, p: Any, q: Any) -> Array:
    """D(P‖Q) + D(Q‖P)."""
    return kl_divergence(xp, p, q) + kl_divergence(xp, q, p)


def renyi_divergence(xp: Namespace, p: Any, q: Any, *, order: float) -> Array:
    """D_a(P‖Q)."""
    _between(p, q)
    return p.renyi(q, order)


def hellinger_distance(xp: Namespace, p: Any, q: Any) -> Array:
    """H(P, Q)."""
    return theory.hellinger_distance(xp, renyi_divergence(xp, p, q, order=0.5))


def perplexity(xp: Namespace, p: Any, q: Any = None) -> Array:
    """exp of the entropy or the cross-entropy: of a density, the volume of a uniform one that surprises as much."""
    return xp.exp(entropy(xp, p) if q is None else cross_entropy(xp, p, q))


# By the equation of the same quantity for probabilities.
FORMULAS: Mapping[Callable[..., Array] | None, Callable[..., Array]] = {
    equations.entropy: entropy,
    equations.kl_divergence: kl_divergence,
    equations.cross_entropy: cross_entropy,
    equations.jeffreys_divergence: jeffreys_divergence,
    equations.renyi_divergence: renyi_divergence,
    equations.hellinger_distance: hellinger_distance,
    equations.perplexity: perplexity,
}


def of_families(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Array:
    """A quantity of parametric families, one value for each of the parameters, in the precision that came in."""
    formula = FORMULAS.get(quantity.equation)
    held = tuple(d for d in held if d is not None)
    names = " and ".join(type(d).__name__ for d in held)
    if formula is None:
        able = ", ".join(q.name for q in catalogue().values() if q.equation in FORMULAS)
        raise Unanswerable(f"{quantity.name} of {names} is not computed here; {able} are")
    if not all(isinstance(d, ExponentialFamily) for d in held):
        raise Unanswerable(f"{quantity.name} of {names}: one is a parametric family, and the other is not")
    if len({type(d) for d in held}) > 1:
        raise Unanswerable(f"{quantity.name} of {names}, two unlike families, is not computed here")
    read = quantity.read(parameters)
    quantity.unit.size(base)
    if formula is kl_divergence and held[0].kernel is not None:
        value = _by_kernel(*held)
        if value is not None:
            return quantity.unit.of_rounded(value[()] if isinstance(value, np.ndarray) else value, base)
    families, dtype = in_one_library(held)
    xp = families[0].xp
    with without_warnings(xp):
        value = quantity.unit.of_equation(xp, formula(xp, *families, **read), base)
    value = xp.broadcast_to(value, np.broadcast_shapes(*(family.batch_shape for family in families)))
    return quantity.unit.of_rounded(finished(xp, value, dtype), base)


def _by_kernel(p: Any, q: Any) -> Array | None:
    """The divergence by the native kernel of the family; None if it cannot take the parameters."""
    names = [*p.parameters]

    def by_equation(*again: Any) -> Array:
        halves = (again[: len(names)], again[len(names) :])
        families, dtype = in_one_library([type(p)(**dict(zip(names, half, strict=True))) for half in halves])
        return families[0].xp.astype(kl_divergence(families[0].xp, *families), dtype)

    return of_parameters(p.kernel, [*p.parameters.values(), *q.parameters.values()], by_equation)


def _between(p: Any, q: Any) -> theory.Between:
    events = {d.event_shape for d in (p, q)}
    if len(events) > 1:
        raise ShapeMismatch(f"the two distributions are over {' and '.join(map(str, events))} coordinates")
    return lambda s, t: p.bregman(q, s, t)
