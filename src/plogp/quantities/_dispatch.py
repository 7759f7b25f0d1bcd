"""The way from what the caller holds to the number: a fused kernel or an equation for what is known, an estimator for
what was observed; units and checks once, here."""

from __future__ import annotations

from collections.abc import Callable
from math import e, inf
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from plogp.backend import kernels, torch_autograd
from plogp.backend.arrays import Array, ArrayLike, Namespace, without_warnings
from plogp.distributions.known import Known
from plogp.distributions.observed import Observed
from plogp.distributions.pmfs import as_pmfs
from plogp.distributions.validity import warn_of_probabilities
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import number_of, shown
from plogp.theory.pmf import OneHot, Pmf
from plogp.theory.units import log_of

if TYPE_CHECKING:
    from plogp.results.estimate import Estimate

Distribution: TypeAlias = "Known | ArrayLike | list[Any] | tuple[Any, ...]"
"""What is known exactly: a type of `plogp.distributions`, or a bare array or list of probabilities."""


def known(equation: Callable[..., Array], *held: Any, base: float = e, **parameters: Any) -> Array:
    """An equation of known distributions, each row on its own, in units of the base."""
    unit = None if base is e else log_of(base)
    value = kernels.fused(equation.__name__, *held, **parameters)
    if value is None and not parameters:
        value = torch_autograd.fused(equation.__name__, held, lambda *again: evaluate(equation, *as_pmfs(again)))
    if value is not None:
        warn_of_probabilities(*held)
        return value if unit is None else in_base(value, base)
    pmfs = as_pmfs(held)
    value = evaluate(equation, *pmfs, **parameters)
    return value if unit is None else in_base(value, base)


def estimated(quantity: str, p: Observed, **parameters: Any) -> Estimate:
    """A quantity of what was observed, by an estimator."""
    from plogp.quantities import _estimation  # estimators are imported by those who estimate

    return _estimation.estimated(quantity, p, **parameters)


def compared(quantity: str, *held: Any, **parameters: Any) -> Estimate:
    """A divergence of which at least one argument was observed, by an estimator."""
    from plogp.quantities import _estimation  # estimators are imported by those who estimate

    return _estimation.compared(quantity, *held, **parameters)


def evaluate(equation: Callable[..., Array], *pmfs: Pmf, **parameters: Any) -> Array:
    """The equation's value, in nats, in the precision that came in."""
    xp = pmfs[0].xp
    with without_warnings(xp):
        value = equation(*pmfs, **parameters)
        for P in pmfs:
            if isinstance(P, OneHot) and P.keep is not None:
                value = xp.where(P.keep, value, 0.0)
    dtypes = [P.dtype for P in pmfs]
    return finished(xp, value, xp.result_type(*dtypes) if len(set(dtypes)) > 1 else dtypes[0])


def finished(xp: Namespace, value: Array, dtype: Any) -> Array:
    """In the precision that came in; one number of NumPy as its scalar, as NumPy's own reductions answer."""
    value = 0.0 - (-xp.astype(value, dtype, copy=False))  # a zero without a sign; XLA would take x + 0.0 for x
    return value[()] if isinstance(value, np.ndarray) else value


def in_base(value: Array, base: float) -> Array:
    """Nats in units of the base; a zero has no sign, whatever that of the logarithm."""
    return 0.0 - value / -log_of(base)


def order_of(order: float) -> float:
    """A checked order of a Rényi or Tsallis quantity."""
    number = number_of(order)
    if not number >= 0:
        raise InvalidParameter(f"order must be a number, zero or more, but it is {shown(order)}")
    return number


def renyi_order_of(order: float) -> float:
    """The same of a Rényi quantity: beyond 2^100, whose products leave the range of float32, it is that of infinity.

    The two differ by no more than log(1 / p) / order, which no floating point number shows there.
    """
    number = order_of(order)
    return inf if number > 2.0**100 else number


__all__ = ["Distribution", "Observed", "as_pmfs", "compared", "estimated", "evaluate", "finished", "known"]
