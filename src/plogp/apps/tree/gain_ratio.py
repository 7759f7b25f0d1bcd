"""Gain ratio: information gain over what the feature itself costs to say."""

from __future__ import annotations

from typing import Any

import plogp


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
