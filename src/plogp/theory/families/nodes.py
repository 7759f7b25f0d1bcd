"""A distribution seen at the nodes of a rule of integration: to the equations it is one more `Pmf`."""

from __future__ import annotations

from typing import Any

from plogp.backend.arrays import Array, Namespace, total
from plogp.theory.cached import cached


class Nodes:
    """Of n nodes on the last axis, node i stands for the mass w_i·p(x_i).

    Divergences are sums of p·g(q/p), in which the weights cancel: their equations for probabilities hold as they are.
    Entropies know the density itself, see `log_density`.
    """

    def __init__(self, xp: Namespace, log_density: Array, log_weight: Array) -> None:
        self.xp, self.log_density, self.log_weight = xp, log_density, log_weight
        self.dtype: Any = log_density.dtype
        self.support = log_density > -float("inf")

    @cached
    def log_p(self) -> Array:
        held = self.xp.where(self.support, self.log_density, 0.0) + self.log_weight
        return self.xp.where(self.support, held, -float("inf"))

    @cached
    def p(self) -> Array:
        return self.xp.where(self.support, self.xp.exp(self.xp.where(self.support, self.log_p, 0.0)), 0.0)

    def expect(self, value: Array) -> Array:
        """The expectation of `value` over the last axis, with 0 · inf = 0."""
        return total(self.xp, self.p * self.xp.where(self.support, value, 0.0))
