"""Where a fit starts: at the members that quantiles of the target make most likely."""

from __future__ import annotations

from typing import Any

import numpy as np

from plogp.backend.arrays import to_numpy
from plogp.distributions.families.family import Family
from plogp.distributions.families.mixture import Mixture
from plogp.distributions.families.student_t import StudentT
from plogp.theory.errors import PlogpError, Unanswerable
from plogp.theory.families import quadrature
from plogp.theory.families.points import Points

_QUANTILES = 999


def quantiles(target: Family) -> Any:
    """Quantiles of a distribution over numbers at equal steps of probability, as a sample that stands for it."""
    family = target.mapped(lambda x, domain: to_numpy(x)[..., None, :] if domain.axes else to_numpy(x)[..., None])
    if target.lattice:
        low, high = target.window(40.0)
        points = Points.of(np.arange(max(0.0, np.floor(low)), np.ceil(high) + 1))
        masses = np.exp(family.log_p(points))
    else:
        marks = [(np.asarray(p + 0.0 * s), np.asarray(s + 0.0 * p)) for p, s in target.landmarks()]
        points, log_weight = quadrature.fixed_rule(np, quadrature.lines(np, marks, quadrature.DOUBLE, 24))
        with np.errstate(all="ignore"):
            masses = np.exp(family.log_p(points) + log_weight)
    order = np.argsort(points.x)
    below = np.cumsum(masses[order])
    at = np.searchsorted(below / below[-1], (np.arange(_QUANTILES) + 0.5) / _QUANTILES)
    return points.x[order][at]


def starts(family: type[Family] | Family, x: Any) -> list[Family]:
    """Members fitted to all of a sample, and to its lower and its upper half: one for each mode that there may be."""
    if isinstance(family, Family):
        return [family]
    ordered = np.sort(x)
    parts = [ordered, ordered[: len(x) // 2 + 1], ordered[len(x) // 2 :]]
    found = []
    for part in parts:
        try:
            found.append(_likeliest(family, part))
        except PlogpError:
            continue
    if not found:
        raise Unanswerable(f"no member of {family.__name__} is like this target: give one to start from")
    return found


def _likeliest(family: type[Family], x: Any) -> Family:
    if issubclass(family, StudentT):
        return StudentT(5.0, float(np.median(x)), float(np.subtract(*np.quantile(x, [0.75, 0.25]))) / 1.45)
    if issubclass(family, Mixture):
        raise Unanswerable("a Mixture is fitted from components to start from: write Mixture([…]) in place of Mixture")
    return family.from_samples(x)
