"""Any f-divergence, from its generator."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, nan
from typing import Any

import numpy as np

from plogp.backend.arrays import Array, device_of, eager, is_array, is_traced, namespace, wide, without_warnings
from plogp.distributions.array_input import float_numbers
from plogp.distributions.families.family import Family
from plogp.distributions.foreign import Foreign
from plogp.distributions.pmfs import as_pmfs
from plogp.quantities._catalogue import defines
from plogp.quantities._dispatch import Distribution, answer
from plogp.quantities._quantity import Quantity
from plogp.theory import equations
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import called, number_of, shown
from plogp.theory.pmf import Pmf
from plogp.theory.units import PURE

F_DIVERGENCE = Quantity(
    "f_divergence",
    equations.f_divergence,
    PURE,
    parameters=dict.fromkeys(("generator", "at_zero", "slope_at_infinity"), lambda checked: checked),
)


@defines(F_DIVERGENCE)
def f_divergence(
    p: Distribution,
    q: Distribution,
    /,
    generator: Callable[[Array], Array],
    *,
    at_zero: float | None = None,
    slope_at_infinity: float | None = None,
) -> Array:
    """The f-divergence D_f(P‖Q) of a convex generator f with f(1) = 0.

    D_f(P‖Q) = sum q·f(p/q)

    Parameters
    ----------
    p, q : distribution
        Truth and model.
    generator : callable
        f, from arrays of positive ratios to arrays of the same library.
    at_zero : float, optional
        The limit of f(t) at t = 0, paid where only Q has mass. Evaluated from `generator` if left out.
    slope_at_infinity : float, optional
        The limit of f(t) / t, paid where only P has mass: `inf` for Kullback-Leibler and chi-square, 1/2 for total
        variation. Needed there alone.

    Returns
    -------
    array (...)
        Not negative, a pure number.

    Raises
    ------
    InvalidParameter
        f(1) is not 0, or a limit was left out that is paid: f(0), where the generator gives NaN, or the slope.

    Notes
    -----
    Kullback-Leibler is f(t) = t·log t; the named quantities of this package are more exact near agreement. Ratios p/q
    beyond the range of floating point are paid as those of 0 and infinity. Where nothing can be looked at (under
    `jax.jit`), a limit that is paid and was left out gives NaN. Of parametric families the generator is called with
    arrays of NumPy, and for derivatives with those of the parameters.

    References
    ----------
    Liese & Vajda 2006, "On divergences and informations", doi:10.1109/TIT.2006.881731, eq. 18.

    Examples
    --------
    >>> import plogp
    >>> plogp.f_divergence([0.8, 0.2], [0.6, 0.4], lambda t: (t - 1) ** 2).round(6)
    np.float64(0.166667)
    """
    zero, slope = _limit("at_zero", at_zero), _limit("slope_at_infinity", slope_at_infinity)
    if isinstance(p, Family | Foreign) or isinstance(q, Family | Foreign):
        ends, _ = _ends(generator, np.asarray([0.0, 1.0]))
        at_zero = float(ends[0]) if zero is None else zero
        limits = {"at_zero": at_zero, "slope_at_infinity": nan if slope is None else slope}
        value = answer(F_DIVERGENCE, p, q, generator=generator, **limits)
        if not is_traced(value) and bool(namespace(value).any(namespace(value).isnan(value))):
            raise InvalidParameter(
                "the two have not the same support: give the limits that are paid, at_zero= and slope_at_infinity="
            )
        return value
    P, Q = as_pmfs((p, q))
    with without_warnings(P.xp), eager():  # its two ends, also under jit
        ends, known = _ends(generator, P.xp.asarray([0.0, 1.0], dtype=wide(P.xp, P.p), device=device_of(P.p)))
    value = F_DIVERGENCE.evaluate(
        (P, Q),
        generator=generator,
        at_zero=ends[0] if zero is None else zero,
        slope_at_infinity=nan if slope is None else slope,
    )
    if not is_traced(value) and bool(P.xp.any(P.xp.isnan(value))):
        raise InvalidParameter(
            _what_is_missing(P, Q, at_zero is None and known is not None and isnan(known[0]), slope_at_infinity)
        )
    return value


def _ends(generator: Callable[[Array], Array], ratios: Array) -> tuple[Array, Any]:
    """f(0) and f(1), which is 0; and in NumPy, where they can be looked at."""
    xp = namespace(ratios)
    with without_warnings(xp):
        ends = called("generator", generator, ratios)
    if not is_array(ends) or ends.shape != (2,) or namespace(ends).__name__ != xp.__name__:
        raise InvalidParameter(
            f"a generator gives an array as long as that of its ratios and of its library, not {shown(ends)}"
        )
    known = None if is_traced(ends) else float_numbers(ends, "what a generator gives")
    if known is not None and not abs(known[1]) < 1e-6:
        raise InvalidParameter(f"a generator has f(1) = 0, but this one gives {known[1]:g}")
    return ends, known


def _limit(name: str, value: Any) -> Any:
    """A limit as a number; one of an array library, which may be traced, as it is."""
    if value is None or (is_array(value) and value.ndim == 0 and not isinstance(value, np.ndarray)):
        return value
    number = number_of(value)
    if isnan(number):
        raise InvalidParameter(f"{name} is the limit of a generator, a number, but it is {shown(value)}")
    return number


def _what_is_missing(P: Pmf, Q: Pmf, unknown_at_zero: bool, slope_at_infinity: float | None) -> str:
    """Why an f-divergence is NaN."""
    if unknown_at_zero and bool(P.xp.any(Q.support & ~P.support)):
        return "Q has mass where P has none, and the generator is NaN at 0: give its limit there as at_zero="
    if slope_at_infinity is None:
        return (
            "P has mass where Q has none, or next to none: give the limit of f(t) / t as slope_at_infinity=, inf if it "
            "has none"
        )
    return "the generator gives NaN for a ratio above 0"
