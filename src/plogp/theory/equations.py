"""Every equation, once, in nats, over log p and an expectation; each native kernel computes one of these.

Divergences are sums of non-negative terms in d = log q - log p. With h(d) = exp(d) - 1 - d,

    D(P‖Q) = sum p·h(d),                because sum p·exp(d) = sum q = 1 = sum p,

which cannot be negative and does not cancel when P and Q almost agree (Csiszár & Shields 2004, "Information theory and
statistics", doi:10.1561/0100000004, section 4: D is the f-divergence of f(t) = t·log t - t + 1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import inf, log
from operator import and_

from plogp.backend.arrays import Array, Namespace, total, wide
from plogp.theory.exponential_remainder import exponential_remainder
from plogp.theory.pmf import OneHot, Pmf, as_dense, log_ratio
from plogp.theory.units import root


def entropy(P: Pmf) -> Array:
    """-E_P[log p]."""
    return -P.expect(P.log_p)


def cross_entropy(P: Pmf, Q: Pmf) -> Array:
    """-E_P[log q]; inf where P has mass and Q none, apart from the rest, so that the rest keeps its gradient."""
    if isinstance(P, OneHot):
        return -P.expect(Q.log_p)
    Q = as_dense(Q)
    terms = P.p * P.xp.where(P.support & Q.support, Q.log_p, 0.0)
    return -total(P.xp, P.xp.where(P.support & ~Q.support, -inf, terms))


def kl_divergence(P: Pmf, Q: Pmf) -> Array:
    """Sum of p·(exp(d) - 1 - d)."""
    if isinstance(P, OneHot) and not P.smoothing:
        return cross_entropy(P, Q)  # the entropy of a certain label is zero
    return total(P.xp, excess(P, Q, log_ratio(P, Q)))


def js_divergence(*P: Pmf, weights: Sequence[float] | None = None) -> Array:
    """Sum of w_i·D(P_i‖M) with M the mixture sum w_i·P_i (Lin 1991, doi:10.1109/18.61115, eq. 5.1).

    From the differences d_i of log p_i to that of the first member, and not from the rounded mixture: where all are
    small log(m/p_i) = log1p((e - e_i) / (1 + e_i)) with e_i = exp(d_i) - 1 and e their mean; elsewhere it is taken from
    the largest member. The cost grows with the number of members, not of their pairs.
    """
    P = tuple(as_dense(member) for member in P)
    w = [1 / len(P)] * len(P) if weights is None else list(weights)
    xp = P[0].xp
    mixture = sum(share * member.p for share, member in zip(w, P, strict=True))
    present = sum(xp.astype(member.support, mixture.dtype) for member in P)
    members = [(share, member) for share, member in zip(w, P, strict=True) if share > 0]
    gaps = [_from_first(members[0][1], member) for _, member in members]
    near = reduce(and_, [member.support & (xp.abs(d) < 0.5) for (_, member), d in zip(members, gaps, strict=True)])
    top = reduce(xp.maximum, [xp.where(m.support, d, -inf) for (_, m), d in zip(members, gaps, strict=True)])
    top = xp.where(top > -inf, top, 0.0)
    changes = [xp.expm1(xp.where(near, d, 0.0)) for d in gaps]
    change, relative = 0.0, 0.0  # m/p - 1 of the first member, where all almost agree; m over the largest member
    for (share, member), d, e in zip(members, gaps, changes, strict=True):
        change = change + share * e
        relative = relative + share * xp.where(member.support, xp.exp(xp.where(member.support, d - top, 0.0)), 0.0)
    log_relative = xp.log(xp.where(relative > 0, relative, 1.0))
    terms = 0.0
    for (share, member), d, e in zip(members, gaps, changes, strict=True):
        close = member.p * exponential_remainder(xp.log1p((change - e) / (1 + e)))
        apart = mixture - member.p - member.p * (log_relative + (top - d))
        terms = terms + share * xp.where(near, close, apart)
    disjoint = xp.max(present, axis=-1) <= 1  # then every outcome names its member: exactly the entropy of w
    return xp.where(disjoint, -sum(share * log(share) for share in w if share > 0), total(xp, terms))


def _from_first(first: Pmf, member: Pmf) -> Array:
    """log p of a member less that of the first, or as it is where the first has none."""
    own = member.xp.where(member.support, member.log_p, 0.0)
    return member.xp.where(first.support, log_ratio(first, member), own)


def jeffreys_divergence(P: Pmf, Q: Pmf) -> Array:
    """Sum of (q - p)·d, which is D(P‖Q) + D(Q‖P) (Jeffreys 1946, doi:10.1098/rspa.1946.0056)."""
    P, Q = as_dense(P), as_dense(Q)
    d = log_ratio(P, Q)
    return total(P.xp, P.xp.where(P.support != Q.support, inf, difference(P, Q, d) * d))


def renyi_entropy(P: Pmf, *, order: float) -> Array:
    """log(sum p^a) / (1 - a) (Rényi 1961, "On measures of entropy and information", eq. 1.21)."""
    if order == 1:
        return entropy(P)
    P = as_dense(P)
    xp = P.xp
    top = xp.max(P.log_p, axis=-1)
    if order == inf:
        return -top
    if abs(order - 1) < 0.5:  # log(1 + small) keeps its digits as the order goes to one
        return xp.log1p(_power_sum(P, order)) / (1 - order)
    relative = xp.where(P.support, (_finite(P) - top[..., None]) * order, 0.0)
    is_top = relative == 0
    others = total(xp, xp.where(P.support & ~is_top, xp.exp(relative), 0.0))
    ties = xp.sum(xp.astype(P.support & is_top, others.dtype), axis=-1)
    return (order * top + xp.log1p(others + (ties - 1))) / (1 - order)


def tsallis_entropy(P: Pmf, *, order: float) -> Array:
    """(1 - sum p^a) / (a - 1) (Tsallis 1988, doi:10.1007/BF01016429, eq. 1)."""
    if order == 1:
        return entropy(P)
    return _power_sum(as_dense(P), order) / (1 - order)


def renyi_divergence(P: Pmf, Q: Pmf, *, order: float) -> Array:
    """log(sum p^a·q^(1-a)) / (a - 1) (van Erven & Harremoës 2014, doi:10.1109/TIT.2014.2320500, eq. 1).

    With b = 1 - a the sum minus one is sum p·(h(b·d) - b·h(d)), whose terms all have the sign of a - 1: no cancellation
    when P and Q almost agree, nor when the order is almost one. Where the sum is not near one it is taken relative to
    its largest term: it may be far out of the range of floating point, where its logarithm is not.
    """
    if order == 1:
        return kl_divergence(P, Q)
    P, Q = as_dense(P), as_dense(Q)
    xp, d = P.xp, log_ratio(P, Q)
    both = P.support & Q.support
    if order == inf:
        gap = xp.where(both, -d, -inf)
        return xp.max(xp.where(P.support & ~Q.support, inf, gap), axis=-1)
    if order == 0:
        return -xp.log1p(-total(xp, xp.where(P.support, 0.0, Q.p)))
    b = 1 - order
    # Below order 1 the first form has the smaller terms: log p may be so far from zero that b·d rounds to it.
    exponents = order * _finite(P) + b * _finite(Q) if order < 1 else _finite(P) + b * d
    log_terms = xp.where(both, exponents, -inf)
    log_sum = _log_sum_exp(xp, log_terms)
    moderate = xp.abs(log_sum) < 0.5
    near = both & (xp.abs(d) * max(1.0, abs(b)) <= 1)
    small = xp.where(near, d, 0.0)
    close = P.p * (exponential_remainder(b * small) - b * exponential_remainder(small))
    mild = both & (xp.abs(b * d) < 1)  # then p^a·q^b - p is p·(exp(b·d) - 1)
    power = xp.exp(xp.where(both & ~mild & moderate[..., None], log_terms, -inf))
    apart = xp.where(mild, P.p * xp.expm1(xp.where(mild, b * d, 0.0)), power - P.p) - b * (Q.p - P.p)
    excess = xp.where(moderate, total(xp, xp.where(near, close, apart)), 0.0)
    value = xp.where(moderate, xp.log1p(excess), log_sum) / (order - 1)
    return value if order < 1 else xp.where(xp.any(P.support & ~Q.support, axis=-1), inf, value)


def total_variation(P: Pmf, Q: Pmf) -> Array:
    """Half the sum of |q - p|."""
    return total(P.xp, P.xp.abs(difference(P, Q))) / 2


def hellinger_distance(P: Pmf, Q: Pmf) -> Array:
    """sqrt(sum (√q - √p)² / 2); near agreement √q - √p = √p·(exp(d/2) - 1)."""
    P, Q = as_dense(P), as_dense(Q)
    xp, d = P.xp, log_ratio(P, Q)
    near = P.support & Q.support & (xp.abs(d) <= 1)
    close = P.p * xp.expm1(xp.where(near, d, 0.0) / 2) ** 2
    apart = (root(xp, Q.p) - root(xp, P.p)) ** 2
    return root(xp, total(xp, xp.where(near, close, apart)) / 2)


def chi_square_divergence(P: Pmf, Q: Pmf) -> Array:
    """Sum of (q - p)² / q (Pearson 1900; infinite where P has mass and Q none)."""
    P, Q = as_dense(P), as_dense(Q)
    xp, d = P.xp, log_ratio(P, Q)
    both = P.support & Q.support
    near = both & (xp.abs(d) <= 1)
    close = P.p * xp.expm1(xp.where(near, d, 0.0)) ** 2 * xp.exp(xp.where(near, -d, 0.0))
    square = _exp(xp, xp.where(both, 2 * _finite(P) - _finite(Q), _inf_on(P)))  # p² / q
    return total(xp, xp.where(near, close, square - 2 * P.p + Q.p))


def f_divergence(
    P: Pmf, Q: Pmf, *, generator: Callable[[Array], Array], at_zero: Array | float, slope_at_infinity: float
) -> Array:
    """Sum of q·f(p/q) (Csiszár 1967; Liese & Vajda 2006, doi:10.1109/TIT.2006.881731, eq. 18 for the two limits).

    The limits are paid for ratios that are 0 or infinite in floating point; elsewhere they may be NaN.
    """
    P, Q = as_dense(P), as_dense(Q)
    xp = P.xp
    log_t = xp.where(P.support & Q.support, -log_ratio(P, Q), _inf_on(P))
    log_t = xp.astype(log_t, wide(xp, log_t), copy=False)
    most = log(xp.finfo(log_t.dtype).max)
    inside, only_p = xp.abs(log_t) < most, P.support & (log_t >= most)
    only_q = Q.support & (log_t <= -most)
    terms = xp.where(inside, Q.p * generator(xp.exp(xp.where(inside, log_t, 0.0))), 0.0)
    for only, w, limit in ((only_q, Q.p, at_zero), (only_p, P.p, slope_at_infinity)):
        terms = terms + xp.where(only, xp.where(only, w, 0.0) * limit, 0.0)  # no NaN in the gradient where not paid
    return total(xp, terms)


def perplexity(P: Pmf, Q: Pmf | None = None) -> Array:
    """exp of the entropy, or of the cross-entropy: the number of equally likely outcomes it feels like."""
    return P.xp.exp(entropy(P) if Q is None else cross_entropy(P, Q))


def difference(P: Pmf, Q: Pmf, d: Array | None = None) -> Array:
    """q - p, as p·(exp(d) - 1) where that is the more exact of the two."""
    P, Q = as_dense(P), as_dense(Q)
    xp = P.xp
    d = log_ratio(P, Q) if d is None else d
    near = P.support & Q.support & (xp.abs(d) < 1)
    return xp.where(near, P.p * xp.expm1(xp.where(near, d, 0.0)), Q.p - P.p)


def excess(P: Pmf, Q: Pmf, d: Array) -> Array:
    """p·h(d) = q - p - p·d, never negative: q where p = 0, inf where P has mass and Q none."""
    P, Q = as_dense(P), as_dense(Q)
    xp = P.xp
    near = P.support & Q.support & (xp.abs(d) <= 1)
    close = P.p * exponential_remainder(xp.where(near, d, 0.0))
    apart = Q.p - P.p - P.p * xp.where(near, 0.0, d)
    return xp.where(P.support & ~Q.support, inf, xp.where(near, close, apart))


def _exp(xp: Namespace, x: Array) -> Array:
    """exp, with slope 0 where it is 0 or overflows."""
    top = log(xp.finfo(x.dtype).max)
    inside = (x > -top) & (x < top)
    return xp.where(inside, xp.exp(xp.where(inside, x, 0.0)), xp.where(x > 0, xp.full_like(x, inf), 0.0))


def _power_sum(P: Pmf, order: float) -> Array:
    """Sum of p^a less one: of terms p·(p^(a-1) - 1), or p^a - p where the power may leave the range of floats."""
    xp = P.xp
    change = (order - 1) * _finite(P)
    mild = change < 1
    far = _exp(xp, xp.where(P.support & ~mild, order * _finite(P), -inf)) - P.p
    return total(xp, xp.where(mild, P.p * xp.expm1(xp.where(mild, change, 0.0)), far))


def _log_sum_exp(xp: Namespace, x: Array) -> Array:
    """log(sum exp(x)) over the last axis, -inf where all are."""
    top = xp.max(x, axis=-1, keepdims=True)
    top = xp.where(top > -inf, top, 0.0)
    mass = total(xp, _exp(xp, x - top))
    return xp.where(mass > 0, top[..., 0] + xp.log(xp.where(mass > 0, mass, 1.0)), -inf)


def _inf_on(P: Pmf) -> Array:
    """inf on the support, -inf elsewhere."""
    return P.xp.where(P.support, P.xp.full_like(P.p, inf), -inf)


def _finite(P: Pmf) -> Array:
    """Log p with 0 in place of -inf, for terms that are masked afterwards."""
    return P.xp.where(P.support, P.log_p, 0.0)
