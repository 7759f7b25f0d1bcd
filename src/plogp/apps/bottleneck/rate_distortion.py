"""The rate-distortion function: the fewest bits a symbol from which a source is known well enough."""

from __future__ import annotations

from dataclasses import dataclass
from math import e, inf
from typing import Any, NamedTuple

import numpy as np

from plogp.apps.bottleneck.blahut_arimoto import GAP, Mixture, blahut_arimoto
from plogp.apps.bottleneck.rows import distortion_of, distribution_of
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import number_of, shown
from plogp.theory.units import log_of
from plogp.typing import Floats

_TANGENTS = 200


@dataclass(frozen=True, eq=False)
class RateDistortion:
    """A point of the rate-distortion curve, with its certificate.

    Attributes
    ----------
    rate : float
        R(D) is from `rate - gap` to here.
    gap : float
        At most 1e-9 bit, save where rounding forbids it.
    distortion : float
        The mean distortion D that was asked for, or reached where less rate brings no more.
    slope : float
        -dR/dD there: what one unit less of distortion costs; `inf` at the least distortion there is.
    reproductions : array (reproductions,)
        How often each is taken.
    """

    rate: float
    gap: float
    distortion: float
    slope: float
    reproductions: Floats


class _Point(NamedTuple):
    """What the test channel at one slope reaches, in nats; R(D) is at least `least` - slope·D."""

    slope: float
    distortion: float
    rate: float
    least: float
    q: Floats


def rate_distortion(p: Any, distortion: Any, level: float, /, *, base: float = e) -> RateDistortion:
    """Rate-distortion function R(D): the fewest nats a symbol that a source needs at a mean distortion of D.

    R(D) = min of I(X;Y) over all p(y|x) with E d(X,Y) <= D

    Parameters
    ----------
    p : distribution (symbols,)
        Of the source.
    distortion : array (symbols, reproductions)
        d(x,y); inf where a reproduction must not be taken.
    level : float
        D, not below the mean of the least distortion of each symbol.
    base : float
        Base of the logarithm: 2 for bits a symbol.

    Returns
    -------
    RateDistortion

    Raises
    ------
    InvalidParameter
        No reproduction is as good as `level`, or a distortion is no number.
    NotADistribution, ShapeMismatch
        What is wrong, where, and how to correct it.

    Notes
    -----
    R is convex. Tangents bound it from below, each certified by the iteration of Blahut and Arimoto at its slope;
    chords between the points that these touch bound it from above. The next slope is that of the chord at D, until the
    two meet: so a straight piece of R, along which points jump, needs no care.

    References
    ----------
    Shannon 1959, "Coding theorems for a discrete source with a fidelity criterion"; Blahut 1972,
    doi:10.1109/TIT.1972.1054855; Csiszár 1974, doi:10.1109/TIT.1974.1055146.

    Examples
    --------
    >>> from plogp.apps.bottleneck import rate_distortion
    >>> coin = rate_distortion([0.5, 0.5], [[0, 1], [1, 0]], 0.11, base=2)   # 1 - H(0.11), for errors of 11 %
    >>> round(coin.rate, 6), coin.gap <= 1e-9
    (0.500084, True)
    """
    p, unit = distribution_of(p, "the source"), log_of(base)
    d = distortion_of(distortion, len(p))[p > 0]
    p = p[p > 0]
    level = number_of(level)
    best, worst = _at(p, d, inf), _at(p, d, 0.0)
    if not best.distortion - 1e-12 * abs(best.distortion) <= level < inf:
        raise InvalidParameter(
            f"the level of distortion is a number of at least {best.distortion:g}, which the best reproductions have, "
            f"but it is {shown(level)}"
        )
    if level >= worst.distortion or level <= best.distortion:
        at = worst if level >= worst.distortion else best
        return RateDistortion(at.rate / unit, (at.rate - at.least) / unit, at.distortion, at.slope / unit, at.q)
    below, above, lower, slope = best, worst, 0.0, 0.0
    for _ in range(_TANGENTS):
        if above.distortion <= below.distortion:
            break
        share = (level - below.distortion) / (above.distortion - below.distortion)
        rate = (1 - share) * below.rate + share * above.rate
        chord = (below.rate - above.rate) / (above.distortion - below.distortion)
        if rate - lower <= GAP * 5:
            break
        point = _at(p, d, chord)
        if point.least - chord * level > lower:
            lower, slope = point.least - chord * level, chord
        inside = below.distortion < point.distortion < above.distortion
        if inside and point.distortion <= level:
            below = point
        if inside and point.distortion >= level:
            above = point
        if not inside:
            break
    gap = above.distortion - below.distortion
    share = (level - below.distortion) / gap if gap > 0 else 0.0
    q = (1 - share) * below.q + share * above.q
    rate = (1 - share) * below.rate + share * above.rate
    return RateDistortion(rate / unit, max(0.0, rate - lower) / unit, level, slope / unit, q)


def _at(p: Floats, d: Floats, slope: float) -> _Point:
    """The point of the curve with this slope: all of no slope, the first of an infinite one."""
    least = d.min(axis=1)
    excess = d - least[:, None]
    if slope == 0.0:
        mean = np.array([p @ column for column in d.T])
        at = int(np.argmin(mean))
        return _Point(0.0, float(mean[at]), 0.0, 0.0, np.eye(d.shape[1])[at])
    A = (excess == 0.0) * 1.0 if slope == inf else np.exp(-slope * excess)
    q, gap, _ = blahut_arimoto(Mixture(p, A))
    mass = A @ q
    lagrangian = -float(p @ np.log(mass))  # R + slope·(D - E least)
    with np.errstate(invalid="ignore"):
        paid = np.where(A > 0, A * excess, 0.0)
    more = 0.0 if slope == inf else float((p / mass) @ (paid @ q))
    mean_least = float(p @ least)
    rate = lagrangian - (0.0 if slope == inf else slope * more)
    whole = 0.0 if slope == inf else slope * mean_least
    return _Point(slope, mean_least + more, rate, lagrangian + whole - gap, q)
