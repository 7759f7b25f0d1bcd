"""The quantities of an exponential family, once for all: everything is a Bregman divergence of its log-normaliser A.

Let D(s, t) be the divergence from the member with the natural parameters θp + s·(θq - θp) to that with t, so that
D(0, 1) is the Kullback-Leibler divergence of P and Q (Banerjee et al. 2005, JMLR 6, theorem 4). With t = 1 - a the
Rényi divergence of order a, [A(θt) - a·A(θp) - (1 - a)·A(θq)] / (a - 1), is a sum of such divergences, none negative:

    below 1   [a·D(t, 0) + (1 - a)·D(t, 1)] / (1 - a)
    above 1   D(0, 1) + D(0, t) / (a - 1)

(van Erven & Harremoës 2014, doi:10.1109/TIT.2014.2320500, theorem 30),

because A is linear on neither side but its tangents are: those at θt cancel in the first, those at θp in the second.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from plogp.backend.arrays import Array, Namespace
from plogp.theory.errors import Unanswerable

Between = Callable[[float, float], Array]  # D(s, t)


def kl_divergence(divergence: Between) -> Array:
    """D(P‖Q)."""
    return divergence(0, 1)


def renyi_divergence(divergence: Between, order: float) -> Array:
    """D_a(P‖Q); inf where the order is above one and leaves the natural parameters."""
    if order == inf:
        raise Unanswerable("the Rényi divergence of infinite order is not computed for a parametric family")
    t = 1.0 - order
    if order == 1:
        return divergence(0, 1)
    if order == 0:  # members of a family have one support
        return 0.0 * divergence(0, 1)
    if order < 1:
        return (order * divergence(t, 0) + t * divergence(t, 1)) / t
    return divergence(0, 1) + divergence(0, t) / (order - 1)


def hellinger_distance(xp: Namespace, half: Array) -> Array:
    """sqrt(1 - exp(-D_½(P‖Q) / 2)), for the Bhattacharyya coefficient is the exponential; slope 0 at equality."""
    square = -xp.expm1(-half / 2)
    return xp.where(square > 0, xp.sqrt(xp.where(square > 0, square, 1.0)), 0.0)
