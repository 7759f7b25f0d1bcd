"""The equations of several variables, each composed from the divergence or the entropy of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from plogp.backend.arrays import Array, Namespace, wide
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
    """D(p(x,y,z) ‖ p(x,z)·p(y,z) / p(z)), z being all variables after the first two (Cover & Thomas 2006, eq. 2.61)."""
    given = tuple(range(2, J.order))
    given_mass = J.marginal(*given)
    mass = J.xp.where(given_mass > 0, given_mass, 1.0)
    return J.against(J.marginal(0, *given) * (J.marginal(1, *given) / mass))


def conditional_entropy(J: JointPmf) -> Array:
    """Sum over y of p(y)·H(X | Y = y), y being all variables after the first (Cover & Thomas 2006, eq. 2.10)."""
    xp = J.xp
    given = xp.moveaxis(J.w, -J.order, -1)  # (..., k2, …, kr, k1)
    rows = equations.entropy(Weights(xp, given))
    mass = xp.sum(given, axis=-1, dtype=wide(xp, given))
    axes = tuple(range(1 - J.order, 0))
    return xp.sum(mass * rows, axis=axes) / xp.sum(mass, axis=axes)


def variation_of_information(J: JointPmf) -> Array:
    """H(X|Y) + H(Y|X), a metric (Meilă 2007, doi:10.1016/j.jmva.2006.11.013, eq. 16)."""
    swapped = JointPmf(J.xp, J.xp.moveaxis(J.w, -1, -2), J.order)
    return conditional_entropy(J) + conditional_entropy(swapped)


def normalized_mutual_information(J: JointPmf) -> Array:
    """2·I(X;Y) / (H(X) + H(Y)); 0 where both are constant, since a constant tells nothing."""
    shared, whole = mutual_information(J), J.entropy(0) + J.entropy(1)
    return J.xp.where(whole > 0, 2 * shared / J.xp.where(whole > 0, whole, 1.0), 0.0)


def total_correlation(J: JointPmf) -> Array:
    """D(p(x1,…,xr) ‖ p(x1)…p(xr)) (Watanabe 1960, doi:10.1147/rd.41.0066)."""
    return J.against(prod((J.marginal(i) for i in range(1, J.order)), start=J.marginal(0)))


def interaction_information(J: JointPmf) -> Array:
    """I(X;Y|Z) - I(X;Y): positive for synergy (McGill 1954, doi:10.1007/BF02289159)."""
    pair = JointPmf(J.xp, J.xp.sum(J.w, axis=-1, dtype=wide(J.xp, J.w)), 2)
    return mutual_information(J) - mutual_information(pair)
