"""What each quantity is of parametric families, by the first of a list of methods that knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from math import inf, log
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace, is_array, is_traced, without_warnings
from plogp.backend.family_kernels import of_parameters
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.family import Family
from plogp.distributions.families.reading import in_one_library
from plogp.quantities import _bounds, _by_nodes
from plogp.quantities._integral import Integral
from plogp.quantities._quantity import Quantity, finished
from plogp.theory import equations
from plogp.theory.errors import ShapeMismatch, Unanswerable
from plogp.theory.families import density_equations
from plogp.theory.families import exponential_family as theory


def _kl_divergence(xp: Namespace, p: Any, q: Any) -> Array:
    return theory.kl_divergence(lambda s, t: p.bregman(q, s, t))


def _jeffreys_divergence(xp: Namespace, p: Any, q: Any) -> Array:
    return _kl_divergence(xp, p, q) + _kl_divergence(xp, q, p)


def _hellinger_distance(xp: Namespace, p: Any, q: Any) -> Array:
    return theory.hellinger_distance(xp, p.renyi(q, 0.5))


def _chi_square_divergence(xp: Namespace, p: Any, q: Any) -> Array:
    return xp.expm1(p.renyi(q, 2.0))


# Of two members of one exponential family, by the equation of the same quantity for probabilities.
_BREGMAN: Mapping[Callable[..., Array] | None, Callable[..., Array]] = {
    equations.kl_divergence: _kl_divergence,
    equations.cross_entropy: lambda _, p, q: p.cross_entropy(q),
    equations.jeffreys_divergence: _jeffreys_divergence,
    equations.renyi_divergence: lambda xp, p, q, *, order: p.renyi(q, order),
    equations.hellinger_distance: _hellinger_distance,
    equations.chi_square_divergence: _chi_square_divergence,
}


def _renyi(order: float) -> Integral:
    powers = (order, 1 - order) if 0 < order < inf else (1.0,)
    terms = equations.kl_divergence if order == 1 else (_mass if order == 0 else None)
    if order == inf:
        raise Unanswerable("the Rényi divergence of infinite order is not computed for a parametric family")
    return Integral(partial(equations.renyi_divergence, order=order), terms, powers, inf if order > 0 else None)


def _mass(*members: Any) -> Array:
    return members[-1].p.sum(-1)


def _power(order: float, value: Callable[..., Array]) -> Integral:
    if not 0 < order < inf:
        raise Unanswerable(f"the Rényi or Tsallis entropy of order {order:g} is not computed for this family")
    return Integral(value, density_equations.entropy if order == 1 else None, (order,), inf if order < 1 else -inf)


def _js(weights: Any = None) -> Integral:
    by_weights = {"weights": weights}
    return Integral(partial(equations.js_divergence, **by_weights), partial(density_equations.js_terms, **by_weights))


def _js_of_kinds(held: list[Any], weights: Any = None) -> Array | None:
    """Of distributions over whole numbers and others over all: which kind, and what is left to know within a kind."""
    shares = weights or [1 / len(held)] * len(held)
    value = 0.0
    for kind in (False, True):
        some = [(share, d) for share, d in zip(shares, held, strict=True) if d.lattice == kind and share > 0]
        whole = sum(share for share, _ in some)
        if len(some) > 1:
            within = [share / whole for share, _ in some]
            value = value + whole * _by_nodes.evaluate(held[0].xp, [d for _, d in some], _js(within))
        value = value - (whole * log(whole) if whole > 0 else 0.0)
    return value if is_array(value) else held[0].xp.asarray(value, dtype=next(iter(held[0].parameters.values())).dtype)


def _sum(equation: Callable[..., Array], divergent: float | None = None) -> Callable[..., Integral]:
    """An equation that is a sum, of its parameters."""

    def integral(**parameters: Any) -> Integral:
        value = partial(equation, **parameters)
        return Integral(value, value, divergent=divergent)

    return integral


# Of all others over numbers: the integral that a quantity is, by its parameters.
_INTEGRALS: Mapping[Callable[..., Array] | None, Callable[..., Integral]] = {
    equations.entropy: _sum(density_equations.entropy),
    equations.cross_entropy: _sum(density_equations.cross_entropy, inf),
    equations.kl_divergence: _sum(equations.kl_divergence, inf),
    equations.jeffreys_divergence: _sum(equations.jeffreys_divergence, inf),
    equations.js_divergence: _js,
    equations.renyi_divergence: _renyi,
    equations.renyi_entropy: lambda order: _power(order, partial(density_equations.renyi_entropy, order=order)),
    equations.hellinger_distance: lambda: Integral(equations.hellinger_distance, powers=(0.5, 0.5)),
    equations.total_variation: _sum(equations.total_variation),
    equations.chi_square_divergence: _sum(equations.chi_square_divergence, inf),
    equations.f_divergence: _sum(equations.f_divergence, inf),
}


def _of_one_family(equation: Any, held: list[Any], read: dict[str, Any]) -> Array | None:
    """By the Bregman divergence of the log-normaliser of an exponential family."""
    formula = _BREGMAN.get(equation)
    if formula is None or len({type(d) for d in held}) > 1 or not isinstance(held[0], ExponentialFamily):
        return None
    return formula(held[0].xp, *held, **read)


def _of_one_member(equation: Any, held: list[Any], read: dict[str, Any]) -> Array | None:
    """The entropies that a family writes down."""
    if len(held) > 1:
        return None
    if equation is equations.entropy or read.get("order") == 1:
        return held[0].entropy()
    return held[0].renyi_entropy(read["order"]) if equation is equations.renyi_entropy else None


def _of_moments(equation: Any, held: list[Any], read: dict[str, Any]) -> Array | None:
    """A cross-entropy A(θq) - ⟨θq, E_P T⟩ - E_P log h; KL where its difference to the entropy keeps digits."""
    if equation not in (equations.cross_entropy, equations.kl_divergence):
        return None
    p, q = held
    if p.lattice != q.lattice or p.event_shape or q.event_shape:
        return None
    xp = p.xp
    cross = q.surprise(p.moments())
    if cross is None:
        return None
    within = _within(xp, p, q)
    cross = xp.where(within, xp.where(cross < inf, cross, inf), inf)
    infinite = cross == inf
    if not is_traced(cross) and not bool(
        xp.all(infinite | (_rounding(xp, p, q, cross) <= 1e-10 * xp.abs(cross) + 1e-13))
    ):
        return None
    if equation is equations.cross_entropy:
        return cross
    own = p.entropy()
    if own is None:
        return cross if not is_traced(infinite) and bool(xp.all(infinite)) else None
    value = cross - own
    digits = infinite | (value > 1e-4 * (xp.abs(xp.where(infinite, 0.0, cross)) + xp.abs(own)))
    return value if is_traced(digits) or bool(xp.all(digits)) else None


def _rounding(xp: Namespace, p: Any, q: Any, cross: Array) -> Array:
    """What rounding may have cost a cross-entropy, by its answer to a small change of each mean that may cancel."""
    of, lost = p.moments(), 0.0 * cross
    for name in ("log", "log_rest", "inverse"):
        x = getattr(of, name)
        if x is not None:
            moved = q.surprise(replace(of, **{name: x * (1 + 2.0**-40)})) - cross
            lost = lost + xp.where(xp.abs(moved) < inf, xp.abs(moved), 0.0) * 2.0**-10
    return lost


def _within(xp: Namespace, p: Any, q: Any) -> Array:
    (low, high), (least, most) = p.support(), q.support()
    like = next(iter(q.parameters.values()))
    low, high, least, most = (
        xp.asarray(x, dtype=like.dtype) if isinstance(x, float) else x for x in (low, high, least, most)
    )
    return (low >= least) & (high <= most)


def _of_nodes(equation: Any, held: list[Any], read: dict[str, Any]) -> Array | None:
    """By a sum over whole numbers, or by quadrature."""
    if any(d.event_shape for d in held) or equation not in _INTEGRALS:
        return None
    if equation is equations.js_divergence and len({d.lattice for d in held}) > 1:
        return _js_of_kinds(held, **read)
    return _by_nodes.evaluate(held[0].xp, held, _INTEGRALS[equation](**read))


_METHODS = (_of_one_family, _of_one_member, _of_moments, _of_nodes)


def _value(equation: Any, held: list[Any], read: dict[str, Any]) -> Array | None:
    if equation is equations.perplexity:  # of a density, the volume of a uniform one that surprises as much
        value = _value(equations.entropy if len(held) == 1 else equations.cross_entropy, held, read)
        return None if value is None else held[0].xp.exp(value)
    if equation is equations.tsallis_entropy:
        order = read["order"]
        value = _value(equations.renyi_entropy, held, read)
        return value if value is None or order == 1 else held[0].xp.expm1((1 - order) * value) / (1 - order)
    return next((x for x in (method(equation, held, read) for method in _METHODS) if x is not None), None)


def of_families(quantity: Quantity, held: tuple[Any, ...], base: float, parameters: dict[str, Any]) -> Any:
    """A quantity of parametric families, one value for each of the parameters, in the precision that came in."""
    held = tuple(d for d in held if d is not None)
    names = " and ".join(type(d).__name__ for d in held)
    if not all(isinstance(d, Family) for d in held):
        raise Unanswerable(f"{quantity.name} of {names}: one is a parametric family, and the other is not")
    read = quantity.read(parameters)
    quantity.unit.size(base)
    if quantity.equation is equations.kl_divergence and len({type(d) for d in held}) == 1:
        value = _by_kernel(*held)
        if value is not None:
            return quantity.unit.of_rounded(value[()] if isinstance(value, np.ndarray) else value, base)
    families, dtype = in_one_library(held)
    events = {d.event_shape for d in families}
    if len(events) > 1:
        raise ShapeMismatch(f"the distributions are over {' and '.join(map(str, sorted(events)))} coordinates")
    xp = families[0].xp
    with without_warnings(xp):
        value = _value(quantity.equation, families, read)
        if value is None:
            estimate = None if quantity.unit.root else _bounds.estimate(quantity.equation, families, read)
            if estimate is None:
                raise Unanswerable(f"{quantity.name} of {names} is not computed here")
            return estimate.in_base(base)
        value = quantity.unit.of_equation(xp, value, base)
    value = xp.broadcast_to(value, np.broadcast_shapes(*(family.batch_shape for family in families)))
    return quantity.unit.of_rounded(finished(xp, value, dtype), base)


def _by_kernel(p: Any, q: Any) -> Array | None:
    """The divergence by the native kernel of the family; None if it has none or cannot take the parameters."""
    kernel = getattr(p, "kernel", None)
    if kernel is None:
        return None
    names = [*p.parameters]

    def by_equation(*again: Any) -> Array:
        halves = (again[: len(names)], again[len(names) :])
        families, dtype = in_one_library([type(p)(**dict(zip(names, half, strict=True))) for half in halves])
        return families[0].xp.astype(_kl_divergence(families[0].xp, *families), dtype)

    return of_parameters(kernel, [*p.parameters.values(), *q.parameters.values()], by_equation)
