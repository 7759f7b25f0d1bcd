"""Information gain: what a discrete feature tells about the class."""

from __future__ import annotations

from typing import Any

import plogp


def information_gain(x: Any, y: Any, *, base: float = 2) -> float:
    """Information gain H(Y) - H(Y|X) of the frequencies seen: the mutual information of feature and class.

    Parameters
    ----------
    x, y : arrays, shape (n,)
        Discrete values; a missing one is a level like the others.
    base : float
        Of the logarithm.

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
