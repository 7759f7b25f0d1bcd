"""Equations of quantities that know the density itself, and not only ratios: of `Nodes`, in nats."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from plogp.backend.arrays import Array
from plogp.theory import equations
from plogp.theory.families.nodes import Nodes


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
        return Nodes(xp, xp.concat([x.log_density, blank_density], axis=-1), xp.concat([x.log_weight, blank], axis=-1))

    return equations.js_divergence(*map(padded, P), weights=weights)
