"""Any f-divergence, from its generator."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isnan

import numpy as np

from plogp.backend.arrays import Array
from plogp.quantities._doors import Distribution, as_pmfs, evaluate
from plogp.theory import equations
from plogp.theory.errors import InvalidParameter


def f_divergence(
    p: Distribution,
    q: Distribution,
    /,
    generator: Callable[[Array], Array],
    *,
    at_zero: float | None = None,
    slope_at_infinity: float = inf,
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
    slope_at_infinity : float
        The limit of f(t) / t, paid where only P has mass.

    Returns
    -------
    array (...)
        Not negative, a pure number.

    Raises
    ------
    InvalidParameter
        f(1) is not 0, or f(0) is not a number and `at_zero` was left out.

    Notes
    -----
    Kullback-Leibler is f(t) = t·log t; the named quantities of this package are more exact near agreement.

    References
    ----------
    Liese & Vajda 2006, "On divergences and informations", doi:10.1109/TIT.2006.881731, eq. 18.

    Examples
    --------
    >>> import plogp
    >>> plogp.f_divergence([0.8, 0.2], [0.6, 0.4], lambda t: (t - 1) ** 2).round(6)
    np.float64(0.166667)
    """
    P, Q = as_pmfs((p, q))
    with np.errstate(all="ignore"):
        limit, at_one = (float(value) for value in generator(P.xp.asarray([0.0, 1.0])))
    at_zero = limit if at_zero is None else at_zero
    if not abs(at_one) < 1e-6:
        raise InvalidParameter(f"a generator has f(1) = 0, but this one gives {at_one:g}")
    if isnan(at_zero):
        raise InvalidParameter("the generator is NaN at 0: give its limit there as at_zero=")
    return evaluate(
        equations.f_divergence, P, Q, generator=generator, at_zero=at_zero, slope_at_infinity=slope_at_infinity
    )
