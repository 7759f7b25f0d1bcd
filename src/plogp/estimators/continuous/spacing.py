"""Estimators of entropy from spacings, by Vasicek, Van Es, Ebrahimi and Correa, and what they share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import floor, log, sqrt

import numpy as np

from plogp.estimators.continuous.estimation import Local, Reals
from plogp.estimators.continuous.neighbour_statistics import scaled
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch
from plogp.theory.parameters import whole_number

_NARROW = 3  # ranks on either side: with fewer the variance grows, with more the bias in the tails


@dataclass(frozen=True)
class Spacing(ABC):
    """Differential entropy of one coordinate from the distances between its order statistics: `Vasicek`, `VanEs`,
    `Ebrahimi` or `Correa`.

    Parameters
    ----------
    window : int, optional
        m: the spacings reach from i - m to i + m. Between 1 and n/2; the root of n, rounded, if left out.
    """

    window: int | None = None

    def __post_init__(self) -> None:
        if self.window is not None:
            whole_number("window", self.window, 1, 2**31 - 1)

    @abstractmethod
    def terms(self, x: Reals, m: int) -> tuple[Reals, float]:
        """What each spacing of the sorted sample adds to the mean, and a constant."""

    def differential_entropy(self, x: Reals) -> Local:
        """Of (n, 1)."""
        n, d = x.shape
        if d != 1:
            raise ShapeMismatch(f"spacings are of one coordinate, not of {d}; KozachenkoLeonenko takes any number")
        m = floor(sqrt(n) + 0.5) if self.window is None else self.window
        if not 2 <= 2 * m < n:
            raise (InvalidParameter if self.window is not None else NotSamples)(
                f"a window of {m} needs more than {2 * m} observations, but there are {n}"
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            ordered = np.sort(x[:, 0])
            terms, constant = self.terms(ordered, m)
            centre, influence = unbiased(ordered)
        if not (np.isfinite(terms).all() and np.isfinite(influence).all()):
            raise NotSamples(
                f"a value occurs so often that a spacing of {m} ranks is zero, so this entropy is minus infinity; "
                "discrete=True says that the numbers are names"
            )
        return Local(float(terms.mean()) + constant, [influence], centre=centre)


def spans(x: Reals, m: int) -> Reals:
    """x[i + m] - x[i - m] of a sorted sample, the ends being repeated outside."""
    padded = np.pad(x, m, mode="edge")
    return np.asarray(padded[2 * m :] - padded[: -2 * m])


def unbiased(x: Reals) -> tuple[float, Reals]:
    """What the intervals of all spacing estimators are about, and what each observation adds to it: Vasicek's estimate
    of a sorted sample, with a narrow window, less the bias that it has at the uniform.

    That bias is exact, the density being constant over a narrow window (Wieczorkowski & Grzegorzewski 1999,
    doi:10.1080/03610919908813564); a window of the usual width smooths the tails away, and that bias nobody knows.

    The jackknife counts twice what neighbouring spacings bring together, which is at most half of it (Efron & Stein
    1981, doi:10.1214/aos/1176345462): n times the variance at the uniform, (2w² - 2w + 1)·psi'(w) - 2w + 1 for spacings
    of w ranks (Cressie 1976, doi:10.1093/biomet/63.2.343).
    """
    from scipy import special

    n = len(x)
    m = min(max(_NARROW, int(np.unique(x, return_counts=True)[1].max())), (n - 1) // 2)  # equal values span no zero
    places, width = np.arange(n), 2 * m
    ranks = np.minimum(places + m, n - 1) - np.maximum(places - m, 0)
    terms = np.log(spans(x, m))
    influence = _influence(x, m, terms)
    found = float(np.var(influence))
    shared = (2 * width**2 - 2 * width + 1) * float(special.polygamma(1, width)) - 2 * width + 1
    centre = float((terms - special.digamma(ranks)).mean()) + float(special.digamma(n + 1))
    return centre, scaled(influence, max(found - shared, found / 2))


def _influence(x: Reals, m: int, terms: Reals) -> Reals:
    """How much larger the sum of the terms is than without each observation, exactly.

    Without it the spacings around it that it lies in reach one rank further.
    """
    n = len(x)
    places = np.arange(n)
    low, high = np.maximum(places - m, 0), np.minimum(places + m, n - 1)
    above = np.cumsum(np.log(x[np.minimum(places + m + 1, n - 1)] - x[low]) - terms)
    below = np.cumsum(np.log(x[high] - x[np.maximum(places - m - 1, 0)]) - terms)
    above, below = np.append(0.0, above), np.append(0.0, below)
    added = terms - (above[places] - above[low]) - (below[high + 1] - below[places + 1])
    for end, rest in ((0, x[1:]), (-1, x[:-1])):  # without it the sample ends elsewhere
        added[end] = terms.sum() - np.log(spans(rest, m)).sum()
    return np.asarray(added)


class Vasicek(Spacing):
    """Mean of log(n / 2m · (x[i + m] - x[i - m])): the first of its kind, and too low in small samples.

    References
    ----------
    Vasicek 1976, "A test for normality based on sample entropy", doi:10.1111/j.2517-6161.1976.tb01566.x.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> x = np.random.default_rng(0).uniform(0, 8, 10_000)
    >>> print(f"{plogp.entropy(plogp.Samples(x), base=2, estimator=plogp.Vasicek()):.2f}")
    2.99
    """

    def terms(self, x: Reals, m: int) -> tuple[Reals, float]:
        """One a point."""
        return np.log(len(x) / (2 * m) * spans(x, m)), 0.0


class VanEs(Spacing):
    """Mean of log((n + 1) / m · (x[i + m] - x[i])), less its bias.

    To that the sum of 1/j for j = m … n and log(m / (n + 1)) are added.

    References
    ----------
    van Es 1992, "Estimating functionals related to a density by a class of statistics based on spacings".

    Examples
    --------
    >>> import numpy as np, plogp
    >>> x = np.random.default_rng(0).uniform(0, 8, 10_000)
    >>> print(f"{plogp.entropy(plogp.Samples(x), base=2, estimator=plogp.VanEs()):.2f}")
    3.00
    """

    def terms(self, x: Reals, m: int) -> tuple[Reals, float]:
        """One a pair of points m ranks apart."""
        n = len(x)
        constant = float(np.sum(1 / np.arange(m, n + 1))) + log(m / (n + 1))
        return np.log((n + 1) / m * (x[m:] - x[:-m])), constant


class Ebrahimi(Spacing):
    """Vasicek's, with the spacings at both ends, which are one-sided, weighed as what they are.

    References
    ----------
    Ebrahimi, Pflughoeft & Soofi 1994, "Two measures of sample entropy", doi:10.1016/0167-7152(94)90046-9.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> x = np.random.default_rng(0).uniform(0, 8, 10_000)
    >>> print(f"{plogp.entropy(plogp.Samples(x), base=2, estimator=plogp.Ebrahimi()):.2f}")
    3.00
    """

    def terms(self, x: Reals, m: int) -> tuple[Reals, float]:
        """One a point."""
        n = len(x)
        from_end = np.minimum(np.arange(n), np.arange(n)[::-1])
        return np.log(n / (m * np.minimum(2.0, 1 + from_end / m)) * spans(x, m)), 0.0


class Correa(Spacing):
    """Minus the mean of the log of the local density, each fitted by least squares to 2m + 1 order statistics.

    Notes
    -----
    Time grows as n·m: with the default window as n to the power 1.5.

    References
    ----------
    Correa 1995, "A new estimator of entropy", doi:10.1080/03610929508831626.

    Examples
    --------
    >>> import numpy as np, plogp
    >>> x = np.random.default_rng(0).uniform(0, 8, 10_000)
    >>> print(f"{plogp.entropy(plogp.Samples(x), base=2, estimator=plogp.Correa()):.2f}")
    3.00
    """

    def terms(self, x: Reals, m: int) -> tuple[Reals, float]:
        """One a point."""
        n = len(x)
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, m, mode="edge"), 2 * m + 1)
        offsets = np.arange(-m, m + 1)
        slopes = np.empty(n)
        step = max(1, (1 << 20) // (2 * m + 1))  # windows at a time, so that they stay in the cache
        for begin in range(0, n, step):
            block = windows[begin : begin + step]
            from_mean = block - block.mean(axis=1, keepdims=True)
            slopes[begin : begin + step] = (from_mean @ offsets) / (n * np.einsum("ij,ij->i", from_mean, from_mean))
        return -np.log(slopes), 0.0
