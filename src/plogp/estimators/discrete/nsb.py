"""Bayesian entropy under a prior that is nearly flat in the entropy itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, prod, sqrt
from typing import Any

import numpy as np

from plogp.estimators.discrete.estimator import CountEstimator, Posterior
from plogp.estimators.discrete.plug_in import plug_in_entropy
from plogp.estimators.intervals import plug_in_influence
from plogp.theory.counts.fingerprint import Fingerprint
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import whole_number
from plogp.typing import Floats


@dataclass(frozen=True)
class NSB(CountEstimator):
    """Posterior mean of the entropy under a mixture of Dirichlet priors (Nemenman, Shafee & Bialek 2002).

    arXiv:physics/0108025, eq. 8-13; the variance by Wolpert & Wolf 1995, doi:10.1103/PhysRevE.52.6841, and its errata.
    Without a number of classes it is the limit of infinitely many, a mixture of Dirichlet processes (Nemenman 2011,
    doi:10.3390/e13122013; Archer, Park & Pillow 2014, JMLR 15), which needs at least one outcome that was seen twice.

    Parameters
    ----------
    classes : int or tuple of int, optional
        How many outcomes are possible, for each variable; unknown if left out.

    Examples
    --------
    >>> import plogp
    >>> h = plogp.entropy(plogp.Counts([4, 2, 3, 2, 4, 2, 1, 1]), estimator=plogp.NSB(classes=11))
    >>> print(f"{h:.4f} {h.stderr:.4f}")
    2.1878 0.1409
    """

    classes: int | tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", checked_classes(self.classes))

    def entropy(self, f: Fingerprint) -> tuple[float, float]:
        """The entropy in nats, and the bias that was removed."""
        value = self.posterior(f).mean
        return value, plug_in_entropy(f) - value

    def influence(self, f: Fingerprint) -> Floats:
        """What an observation adds to the plug-in entropy, which the posterior mean is for many observations."""
        return plug_in_influence(f)

    def posterior(self, f: Fingerprint) -> Posterior:
        """Mean and standard deviation of the entropy, integrated over the concentration of the prior."""
        k = alphabet(self.classes, f)
        if k == 1:
            return Posterior(0.0, 0.0)
        if k is None and f.seen == f.n:
            return Posterior(inf, inf)  # nothing was seen twice: nothing bounds the number of outcomes
        log_weight = _known(f, k) if k is not None else _unknown(f)
        u = _support(log_weight)
        weight = np.exp(log_weight(u) - log_weight(u).max())
        weight /= weight.sum()
        mean, variance = _moments(f, np.exp(u), k)
        average = float(weight @ mean)
        between = float(weight @ (mean - average) ** 2)
        return Posterior(average, sqrt(between + float(weight @ np.maximum(variance, 0.0))))


def checked_classes(classes: Any) -> int | tuple[int, ...] | None:
    """How many outcomes are said to be possible: a number, a tuple of one for each variable, or None."""
    if classes is None:
        return None
    what = "classes=, a number of outcomes or one for each variable,"
    if isinstance(classes, tuple | list) and classes:
        return tuple(whole_number(what, number, 1, 2**63 - 1) for number in classes)
    return whole_number(what, classes, 1, 2**63 - 1)


def alphabet(classes: int | tuple[int, ...] | None, f: Fingerprint) -> int | None:
    """How many outcomes the variables of a fingerprint have together; None if it is not known."""
    if classes is None:
        return None
    if isinstance(classes, int):
        if len(f.variables) > 1 or f.variables != (0,):
            raise InvalidParameter(f"classes={classes} is the number for one variable; give one number for each")
        k = classes
    else:
        if max(f.variables, default=0) >= len(classes):
            raise InvalidParameter(f"classes={classes} is short of a number for variable {max(f.variables)}")
        k = prod(classes[i] for i in f.variables)
    if k < f.seen:
        raise InvalidParameter(f"{f.seen} different outcomes were seen, but classes= says that {k} are possible")
    return k


def _known(f: Fingerprint, k: int) -> Callable[[Floats], Floats]:
    """Log of evidence · prior over u = log(beta), beta the concentration of each of k classes (eq. 9 and 12)."""
    from scipy.special import betaln, polygamma

    def log_weight(u: Floats) -> Floats:
        beta = np.exp(u)
        evidence = betaln(f.n, k * beta) - f.times @ betaln(f.counts[:, None], beta)
        near = np.minimum(beta, 1e4)
        prior = k * polygamma(1, k * near + 1) - polygamma(1, near + 1)
        far = (1 - 1 / k) / (2 * beta**2) - (1 - 1 / k**2) / (6 * beta**3)  # where the difference would cancel
        return np.asarray(evidence + np.log(np.where(beta > 1e4, far, prior)) + u)

    return log_weight


def _unknown(f: Fingerprint) -> Callable[[Floats], Floats]:
    """The limit of many classes over u = log(alpha), alpha the concentration of all of them together."""
    from scipy.special import betaln, polygamma

    def log_weight(u: Floats) -> Floats:
        alpha = np.exp(u)
        return np.asarray(f.seen * u + betaln(f.n, alpha) + np.log(polygamma(1, alpha + 1)) + u)

    return log_weight


def _support(log_weight: Callable[[Floats], Floats]) -> Floats:
    """A grid over all that weighs more than e^-45 of the peak: the trapezoidal rule converges exponentially on it."""
    low, high = -80.0, 80.0
    while True:
        u = np.linspace(low, high, 65)
        w = log_weight(u)
        inside = np.flatnonzero(w > w.max() - 45)
        left, right = u[max(inside[0] - 1, 0)], u[min(inside[-1] + 1, 64)]
        if right - left > 0.5 * (high - low) or high - low < 1e-3:  # of 1e18 observations it is rounding that spikes
            return np.linspace(left, right, 257)
        low, high = float(left), float(right)


def _moments(f: Fingerprint, concentration: Floats, k: int | None) -> tuple[Floats, Floats]:
    """Mean and variance of H for each concentration; `unseen` outcomes of weight b each, b going to 0 if k is unknown.

    H - E[H] is -sum p·(log p + E[H]): so the squares of Wolpert & Wolf are summed about the mean, and do not cancel.
    """
    from scipy.special import digamma, polygamma

    if k is None:
        b, unseen, share = np.zeros_like(concentration), 0.0, concentration
    else:
        b, unseen = concentration, float(k - f.seen)
        share = unseen * b  # the weight of all unseen outcomes together
    a = f.counts[:, None] + b
    whole = f.n + (concentration if k is None else k * concentration)
    times = f.times
    mean = digamma(whole + 1) - (times @ (a * digamma(a + 1)) + share * digamma(b + 1)) / whole
    tail = digamma(whole + 2) - mean

    def own(c: Floats) -> Floats:
        """What an outcome of concentration c has of its square beyond that of two, over c."""
        rise, next_rise = digamma(c + 1) - tail, digamma(c + 2) - tail
        return np.asarray(c * (2 * rise + 1 / (c + 1)) / (c + 1) + next_rise**2 + (c + 1) * polygamma(1, c + 2))

    first = times @ (a * (digamma(a + 1) - tail)) + share * (digamma(b + 1) - tail)
    squares = first**2 + times @ (a * own(a)) + share * own(b)
    return mean, squares / (whole * (whole + 1)) - polygamma(1, whole + 2)
