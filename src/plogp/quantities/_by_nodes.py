"""Quantities of families over numbers, by sums over whole numbers and by adaptive quadrature over all others.

A family seen at the nodes of a rule is a `Pmf` like any other, so that each quantity is its own equation. Values are
found in NumPy's float64, to 1e-9 of the value or 1e-12 absolutely, whichever is more, and checked twice: each density
integrates to one, and the same mesh with twice the panels gives the same value. Derivatives, and all of it while it is
traced, come from a fixed rule in the caller's array library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace, constant, device_of, is_traced, place, to_numpy
from plogp.theory import equations, quadrature
from plogp.theory.errors import NotConverged
from plogp.theory.nodes import Nodes
from plogp.theory.points import Points
from plogp.theory.quadrature import Panels

Equation = Callable[..., Array]
RELATIVE, ABSOLUTE = 1e-9, 1e-12  # the stated error
_MOST = 4_000_000  # numbers in one array
_SURPRISE = 80.0  # in nats, of what a sum leaves out


@dataclass(frozen=True)
class Integral:
    """A quantity as an integral: its value, and the integrands that say where panels must be narrow.

    Attributes
    ----------
    value : callable
        Of the members' nodes.
    terms : callable, optional
        The same for a part of the line, to which the parts add up; None for one of `powers`.
    powers : tuple of float
        Exponents a_i: the integrand is the product of p_i^a_i, up to a factor.
    divergent : float, optional
        The value where the integral is infinite; None where it cannot be.
    """

    value: Equation
    terms: Equation | None = None
    powers: tuple[float, ...] = ()
    divergent: float | None = None


def evaluate(xp: Namespace, families: Sequence[Any], integral: Integral) -> Array:
    """The quantity of families over numbers, whose parameters are arrays of one library in wide precision."""
    parameters = [x for family in families for x in family.parameters.values()]
    lattice = families[0].lattice
    if any(family.lattice != lattice for family in families):  # no outcome of one has any mass under the other
        return _apart(xp, families, integral)
    if any(map(is_traced, parameters)):
        return _in_library(xp, families, integral, lattice)
    shape = np.broadcast_shapes(*(family.batch_shape for family in families))
    flat = [_flattened(family, shape) for family in families]
    n = int(np.prod(shape))
    with np.errstate(all="ignore"):
        found = [_summed(flat, integral, n)] if lattice else [
            _integrated([_taken(f, slice(i, i + 256)) for f in flat], integral, min(256, n - i)) for i in range(0, n, 256)
        ]  # fmt: skip
    like = parameters[0]
    value = place(np.reshape(np.concatenate(found) if found else np.zeros(0), shape), like)
    value = xp.astype(value, like.dtype, copy=False)
    if any(getattr(x, "requires_grad", False) for x in parameters):
        rough = _in_library(xp, families, integral, lattice)
        value = value + xp.where(xp.abs(value) < inf, rough - constant(rough), 0.0)
    return value


def _flattened(family: Any, shape: tuple[int, ...]) -> Any:
    def change(x: Array, domain: Any) -> Any:
        held = to_numpy(x).astype(np.float64)
        own = held.shape[held.ndim - domain.axes :]
        return np.ascontiguousarray(np.broadcast_to(held, (*shape, *own))).reshape(-1, *own)

    return family.mapped(change)


def _taken(family: Any, which: Any) -> Any:
    return family.mapped(lambda x, _: x[which])


def _lifted(family: Any) -> Any:
    """With an axis for the nodes, behind those of the batch."""
    return family.mapped(lambda x, domain: x[..., None, :] if domain.axes else x[..., None])


def _log_p(family: Any, at: Points) -> Array:
    return _lifted(family).log_p(at)


# --- all numbers ---------------------------------------------------------------------------------------------------


def _integrated(families: Sequence[Any], integral: Integral, rows: int) -> Any:
    marks = [(p + 0.0 * s, s + 0.0 * p) for f in families for p, s in f.landmarks()]
    marks = [tuple(np.broadcast_to(x, (rows,)) for x in pair) for pair in marks]
    scales = np.log([s for _, s in marks])
    steps = int(np.clip(np.max(np.ptp(scales, axis=0), initial=0.0) + 16, 16, 400))
    panels = Panels.of(quadrature.lines(np, marks, quadrature.DOUBLE, steps))
    panels = panels[_within_a_support(families, panels)]
    top = np.full(rows, -inf)

    def nodes(held: Panels) -> list[Nodes]:
        at, log_weight = held.rule()
        return [Nodes(np, _log_p(_taken(f, held.row), at), log_weight) for f in families]

    def sums(held: Panels) -> list[tuple[Any, Any, bool]]:
        kronrod = nodes(held)
        gauss = [Nodes(np, P.log_density[:, 1::2], P.log_weight[:, 1::2] + _LOG_OF_GAUSS) for P in kronrod]
        if integral.terms is not None:
            first = (integral.terms(*kronrod), integral.terms(*gauss), True)
        else:
            logs = [_log_product(integral.powers, members) for members in (kronrod, gauss)]
            if not np.isfinite(top).any():
                np.maximum.at(top, held.row, logs[0].max(axis=1))
            first = (*(np.exp(x - top[held.row][:, None]).sum(axis=1) for x in logs), True)
        return [first, *((P.p.sum(axis=1), Q.p.sum(axis=1), False) for P, Q in zip(kronrod, gauss, strict=True))]

    panels, infinite, unresolved = quadrature.refined(panels, sums, rows)
    infinite &= integral.divergent is not None
    value = _of_panels(integral.value, nodes, panels, rows)
    fine = _of_panels(integral.value, nodes, panels.bisected(), rows)
    masses = _of_panels(lambda *held: np.stack([P.p.sum(axis=-1) for P in held], axis=-1), nodes, panels, rows)
    if integral.divergent is not None:
        fine = np.where(infinite, integral.divergent, fine)
    same = (np.abs(fine - value) <= RELATIVE * np.abs(fine) + ABSOLUTE) | np.isposinf(fine)
    right = same & np.all(np.abs(masses - 1) < 1e-8, axis=-1)
    bad = ~infinite & (~right | (unresolved & ~np.isposinf(fine)))
    if bad.any():
        i = int(np.argmax(bad))
        raise NotConverged(_why(families, i, masses[i], value[i], fine[i]))
    return fine


def _why(families: Sequence[Any], i: int, masses: Any, value: float, fine: float) -> str:
    for family, mass in zip(families, masses, strict=True):
        if not abs(mass - 1) < 1e-8:
            held = ", ".join(f"{name} {np.ravel(x[i])[0]:g}" for name, x in family.parameters.items())
            return (
                f"the density of {type(family).__name__} ({held}) integrates to {mass:.9g} by quadrature, not to 1: its "
                "tail, singularity or width is beyond double precision"
            )
    return (
        f"quadrature gives {value:.12g} and, with twice the panels, {fine:.12g}: the stated error of {RELATIVE:g} of "
        "the value is not met"
    )


def _within_a_support(families: Sequence[Any], panels: Panels) -> Any:
    between = Points.of(panels.between)
    return np.any([between.inside(*_taken(f, panels.row).support()) for f in families], axis=0)


_LOG_OF_GAUSS = np.asarray(quadrature.LOG_GAUSS) - np.asarray(quadrature.LOG_KRONROD)[1::2]


def _of_panels(equation: Equation, nodes: Callable[[Panels], list[Nodes]], panels: Panels, rows: int) -> Any:
    """An equation of all panels of each row at once, which are padded to the same number."""
    panels = panels[np.argsort(panels.row, kind="stable")]
    counts = np.bincount(panels.row, minlength=rows)
    width, found = max(1, int(counts.max())), []
    starts = np.concatenate([[0], np.cumsum(counts)])
    step = max(1, _MOST // (15 * width))
    for i in range(0, rows, step):
        part = panels[starts[i] : starts[min(rows, i + step)]]
        n = min(rows, i + step) - i
        place_in_row = np.arange(len(part)) - (starts[part.row] - starts[i])
        members = []
        for P in nodes(part):
            padded = []
            for x in (P.log_density, P.log_weight):
                full = np.full((n, width, 15), -inf if x is P.log_density else 0.0)
                full[part.row - i, place_in_row] = x
                padded.append(full.reshape(n, -1))
            members.append(Nodes(np, *padded))
        found.append(equation(*members))
    return np.concatenate(found)


def _log_product(powers: Sequence[float], members: Sequence[Nodes]) -> Any:
    """log of w·product p_i^a_i, -inf where a factor is 0; inf where one in a denominator is."""
    value = members[0].log_weight
    for a, P in zip(powers, members, strict=True):
        value = value + (a * np.where(P.support, P.log_density, 0.0) if a else 0.0)
    for a, P in zip(powers, members, strict=True):
        value = np.where(P.support | (a == 0), value, -inf)
    if len(powers) > 1 and powers[1] < 0:
        value = np.where(members[0].support & ~members[1].support, inf, value)
    return value


# --- whole numbers -------------------------------------------------------------------------------------------------


def _summed(families: Sequence[Any], integral: Integral, rows: int) -> Any:
    found = []
    for i in range(rows):
        one = [_taken(f, slice(i, i + 1)) for f in families]
        found.append(_sum_of_one(one, integral))
    return np.asarray(found).reshape(-1)


def _sum_of_one(families: Sequence[Any], integral: Integral) -> float:
    """Tails are left out where each member holds exp(-80), or its power of the same size, and the terms have fallen."""
    surprise = _SURPRISE / min([1.0, *(a for a in integral.powers if a > 0)])
    top = max(float(np.max(f.support()[1])) for f in families)
    for _ in range(40):
        windows = [f.window(surprise) for f in families]
        low = max(0.0, min(float(np.min(w[0])) for w in windows))
        high = min(top, max(float(np.max(w[1])) for w in windows))
        low, high = np.floor(low), np.ceil(high)
        if not high - low < _MOST:
            raise NotConverged(f"a sum over {high - low:.3g} whole numbers is more than the {_MOST:,} that are done")
        k = np.arange(low, high + 1)[None, :]
        members = [Nodes(np, _log_p(f, Points.of(k)), 0.0 * k) for f in families]
        value = float(integral.value(*members)[0])
        if not abs(value) < inf or high == top:
            return value
        ends = [slice(-8, None), slice(-16, -8)]
        if integral.powers:
            log_terms = _log_product(integral.powers, members)[0]
            last, before, whole = log_terms[ends[0]].max(), log_terms[ends[1]].max(), log_terms.max()
            if last < whole - 45:
                return value
            if last > before and integral.divergent is not None and len(integral.powers) > 1:
                return integral.divergent
        else:
            assert integral.terms is not None
            held = [[Nodes(np, P.log_density[:, end], 0.0 * P.log_density[:, end]) for P in members] for end in ends]
            last, before = (float(np.abs(integral.terms(*part))[0]) for part in held)
            if last < 1e-14 * abs(value) or last < 1e-25:
                return value
            if last > before and integral.divergent is not None:
                return integral.divergent
        surprise *= 2
    raise NotConverged("a sum over whole numbers did not reach terms that are negligible")


# --- in the caller's library ---------------------------------------------------------------------------------------


def _in_library(xp: Namespace, families: Sequence[Any], integral: Integral, lattice: bool) -> Array:
    """By a fixed rule, with derivatives: panels twice as long as the least that the adaptive rule begins with."""
    shape = np.broadcast_shapes(*(family.batch_shape for family in families))
    if lattice:
        ends = [family.window(_SURPRISE) for family in families]
        flat = [x for pair in ends for x in pair]
        if any(map(is_traced, flat)):
            k = xp.arange(2_000, dtype=flat[0].dtype)
        else:
            k = xp.arange(float(max(to_numpy(x).max() for x in flat)) + 1, dtype=flat[0].dtype, device=device_of(flat[0]))
        at = Points.of(k)
        members = [_log_p(f, at) for f in families]
        weights = 0.0 * k
    else:
        marks = [tuple(xp.broadcast_to(x, shape) for x in pair) for f in families for pair in f.landmarks()]
        double = xp.finfo(marks[0][0].dtype).bits >= 64
        reach = quadrature.DOUBLE if double else quadrature.SINGLE
        at, weights = quadrature.fixed_rule(xp, quadrature.lines(xp, marks, reach, 24))
        members = [_log_p(f, at) for f in families]
    full = np.broadcast_shapes(*(tuple(x.shape) for x in members))
    members = [xp.broadcast_to(x, full) for x in members]
    weights = xp.broadcast_to(weights, full)
    some = weights > -inf
    held = [Nodes(xp, xp.where(some, x, -inf), xp.where(some, weights, 0.0)) for x in members]
    return integral.value(*held)


def _apart(xp: Namespace, families: Sequence[Any], integral: Integral) -> Array:
    """Of distributions over whole numbers beside others over all numbers: as if each had outcomes of its own."""
    like = next(iter(families[0].parameters.values()))
    kinds = sorted({family.lattice for family in families})
    rows = [xp.asarray([0.0 if kind == f.lattice else -inf for kind in kinds], dtype=like.dtype) for f in families]
    return integral.value(*(Nodes(xp, row, xp.zeros_like(row)) for row in rows))


def entropy(P: Nodes) -> Array:
    """-E_P[log p], of the density."""
    return -P.expect(P.log_density)


def cross_entropy(P: Nodes, Q: Nodes) -> Array:
    """-E_P[log q]; inf where P has mass and Q none."""
    xp = P.xp
    terms = P.expect(xp.where(Q.support, Q.log_density, 0.0))
    return xp.where(xp.any(P.support & ~Q.support, axis=-1), inf, -terms)


def renyi_entropy(P: Nodes, *, order: float) -> Array:
    """log(integral of p^a) / (1 - a), of the density."""
    xp = P.xp
    if order == inf:
        return -xp.max(P.log_density, axis=-1)
    if abs(order - 1) < 0.5:
        return xp.log1p(P.expect(xp.expm1((order - 1) * xp.where(P.support, P.log_density, 0.0)))) / (1 - order)
    logs = xp.where(P.support, order * xp.where(P.support, P.log_density, 0.0) + P.log_weight, -inf)
    top = xp.max(logs, axis=-1, keepdims=True)
    return (top[..., 0] + xp.log(xp.sum(xp.exp(logs - top), axis=-1))) / (1 - order)


def js_terms(*P: Nodes, weights: Sequence[float] | None = None) -> Array:
    """The JS divergence of a part of the line; the equation of the whole knows what disjoint members have in common."""
    xp = P[0].xp

    def padded(x: Nodes) -> Nodes:
        blank = 0.0 * x.log_weight[..., :1]
        blank_density = xp.zeros_like(x.log_density[..., :1]) - 1e30
        return Nodes(
            xp, xp.concat([x.log_density, blank_density], axis=-1), xp.concat([x.log_weight, blank], axis=-1)
        )

    return equations.js_divergence(*map(padded, P), weights=weights)

