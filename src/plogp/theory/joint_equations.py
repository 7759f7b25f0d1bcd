"""The equations of several variables, each composed from the divergence or the entropy of its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from math import prod
from operator import mul

from plogp.backend.arrays import Array, Namespace, move_axis, wide
from plogp.theory import equations
from plogp.theory.pmf import Weights


@dataclass(frozen=True, eq=False)
class JointPmf:
    """Weights over the last `order` axes, one axis a variable: (..., k1, …, kr)."""

    xp: Namespace
    w: Array
    order: int

    def marginal(self, *variables: int) -> Array:
        """The weights of some of the variables, the others summed out with length one: (..., k1 or 1, …)."""
        others = tuple(i - self.order for i in range(self.order) if i not in variables)
        return self.xp.sum(self.w, axis=others, keepdims=True, dtype=wide(self.xp, self.w)) if others else self.w

    def flat(self, w: Array) -> Weights:
        """Weights over some of the variables as one distribution."""
        lead = tuple(w.shape[: len(w.shape) - self.order])
        return Weights(self.xp, self.xp.reshape(w, (*lead, prod(w.shape[len(lead) :]))))

    def entropy(self, *variables: int) -> Array:
        """H of some of the variables together."""
        return equations.entropy(self.flat(self.marginal(*variables)))

    def against(self, model: Array) -> Array:
        """D(joint ‖ model) for a model in the shape of the joint."""
        model = self.xp.astype(self.xp.broadcast_to(model, self.w.shape), self.w.dtype)
        return equations.kl_divergence(self.flat(self.w), self.flat(model))


def mutual_information(J: JointPmf) -> Array:
    """I(X;Y|Z), Z being all variables after the first two."""
    return _shared(J, (0,), (1,), range(2, J.order))


def _shared(J: JointPmf, a: Iterable[int], b: Iterable[int], given: Iterable[int]) -> Array:
    """I(A;B|C) = D(p(a,b,c) ‖ p(a,c)·p(b,c) / p(c)) of groups of variables (Cover & Thomas 2006, eq. 2.61)."""
    a, b, given = tuple(a), tuple(b), tuple(given)
    part = JointPmf(J.xp, J.marginal(*a, *b, *given), J.order)
    given_mass = part.marginal(*given)
    mass = J.xp.where(given_mass > 0, given_mass, 1.0)
    return part.against(part.marginal(*a, *given) * (part.marginal(*b, *given) / mass))


def conditional_entropy(J: JointPmf) -> Array:
    """Sum over y of p(y)·H(X | Y = y), y being all variables after the first (Cover & Thomas 2006, eq. 2.10)."""
    xp = J.xp
    given = move_axis(xp, J.w, -J.order, -1)  # (..., k2, …, kr, k1)
    mass = xp.sum(given, axis=-1, dtype=wide(xp, given))
    rows = equations.entropy(Weights(xp, xp.where(mass[..., None] > 0, given, 1.0)))  # of mass 0 any row will do
    axes = tuple(range(1 - J.order, 0))
    return xp.sum(mass * rows, axis=axes) / xp.sum(mass, axis=axes)


def variation_of_information(J: JointPmf) -> Array:
    """H(X|Y) + H(Y|X), a metric (Meilă 2007, doi:10.1016/j.jmva.2006.11.013, eq. 16)."""
    swapped = JointPmf(J.xp, move_axis(J.xp, J.w, -1, -2), J.order)
    return conditional_entropy(J) + conditional_entropy(swapped)


def normalized_mutual_information(J: JointPmf) -> Array:
    """2·I(X;Y) / (H(X) + H(Y)); 0 where both are constant, since a constant tells nothing."""
    shared, whole = mutual_information(J), J.entropy(0) + J.entropy(1)
    return J.xp.where(whole > 0, 2 * shared / J.xp.where(whole > 0, whole, 1.0), 0.0)


def total_correlation(J: JointPmf) -> Array:
    """D(p(x1,…,xr) ‖ p(x1)…p(xr)) (Watanabe 1960, doi:10.1147/rd.41.0066)."""
    return J.against(reduce(mul, [J.marginal(i) for i in range(J.order)]))


def dual_total_correlation(J: JointPmf) -> Array:
    """H(X1,…,Xr) - sum H(Xi | all others), as the sum over i of I(Xi; those before | those after).

    Each term is H(Xi | those after) - H(Xi | all others), and the first parts add up to the joint entropy by the chain
    rule (Han 1978, doi:10.1016/S0019-9958(78)90275-9, for the quantity).
    """
    return sum(_shared(J, (i,), range(i), range(i + 1, J.order)) for i in range(1, J.order))


def o_information(J: JointPmf) -> Array:
    """TC - DTC (Rosas et al. 2019, doi:10.1103/PhysRevE.100.032305), term by term of their two sums.

    TC is the sum of I(Xi; those before), DTC that of I(Xi; those before | those after); the last terms are equal.
    """
    terms = [
        _shared(J, (i,), range(i), ()) - _shared(J, (i,), range(i), range(i + 1, J.order))
        for i in range(1, J.order - 1)
    ]
    return sum(terms, start=J.xp.sum(J.w, axis=tuple(range(-J.order, 0))) * 0.0)


def interaction_information(J: JointPmf) -> Array:
    """I(X1;…;Xr|Z) - I(X1;…;Xr) from I(X;Y) on (McGill 1954, doi:10.1007/BF02289159).

    Unrolled: the sum over the sets S of the variables after the first two of ±I(X1;X2|S), minus where an odd number of
    them is left out.
    """
    others = range(2, J.order)
    return sum(
        (-1) ** (J.order - size) * _shared(J, (0,), (1,), given)
        for size in range(J.order - 1)
        for given in combinations(others, size)
    )
