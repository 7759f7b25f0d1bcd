"""A quantity of families over numbers as an integral or a sum, and what both need of the families."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from plogp.backend.arrays import Array
from plogp.theory.families.nodes import Nodes
from plogp.theory.families.points import Points

Equation = Callable[..., Array]


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


def taken(family: Any, which: Any) -> Any:
    """Some of a batch."""
    return family.mapped(lambda x, _: x[which])


def log_p(family: Any, at: Points) -> Array:
    """log p at points on an axis behind those of the batch."""
    return _lifted(family).log_p(at)


def log_product(powers: Sequence[float], members: Sequence[Nodes]) -> Any:
    """log of w·product p_i^a_i, -inf where a factor is 0; inf where one in a denominator is."""
    value = members[0].log_weight
    for a, P in zip(powers, members, strict=True):
        value = value + (a * np.where(P.support, P.log_density, 0.0) if a else 0.0)
    for a, P in zip(powers, members, strict=True):
        value = np.where(P.support | (a == 0), value, -inf)
    if len(powers) > 1 and powers[1] < 0:
        value = np.where(members[0].support & ~members[1].support, inf, value)
    return value


def _lifted(family: Any) -> Any:
    """With an axis for the nodes, behind those of the batch."""
    return family.mapped(lambda x, domain: x[..., None, :] if domain.axes else x[..., None])
