"""What estimates from nearest neighbours share: digamma of counts, open balls, and their variance.

A mean over neighbours varies with the density where the observations lie, and with how they happen to lie around each
other. The second is the same for every density, for all of them look alike through a ball that holds k observations
(Penrose & Yukich 2013, doi:10.1214/12-AAP897): numbers of k and d alone, that of uniform observations on a torus, where
there is nothing else. tests/estimators/continuous/test_continuous_intervals.py measures them again.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from plogp.backend import neighbours
from plogp.theory.errors import NotSamples

Reals = NDArray[np.float64]
Counted = NDArray[np.int64] | NDArray[np.float64]

_TABLE = 1 << 16
_LONG, _NODES, _MANY = 4096, 256, 1 << 20  # values that are summed over one by one, quantiles otherwise, at a time


def digamma(x: NDArray[np.integer] | NDArray[np.floating] | float) -> Reals:
    """psi(x), of many counts from a table."""
    from scipy import special

    made = np.asarray(x)
    if made.dtype.kind == "f" or made.size < 1024:
        return np.asarray(special.digamma(made))
    top = int(made.max()) + 1
    if top <= _TABLE:
        return np.asarray(special.digamma(np.arange(top))[made])
    values = special.digamma(np.arange(_TABLE))[np.minimum(made, _TABLE - 1)]
    large = made >= _TABLE
    values[large] = special.digamma(made[large])
    return np.asarray(values)


def alone(k: float) -> float:
    """The variance of the logarithm of one ball around k neighbours: psi'(k) (Kraskov et al. 2004, eq. 20)."""
    from scipy import special

    return float(special.polygamma(1, k))


def noise(k: float, *counts: NDArray[np.integer] | Reals) -> float:
    """n times the variance that balls around k neighbours bring to a mean of their logarithms, within a twentieth.

    It is more than that of one, for points share neighbours. Wider balls, in which k of the `counts` of observations
    are those same neighbours, take a part of it back.
    """
    varies = alone(k) - sum(float(np.mean(1 / (count - 0.5))) for count in counts)
    if len(counts) > 1:
        varies += float(np.mean(2 * k / (counts[0] * counts[1])))
    return (1.6 - 0.25 / k) * max(varies, 0.0)


def spread_over(same: NDArray[np.integer] | Reals, radii: Reals) -> float:
    """How many neighbours all observations have whose balls would vary as these do: equal ones do not vary."""
    share = float(np.mean(np.where(radii > 0, 1 / same, 0.0)))
    return 1 / share if share else np.inf


def equal_values(rows: Reals, radii: Reals) -> int:
    """Degrees of freedom of the values whose observations have all neighbours equal to them, the others being one."""
    equal = radii == 0
    return len(np.unique(rows[equal], axis=0)) - int(equal.all())


def once(influence: Reals, k: float, d: int, second: float = 0.0) -> Reals:
    """What each observation adds to a mean over neighbours in d coordinates, from its term and its popularity.

    In their variance, what pairs of observations bring together, 1.2·(1 - 2^-d)/k and the `second` order of counts of
    equal ones, is counted for both: at most half of the whole (Efron & Stein 1981, doi:10.1214/aos/1176345462). They
    are scaled so that it is counted once.
    """
    found = float(np.var(influence))
    kept = max(found - 1.2 * (1 - 0.5**d) / k - second, found / 2)
    return scaled(influence, kept)


def scaled(influence: Reals, variance: float) -> Reals:
    """With another variance."""
    found = float(np.var(influence))
    return influence * (variance / found) ** 0.5 if found else influence


def inside(points: Reals, radii: Reals) -> NDArray[np.int64]:
    """How many other rows lie nearer than the radius of each row."""
    return neighbours.within(points, np.nextafter(radii, 0))


def on_average(
    value: Callable[..., Reals], others: Counted, own: Counted, wanted: Counted, *parameters: Counted
) -> Reals:
    """The expectation of `value(before, *parameters)`, one a row: `before` is how many of the others come before the
    wanted one of the own, all of them in random order (negative hypergeometric).

    Observations at one distance have no order. In a random one the wanted neighbour of the own level comes as late as
    among observations that do not tie, and so its place tells as much: of independent levels, psi of it is psi(wanted)
    + psi(all) - psi(own) on average, whatever ties (Johnson, Kemp & Kotz 2005, "Univariate discrete distributions",
    section 6.2.2). The expectation takes the randomness away again.
    """
    from scipy import special

    found = np.asarray(value(np.zeros(len(others)), *parameters), dtype=np.float64)
    tied = np.flatnonzero(others > 0)
    cases, back = np.unique(np.column_stack([others, own, wanted, *parameters])[tied], axis=0, return_inverse=True)
    means = np.empty(len(cases))
    likely = cases[:, 0] / cases[:, 1] * (cases[:, 2] + 30)
    ends = np.minimum(cases[:, 0], np.ceil(likely + 8 * np.sqrt(likely) + 8))  # beyond it the probability is < 1e-12
    for case in np.flatnonzero(ends > _LONG):
        m, k, j, *rest = cases[case]
        means[case] = np.mean(value(m * special.betaincinv(j, k - j + 1, (np.arange(_NODES) + 0.5) / _NODES), *rest))
    short = np.flatnonzero(ends <= _LONG)
    for some in np.array_split(short, 1 + int(ends[short].sum()) // _MANY):
        sizes = ends[some].astype(np.int64) + 1
        starts = np.cumsum(sizes) - sizes
        x = np.arange(sizes.sum()) - np.repeat(starts, sizes)
        m, k, j, *rest = np.repeat(cases[some], sizes, axis=0).T
        log_p = _log_choose(x + j - 1, x) + _log_choose(m - x + k - j, m - x) - _log_choose(m + k, m)
        if len(some):
            means[some] = np.add.reduceat(np.exp(log_p) * value(x, *rest), starts)
    found[tied] = means[back.ravel()]
    return found


def _log_choose(n: Reals, k: Reals) -> Reals:
    from scipy import special

    return np.asarray(special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1))


def alike(x: Reals, rows: Reals) -> Reals:
    """The mean of x over the rows that are equal: which of them is whose neighbour is no matter of chance."""
    back = np.unique(rows, axis=0, return_inverse=True)[1].ravel()
    return np.asarray((np.bincount(back, x) / np.bincount(back))[back])


def strictly(points: Reals, radii: Reals) -> NDArray[np.int64]:
    """The same, but none where the radius is zero."""
    return np.where(radii > 0, inside(points, radii), 0)


def popularity(rows: NDArray[np.int64], n: int) -> Reals:
    """How often each of n points is a neighbour, in units of k: what its presence takes off the logarithms of the
    distances around it (the infinitesimal jackknife)."""
    return np.asarray(np.bincount(rows.ravel(), minlength=n) / rows.shape[1])


def distinct(radii: Reals, k: int, x: Reals) -> None:
    """Refuse rows so many of which are equal that a density does not exist."""
    if not radii.all():
        at = int((radii == 0).argmax())
        held = ", ".join(f"{value:g}" for value in x[at])
        raise NotSamples(
            f"the observation ({held}) at row {at} occurs more than k={k} times, so the density there is infinite and "
            "this entropy is minus infinity; discrete=True says that the numbers are names"
        )
