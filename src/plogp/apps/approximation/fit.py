"""The member of a family that is nearest to a target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from plogp.apps.approximation.starts import quantiles, starts
from plogp.backend.arrays import Array, to_numpy
from plogp.distributions.array_input import float_numbers
from plogp.distributions.families.domains import Domain
from plogp.distributions.families.exponential_family import ExponentialFamily
from plogp.distributions.families.family import Family
from plogp.distributions.families.reading import in_one_library
from plogp.distributions.families.uniform import Uniform
from plogp.quantities.kl_divergence import kl_divergence
from plogp.theory.errors import InvalidParameter, NotConverged, ShapeMismatch, Unanswerable
from plogp.theory.families.points import Points
from plogp.theory.parameters import called, shown

Divergence = Callable[[Any, Any], Array]
_STEP = 1e-4  # of the central differences, where a value known to 1e-9 gives a slope to 1e-5


@dataclass(frozen=True)
class Fit:
    """What a fit found.

    Attributes
    ----------
    member : family
        The member of the family that is nearest to the target.
    divergence : float
        How far it is, in nats; of samples, which have no density, the mean of -log p in place of it.
    """

    member: Any
    divergence: float


def reverse(divergence: Divergence) -> Divergence:
    """The divergence from the member to the target in place of that from the target to the member.

    Parameters
    ----------
    divergence : function
        Of two distributions, such as `plogp.kl_divergence`.

    Examples
    --------
    >>> import plogp
    >>> from plogp.apps.approximation import reverse
    >>> reverse(plogp.kl_divergence)(plogp.Uniform(0, 4), plogp.Uniform(0, 1)).round(6)
    np.float64(1.386294)
    """

    def reversed_divergence(target: Any, member: Any) -> Array:
        return called("divergence", divergence, member, target)

    return reversed_divergence


def fit(family: Any, target: Any, divergence: Divergence = kl_divergence) -> Fit:
    """The member Q of a family with the least divergence from a target P.

    Forward KL, D(P‖Q), covers all of the target: of an exponential family it is the member with the same mean of the
    statistics (moment matching), of samples the one of maximum likelihood. Reverse KL, D(Q‖P), seeks one mode of it.

    Parameters
    ----------
    family : class or family
        Such as `plogp.Normal`; or one of its members to start from, as a `Mixture` needs it.
    target : family, or array (n,)
        A distribution over numbers, such as a `Mixture`; or samples, for forward KL alone.
    divergence : function
        Of the target and the member, in this order: `plogp.kl_divergence`, `reverse(plogp.kl_divergence)`,
        `plogp.js_divergence`, or any function of two distributions.

    Returns
    -------
    Fit
        The member, its parameters to about 1e-5 of their scale, and its divergence.

    Raises
    ------
    Unanswerable
        Samples under another divergence than forward KL: they have no density.
    NotConverged
        The divergence is infinite wherever the search began: the supports or the tails do not fit.

    Notes
    -----
    The search is by quasi-Newton steps over parameters without bounds, from up to three members: those most like all of
    the target, its lower half and its upper half. It finds a local optimum, and the best of these.

    References
    ----------
    Minka 2005, "Divergence measures and message passing", MSR-TR-2005-173, section 2.

    Examples
    --------
    >>> import plogp
    >>> from plogp.apps.approximation import fit, reverse
    >>> two = plogp.Mixture([plogp.Normal(-3, 1), plogp.Normal(3, 1)], [0.4, 0.6])
    >>> for divergence in (plogp.kl_divergence, reverse(plogp.kl_divergence)):
    ...     q = fit(plogp.Normal, two, divergence).member
    ...     print(round(q.loc, 2), round(q.scale, 2))
    0.6 3.1
    2.99 1.02
    """
    if not isinstance(family, Family) and not (isinstance(family, type) and issubclass(family, Family)):
        raise InvalidParameter(
            f"family is a class such as plogp.Normal, or a member to start from, not {shown(family)}"
        )
    if not isinstance(target, Family):
        return _to_samples(family, target, divergence)
    (target,), _ = in_one_library([target])
    if target.batch_shape or target.event_shape:
        raise ShapeMismatch("a target is one distribution over numbers: its parameters are single numbers")
    x = quantiles(target)

    def distance(member: Family) -> Array:
        return called("divergence", divergence, target, member)

    found = [_descend(start, float(np.std(x)), distance) for start in starts(family, x)]
    best = min(found, key=lambda one: one.divergence)
    if not best.divergence < inf:
        kind = type(best.member).__name__
        raise NotConverged(
            f"no member of {kind} near the target has a finite divergence: their supports or tails differ"
        )
    return best


def _to_samples(family: Any, target: Any, divergence: Divergence) -> Fit:
    x = float_numbers(target, "samples")
    if divergence is not kl_divergence:
        raise Unanswerable(
            "samples have no density, so that only forward KL, the maximum of likelihood, is defined: fit a density to "
            "them first, and that in turn"
        )
    if x.ndim != 1 or not len(x) or not np.all(np.isfinite(x)):
        raise ShapeMismatch(f"samples are finite numbers in an array (n,), but its shape is {x.shape}")

    def surprise(member: Family) -> Array:
        lifted = member.mapped(lambda v, domain: v[..., None, :] if domain.axes else v[..., None])
        return -np.mean(lifted.log_p(Points.of(x)), axis=-1)

    if isinstance(family, type) and issubclass(family, ExponentialFamily | Uniform):
        member = family.from_samples(x)
        return Fit(member, float(surprise(_as_arrays(member))))
    return min((_descend(s, float(np.std(x)), surprise) for s in starts(family, x)), key=lambda one: one.divergence)


def _descend(start: Family, spread: float, f: Callable[[Family], Array]) -> Fit:
    """From a member down to the nearest optimum."""
    from scipy.optimize import minimize

    start = _as_arrays(start)
    sizes = {name: x.size for name, x in start.parameters.items()}
    n = sum(sizes.values())

    def members(y: Any) -> Family:
        """One for each row of y, whose zero is the start."""
        moved, i = {}, 0
        for name, x in start.parameters.items():
            moved[name] = _moved(x, y[:, i : i + sizes[name]], start.domains[name], spread)
            i += sizes[name]
        return start.with_arrays(moved)

    def values(y: Any) -> Any:
        try:
            return np.broadcast_to(float_numbers(f(members(y)), "what a divergence gives"), (len(y),))
        except (InvalidParameter, NotConverged):
            return np.full(len(y), inf)

    def value_and_slope(y: Any) -> tuple[float, Any]:
        steps = _STEP * np.eye(n)
        found = values(np.concatenate([y[None], y + steps, y - steps]))
        slope = (found[1 : n + 1] - found[n + 1 :]) / (2 * _STEP)
        finite = np.isfinite(found).all()
        return (float(found[0]), slope) if finite else (1e300, np.zeros(n))

    with np.errstate(all="ignore"):
        done = minimize(value_and_slope, np.zeros(n), jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 200})
    nearest = members(done.x[None])
    single = nearest.mapped(lambda x, domain: x[0] if domain.axes else float(x[0]))
    return Fit(single, inf if done.fun >= 1e300 else float(done.fun))


def _as_arrays(family: Family) -> Family:
    read: Family = in_one_library([family])[0][0]
    return read.mapped(lambda x, _: to_numpy(x).astype(float))


def _moved(x: Any, y: Any, domain: Domain, spread: float) -> Any:
    """A parameter moved by y, without leaving its domain."""
    if domain.axes:  # shares
        logs = np.log(np.maximum(x, 1e-300)) + y
        shares = np.exp(logs - logs.max(axis=-1, keepdims=True))
        return shares / shares.sum(axis=-1, keepdims=True)
    y = y[:, 0]
    if domain.highest < inf:
        odds = (x - domain.lowest) / (domain.highest - x) * np.exp(y)
        return domain.lowest + (domain.highest - domain.lowest) * odds / (1 + odds)
    if domain.lowest > -inf:
        return domain.lowest + (x - domain.lowest) * np.exp(y)
    return x + spread * y
