"""The gradient of every quantity with respect to the logits of one of its arguments.

With p = softmax(z) and u = p·∂D/∂p, the chain rule gives ∂D/∂z = u - p·sum(u). Where the sum is known it is written
out, and differences of p and q are taken as `equations.difference` takes them, so that a gradient that is almost zero
keeps its digits. Off the support the gradient is 0; where the value is infinite it is that of the finite part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

from plogp.backend.arrays import Array, total
from plogp.theory import equations
from plogp.theory.pmf import OneHot, Pmf, as_dense, log_ratio

Slope = Callable[..., Array]


def entropy(P: Pmf, *, of: int) -> Array:
    """-p·(log p + H)."""
    return -P.p * _on(P, P.log_p + _column(P, equations.entropy(P)))


def cross_entropy(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """q - p for the model; -p·(log q + H(P, Q)) for the truth."""
    if of == 1:
        return equations.difference(P, Q)
    return -P.p * _on(P, _on(Q, Q.log_p) + _column(P, P.expect(-_on(Q, Q.log_p))))


def kl_divergence(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """q - p for the model; -p·(d + D) with d = log q - log p for the truth."""
    if of == 1:
        return equations.difference(P, Q)
    d = log_ratio(P, Q)
    return -P.p * _on(P, d + _column(P, P.expect(-d)))


def js_divergence(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """p·(log(p/m) - D(P‖M)) / 2, with log(m/p) from the difference of the two."""
    mine, other = (P, Q) if of == 0 else (Q, P)
    xp = mine.xp
    half = equations.difference(mine, other) / 2
    change = half / xp.where(mine.p > 0, mine.p, 1.0)
    up = xp.where(mine.p > 0, xp.log1p(xp.where(xp.abs(change) < inf, change, 0.0)), 0.0)  # log(m/p)
    return -mine.p * (up - _column(mine, total(xp, mine.p * up))) / 2


def jeffreys_divergence(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """The slopes of D(P‖Q) and D(Q‖P) together."""
    return kl_divergence(P, Q, of=of) + kl_divergence(Q, P, of=1 - of)


def perplexity(P: Pmf, Q: Pmf | None = None, *, of: int) -> Array:
    """Perplexity times the slope of its logarithm."""
    slope = entropy(P, of=of) if Q is None else cross_entropy(P, Q, of=of)
    return slope * _column(P, equations.perplexity(P, Q))


def tsallis_entropy(P: Pmf, *, order: float, of: int) -> Array:
    """u = -a·p^a / (a - 1)."""
    if order == 1:
        return entropy(P, of=of)
    return _chain(P, order / (1 - order) * _on(P, P.xp.exp(order * _on(P, P.log_p))))


def renyi_entropy(P: Pmf, *, order: float, of: int) -> Array:
    """u = a / (1 - a)·p^a / sum p^a; at infinity that of -log max p."""
    if order == 1:
        return entropy(P, of=of)
    if order == inf:
        top = P.xp.astype(P.p == P.xp.max(P.p, axis=-1, keepdims=True), P.p.dtype)
        return _chain(P, -top / P.xp.sum(top, axis=-1, keepdims=True))
    return _chain(P, order / (1 - order) * _share(P, order * _on(P, P.log_p), P.support))


def renyi_divergence(P: Pmf, Q: Pmf, *, order: float, of: int) -> Array:
    """u = (1 - a or a) / (a - 1)·p^a·q^(1-a) / sum."""
    if order == 1:
        return kl_divergence(P, Q, of=of)
    both = P.support & Q.support
    if order == inf:
        ratio = P.xp.where(both, -log_ratio(P, Q), -inf)
        top = P.xp.astype(both & (ratio == P.xp.max(ratio, axis=-1, keepdims=True)), P.p.dtype)
        share = top / P.xp.maximum(P.xp.sum(top, axis=-1, keepdims=True), P.xp.ones_like(top[..., :1]))
        return _chain((P, Q)[of], share if of == 0 else -share)
    share = _share(P, order * _on(P, P.log_p) + (1 - order) * _on(Q, Q.log_p), both)
    return _chain((P, Q)[of], -share if of == 1 else order / (order - 1) * share)


def total_variation(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """u = q·sign(q - p) / 2."""
    mine, other = (P, Q) if of == 0 else (Q, P)
    return _chain(mine, mine.p * P.xp.sign(equations.difference(other, mine)) / 2)


def hellinger_distance(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """u = √q·(√q - √p) / (4·H), with √q - √p = √q·(1 - exp(d/2)) near agreement."""
    mine, other = (P, Q) if of == 0 else (Q, P)
    xp, d = P.xp, log_ratio(mine, other)
    root = xp.sqrt(mine.p)
    near = mine.support & other.support & (xp.abs(d) <= 1)
    gap = xp.where(near, -root * xp.expm1(xp.where(near, d, 0.0) / 2), root - xp.sqrt(other.p))
    return _over(_chain(mine, root * gap / 2), 2 * equations.hellinger_distance(P, Q), P)


def chi_square_divergence(P: Pmf, Q: Pmf, *, of: int) -> Array:
    """u = -p² / q for the model, 2·p² / q for the truth."""
    square = P.p * (P.p / P.xp.where(Q.p > 0, Q.p, 1.0))
    return _chain((P, Q)[of], -square if of == 1 else 2 * square)


def gradient_by_logits(gradient: Slope, pmfs: Sequence[Pmf], of: int, parameters: Mapping[str, Any]) -> Array:
    """The gradient of a quantity by the logits of argument `of`; 0 in rows that do not count."""
    value = gradient(*(as_dense(P) for P in pmfs), of=of, **parameters)
    for P in pmfs:
        if isinstance(P, OneHot) and P.keep is not None:
            value = P.xp.where(P.keep[..., None], value, 0.0)
    return value


def _on(P: Pmf, value: Array) -> Array:
    return P.xp.where(P.support, value, 0.0)


def _column(P: Pmf, value: Array) -> Array:
    return P.xp.astype(value, P.p.dtype)[..., None]


def _chain(P: Pmf, u: Array) -> Array:
    return u - P.p * _column(P, total(P.xp, u))


def _share(P: Pmf, log_terms: Array, where: Array) -> Array:
    """exp(log_terms) over its sum, where the terms are."""
    top = P.xp.max(P.xp.where(where, log_terms, -inf), axis=-1, keepdims=True)
    terms = P.xp.where(where, P.xp.exp(P.xp.where(where, log_terms - top, 0.0)), 0.0)
    mass = _column(P, total(P.xp, terms))
    return terms / P.xp.where(mass > 0, mass, 1.0)


def _over(slope: Array, value: Array, P: Pmf) -> Array:
    value = _column(P, value)
    return P.xp.where(value > 0, slope / P.xp.where(value > 0, value, 1.0), 0.0)
