"""What a split is judged by: information gain, gain ratio, and the best cut of a column of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2
from typing import Any

import numpy as np

import plogp
from plogp.backend.arrays import to_numpy
from plogp.distributions.array_input import float_numbers, to_array
from plogp.theory.errors import ShapeMismatch, UnusableFeatures, UnusableTarget
from plogp.theory.parameters import real_number


def information_gain(x: Any, y: Any, *, base: float = 2) -> float:
    """Information gain H(Y) - H(Y|X) of the frequencies seen: the mutual information of feature and class.

    Parameters
    ----------
    x, y : arrays, shape (n,)
        Discrete values; a missing one is a level like the others.
    base : float
        Base of the logarithm.

    Returns
    -------
    float
        In bits, between 0 and H(Y). It favours features of many levels; `gain_ratio` corrects that.

    References
    ----------
    Quinlan 1986, "Induction of decision trees", doi:10.1007/BF00116251.

    Examples
    --------
    >>> from plogp.apps.tree import information_gain
    >>> information_gain(["sun", "sun", "rain", "rain"], ["yes", "yes", "no", "yes"]).__round__(4)
    0.3113
    """
    n = plogp.Counts.of(x, y).table()
    return float(plogp.mutual_information(n / n.sum(), base=base))


def gain_ratio(x: Any, y: Any) -> float:
    """Gain ratio I(X;Y) / H(X) of the frequencies seen; 0 where the feature is constant.

    Parameters
    ----------
    x, y : arrays, shape (n,)
        Discrete values; a missing one is a level like the others.

    Returns
    -------
    float
        Between 0 and 1, without a unit.

    References
    ----------
    Quinlan 1993, "C4.5: programs for machine learning", section 2.2.

    Examples
    --------
    >>> from plogp.apps.tree import gain_ratio
    >>> round(gain_ratio(["sun", "sun", "rain", "rain"], ["yes", "yes", "no", "no"]), 12)
    1.0
    """
    n = plogp.Counts.of(x, y).table()
    p = n / n.sum()
    cost = float(plogp.entropy(p.sum(axis=1)))
    return float(plogp.mutual_information(p)) / cost if cost > 0 else 0.0


@dataclass(frozen=True)
class Split:
    """Values up to `cut` go one way, the others the other; gain in bits, and the price of naming the cut."""

    cut: float
    gain: float
    price: float

    def pays(self) -> bool:
        """Whether the cut tells more than it costs to name it."""
        return self.gain > self.price


def best_split(x: Any, y: Any, *, min_cases: float = 1) -> Split | None:
    """The cut of the largest information gain; None where no cut leaves `min_cases` values on both sides.

    The price is that of C4.5: log2(places) / n, with the places where a cut would be allowed.

    Parameters
    ----------
    x : array of numbers, shape (n,)
        Not missing, not infinite.
    y : array, shape (n,)
        The class of each.
    min_cases : float
        Values on each side, at least.

    References
    ----------
    Quinlan 1996, "Improved use of continuous attributes in C4.5", doi:10.1613/jair.279, section 3.

    Examples
    --------
    >>> from plogp.apps.tree import best_split
    >>> best_split([1.0, 2.0, 3.0, 4.0], ["no", "no", "yes", "yes"]).cut
    2.0
    """
    x, least = float_numbers(x, "x"), real_number("min_cases", min_cases, 0, closed=True)
    try:
        levels, codes = np.unique(to_numpy(to_array(y)), return_inverse=True)
    except TypeError as error:
        raise UnusableTarget(f"the classes are of several kinds, which have no order: {error}") from error
    if x.ndim != 1 or x.shape != codes.shape:
        raise ShapeMismatch(f"one number and one class a row are needed, not {x.shape} and {codes.shape}")
    if not np.isfinite(x).all():
        at = int((~np.isfinite(x)).argmax())
        raise UnusableFeatures(f"x is {x[at]} at position {at}: leave such rows out")
    order = np.argsort(x, kind="stable")
    x, codes = x[order], codes[order]
    low = np.cumsum(codes[:, None] == np.arange(len(levels)), axis=0)  # (n, classes)
    places = np.flatnonzero(x[1:] > x[:-1]) + 1
    places = places[(places >= least) & (x.size - places >= least)]
    if places.size == 0:
        return None
    joint = np.stack([low[places - 1], low[-1] - low[places - 1]], axis=1) / x.size  # (places, 2, classes)
    gain = plogp.mutual_information(joint, base=2)
    best = int(np.argmax(gain))
    return Split(float(x[places[best] - 1]), float(gain[best]), log2(places.size) / x.size)
