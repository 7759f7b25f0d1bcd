"""Every way to an interval for a quantity of counts: how it spreads, and what its spread looks like at a boundary.

Near independence (and near a uniform distribution) an estimate is not normal: with W the standardised deviations of the
frequencies, it misses by (sigma·W1)/√n + (W1² + … + Wf²)/2n. Completing the square, 2n·(what the frequencies say) is
2n·d·(1 - r) more than a noncentral chi-square variable with f degrees of freedom and noncentrality 2n·r·d, where d is
the distance from the boundary and r = sigma²/2d, which is one at the boundary itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import expm1, inf, log, log1p, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.effect import Effect
from plogp.theory.counts.fingerprint import Fingerprint, lost

_NORMAL = NormalDist()
_EXACT = 8  # counts up to here are left out one by one; above, all estimators answer like the plug-in estimate


def normal_interval(value: float, stderr: float, level: float = 0.95) -> tuple[float, float]:
    """`value` ± the normal quantile times its standard error."""
    half = _NORMAL.inv_cdf((1 + level) / 2) * stderr
    return value - half, value + half


def containing(value: float, centre: float, stderr: float, level: float = 0.95) -> tuple[float, float]:
    """The interval about `centre` that holds `value` too: what it reaches further on one side, it is shorter on the
    other, so that the error probability stays.
    """
    apart = abs(value - centre)
    far = _NORMAL.cdf(apart / stderr) if stderr > 0 else 1.0
    quantile = _NORMAL.inv_cdf((1 + level) / 2 if far < (1 + level) / 2 else 1 + level - far)
    low, high = centre - quantile * stderr, centre + quantile * stderr
    return min(low, value), max(high, value)


def between(low: tuple[float, float], high: tuple[float, float], level: float = 0.95) -> tuple[float, float]:
    """The interval for a value that data bounds, but does not determine: it lies between two estimates, given with
    their standard errors, and is covered wherever it lies.

    Imbens & Manski 2004, doi:10.1111/j.1468-0262.2004.00555.x: where the bounds are one the normal interval, where they
    are far apart only one of them can be missed.
    """
    z = quantile_between(low, high, level)
    return low[0] - z * low[1], high[0] + z * high[1]


def quantile_between(low: tuple[float, float], high: tuple[float, float], level: float = 0.95) -> float:
    """How many standard errors such an interval reaches beyond both estimates."""
    least, most = _NORMAL.inv_cdf(level), _NORMAL.inv_cdf((1 + level) / 2)
    error = max(low[1], high[1])
    apart = max(high[0] - low[0], 0.0) / error if error > 0 else 0.0
    for _ in range(40):
        middle = (least + most) / 2
        enough = _NORMAL.cdf(middle + apart) - _NORMAL.cdf(-middle) >= level
        least, most = (least, middle) if enough else (middle, most)
    return most


def lower_of_rare(value: float, stderr: float, z: float) -> float:
    """The lower end, z standard errors away, for a quantity that rare observations add up to.

    A sum of Poisson numbers with weights is nearly a gamma variable with its mean and variance, also where few were
    seen (Fay & Feuer 1997, doi:10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#); of many
    observations its quantile is the normal one.
    """
    return gamma_quantile(value, stderr, -z) if value > 0 else value - z * stderr


def upper_of_rare(value: float, stderr: float, z: float, event: float) -> float:
    """The upper end: one observation more of weight `event` might have been seen, by the mid-p rule half of it."""
    return gamma_quantile(max(value, 0.0) + event / 2, (stderr**2 + event**2 / 2) ** 0.5, z)


def gamma_quantile(mean: float, sd: float, z: float) -> float:
    """The quantile of a gamma variable z deviations away; of a count and its root, a limit of the Poisson mean behind
    the count (Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684)."""
    if not sd > 0:
        return mean
    third = sd / (3 * mean)
    return mean * max(1 - third * third + z * third, 0.0) ** 3


def above(
    least: float, low: float, centre: float, high: float, below: float = 0.025, beyond: float = 0.025
) -> tuple[float, float]:
    """An interval about `centre`, of a quantity that is never less than `least`, that covers as often within its range.

    As given it lies wholly above the truth with the probability `below`, and wholly beneath it with `beyond`. Where the
    truth is near its least value it cannot lie beneath it, so all of both is spent above; far away the interval stays
    what it is. As in `boundary_interval`, coverage is the same everywhere, and no interval is empty.
    """
    quantile = _NORMAL.inv_cdf
    missed, distance = below + beyond, centre - least
    near = quantile(1 - missed / 2)
    errors = (centre - low) / quantile(1 - below), (high - centre) / quantile(1 - beyond)

    def root(error: float, deviation: Callable[[float], float]) -> float:
        """The distance at which the estimate lies at the quantile that the probability of missing beneath leaves."""
        start, end = 0.0, max(distance, 0.0) + 10 * error
        for _ in range(60):
            middle = (start + end) / 2
            beneath = beyond * (1 - (near * error / middle) ** 2) if middle > 0 else 0.0
            reached = middle + error * deviation(max(beneath, 1e-300))
            start, end = (middle, end) if reached < distance else (start, middle)
        return start

    first = root(errors[0], lambda beneath: quantile(1 - missed + beneath))
    return least + first, least + max(first, root(errors[1], quantile), near * max(errors))


def plug_in_influence(f: Fingerprint) -> NDArray[np.float64]:
    """n·(H - H without one observation) of the plug-in entropy, for each of the different counts, up to a constant."""
    return np.asarray((lost(f.counts) - np.log(f.counts)) * (f.n / max(f.n - 1, 1)))


def leaving_out(entropy: Callable[[Fingerprint], tuple[float, float]], f: Fingerprint) -> NDArray[np.float64]:
    """The same of any estimate of the entropy, (d,)."""
    plug_in = plug_in_influence(f)
    if f.n < 2:
        return plug_in
    whole = entropy(f)[0]
    exact = min(int(np.searchsorted(f.counts, _EXACT, side="right")) + 1, f.counts.size)
    left = np.array([f.n * (whole - entropy(f.without(int(count)))[0]) for count in f.counts[:exact]])
    return np.concatenate([left, plug_in[exact:] + (left[-1] - plug_in[exact - 1])])


def jackknife(t: Contingency, change: Iterable[Effect]) -> float:
    """The jackknife variance of an estimate, from what each observation adds to it."""
    return t.spread(change)[1] * (t.total - 1) / t.total**2 if t.total > 1 else inf


def variance(jackknifed: float, freedom: float, n: int) -> float:
    """The variance of an estimate from its jackknife variance.

    The jackknife counts the second order twice (Efron & Stein 1981, doi:10.1214/aos/1176345462), so freedom/n² of it is
    freedom/2n² too much, the variance of chi-square(freedom)/2n (Roulston 1999, doi:10.1016/S0167-2789(98)00269-3).
    """
    second = abs(freedom) / (2 * n**2)
    return second + max(jackknifed - 2 * second, 0.0)


def boundary_interval(
    distance: float, jackknife: float, freedom: float, n: float, level: float = 0.95
) -> tuple[float, float]:
    """The distances from the boundary that `distance`, an unbiased estimate of it, does not contradict.

    All of the error probability lies above within reach of the boundary, half on each side far from it: coverage is
    the same everywhere, and no interval is empty (after Feldman & Cousins 1998, doi:10.1103/PhysRevD.57.3873).
    """
    low, high = (boundary_end(distance, jackknife, freedom, n, level, upper=upper) for upper in (False, True))
    return low, high


def boundary_end(
    distance: float,
    jackknife: float,
    freedom: float,
    n: float,
    level: float = 0.95,
    *,
    upper: bool,
    alone: bool = False,
) -> float:
    """One end of that interval; `alone` where there is no other, so that all of the error probability is spent here.

    What is linear has the variance jackknife - freedom/n², for the jackknife counts the rest twice. It is 2·r·d/n, and
    where the distance is no more than its own noise r is that of the boundary, one.
    """
    statistic = max(2 * n * distance + freedom, 0.0)
    near = reach(freedom, level)
    r = (max(n * n * jackknife - freedom, 0.0) + near) / (max(2 * n * distance, 0.0) + near)

    def excess(d: float) -> float:
        noncentrality = 2 * n * r * d
        split = noncentrality > near and not alone
        below = (1 - level) / 2 * (1 - (near / noncentrality) ** 2) if split else 0.0
        probability = _noncentral(statistic - 2 * n * d * (1 - r), freedom, noncentrality)
        return probability - (below if upper else level + below)

    end = _root(excess, n)
    return max(end, near / (2 * n * r)) if upper else end


def reach(freedom: float, level: float = 0.95) -> float:
    """The noncentrality up to which chi-square can hardly be distinguished from that of the boundary."""
    return _NORMAL.inv_cdf((1 + level) / 2) * sqrt(2 * freedom)


def one_outcome(n: int, level: float = 0.95) -> float:
    """The entropy that is still possible when n observations were all the same: that of a second outcome too rare, with
    the error of the upper end of all intervals."""
    rare = min(-expm1(log((1 - level) / 2) / n), 0.5)
    return -rare * log(rare) - (1 - rare) * log1p(-rare)


def _noncentral(x: float, freedom: float, noncentrality: float) -> float:
    """The noncentral chi-square distribution function, to 0.005 in the tails.

    Sankaran 1963, doi:10.1093/biomet/50.1-2.199. SciPy has it exactly, but its import would take longer than the
    estimate, and this is not the weakest link.
    """
    if x <= 0:
        return 0.0
    normal = _NORMAL.cdf
    if freedom == 1:  # the square of a normal variable
        return normal(sqrt(x) - sqrt(noncentrality)) - normal(-sqrt(x) - sqrt(noncentrality))
    first, second = freedom + noncentrality, freedom + 2 * noncentrality
    h = 1 - 2 / 3 * first * (freedom + 3 * noncentrality) / second**2
    p = second / first**2
    m = (h - 1) * (1 - 3 * h)
    mean = 1 + h * p * (h - 1 - (2 - h) * m * p / 2)
    return normal(((x / first) ** h - mean) / (h * sqrt(2 * p) * (1 + m * p / 2)))


def _root(falling: Callable[[float], float], n: float) -> float:
    """Where a falling function of the distance crosses zero; 0 if it starts below.

    Ridders 1979, doi:10.1109/TCS.1979.1084580: each step halves the bracket at least, and doubles the right digits.
    """
    above = falling(0.0)
    if above <= 0:
        return 0.0
    low, high, last = 0.0, 1 / n, inf
    while (below := falling(high)) > 0:
        low, high, above = high, 2 * high, below
    while True:
        middle = (low + high) / 2
        value = falling(middle)
        if value == 0:
            return middle
        found = middle + (middle - low) * value / sqrt(value * value - above * below)
        rest = falling(found)
        if abs(found - last) <= 2.0**-40 * high or rest == 0:
            return found
        last = found
        for at, there in ((middle, value), (found, rest)):
            if there > 0 and at > low:
                low, above = at, there
            elif there <= 0 and at < high:
                high, below = at, there
