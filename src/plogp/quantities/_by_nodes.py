"""Quantities of families over numbers, by sums over whole numbers and by adaptive quadrature over all others.

A family seen at the nodes of a rule is a `Pmf` like any other, so that each quantity is its own equation. Values are
found in NumPy's float64, to 1e-9 of the value or 1e-12 absolutely, whichever is more, and checked twice: each density
integrates to one, and the same mesh with twice the panels gives the same value. Derivatives, and all of it while it is
traced, come from a fixed rule in the caller's array library.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, Namespace, constant, device_of, is_traced, place, to_numpy
from plogp.quantities._adaptive import integrated
from plogp.quantities._integral import Integral, log_p, taken
from plogp.quantities._lattice import SURPRISE, summed
from plogp.theory.errors import NotConverged
from plogp.theory.families import quadrature
from plogp.theory.families.nodes import Nodes
from plogp.theory.families.points import Points

_TRACED = 2_000  # whole numbers in a sum while it is traced
_ROUGH = 1e-5  # by which the rule of derivatives may be off
_BATCH = 256  # integrals that are refined together


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
        if lattice:
            found = summed(flat, integral, n)
        else:
            parts = [slice(i, min(i + _BATCH, n)) for i in range(0, n, _BATCH)]
            found = [integrated([taken(f, part) for f in flat], integral, part.stop - part.start) for part in parts]
            found = np.concatenate(found) if found else np.zeros(0)
    like = parameters[0]
    value = place(np.reshape(found, shape), like)
    value = xp.astype(value, like.dtype, copy=False)
    if any(getattr(x, "requires_grad", False) for x in parameters):
        rough = _in_library(xp, families, integral, lattice)
        finite = xp.abs(value) < inf
        near = xp.abs(constant(rough) - value) <= _ROUGH * (1 + xp.abs(value))
        if not bool(xp.all(near | ~finite)):
            raise NotConverged("the rule that derivatives come from does not resolve these distributions: detach them")
        value = value + xp.where(finite, rough - constant(rough), 0.0)
    return value


def _flattened(family: Any, shape: tuple[int, ...]) -> Any:
    def change(x: Array, domain: Any) -> Any:
        held = to_numpy(x).astype(np.float64)
        own = held.shape[held.ndim - domain.axes :]
        return np.ascontiguousarray(np.broadcast_to(held, (*shape, *own))).reshape(-1, *own)

    return family.mapped(change)


def _in_library(xp: Namespace, families: Sequence[Any], integral: Integral, lattice: bool) -> Array:
    """By a fixed rule, with derivatives; NaN where a density that it sees does not integrate to one."""
    shape = np.broadcast_shapes(*(family.batch_shape for family in families))
    if lattice:
        ends = [family.window(SURPRISE) for family in families]
        flat = [x for pair in ends for x in pair]
        most = _TRACED if any(map(is_traced, flat)) else float(max(to_numpy(x).max() for x in flat)) + 1
        k = xp.arange(most, dtype=flat[0].dtype, device=device_of(flat[0]))
        at = Points.of(k)
        members = [log_p(f, at) for f in families]
        weights = 0.0 * k
    else:
        marks = [tuple(xp.broadcast_to(x, shape) for x in pair) for f in families for pair in f.landmarks()]
        double = xp.finfo(marks[0][0].dtype).bits >= 64
        reach = quadrature.DOUBLE if double else quadrature.SINGLE
        at, weights = quadrature.fixed_rule(xp, quadrature.lines(xp, marks, reach, 24))
        members = [log_p(f, at) for f in families]
    full = np.broadcast_shapes(*(tuple(x.shape) for x in members))
    members = [xp.broadcast_to(x, full) for x in members]
    weights = xp.broadcast_to(weights, full)
    some = weights > -inf
    held = [Nodes(xp, xp.where(some, x, -inf), xp.where(some, weights, 0.0)) for x in members]
    tolerance = 1e-6 if xp.finfo(held[0].dtype).bits >= 64 else 1e-4
    value, right = integral.value(*held), True
    for P in held:
        right = right & (xp.abs(xp.sum(P.p, axis=-1) - 1) < tolerance)
    return xp.where(right, value, float("nan"))


def _apart(xp: Namespace, families: Sequence[Any], integral: Integral) -> Array:
    """Of distributions over whole numbers beside others over all numbers: as if each had outcomes of its own."""
    like = next(iter(families[0].parameters.values()))
    kinds = sorted({family.lattice for family in families})
    rows = [xp.asarray([0.0 if kind == f.lattice else -inf for kind in kinds], dtype=like.dtype) for f in families]
    return integral.value(*(Nodes(xp, row, xp.zeros_like(row)) for row in rows))
