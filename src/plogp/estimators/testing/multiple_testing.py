"""Many tests at once: p-values adjusted so that comparing each with a level bounds what is wrong in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def holm(p_values: Sequence[float]) -> list[float]:
    """For the probability of any false alarm, whatever the tests have in common.

    Of the j-th smallest the largest (m - i + 1)·p_i of all i <= j (Holm 1979, "A simple sequentially rejective multiple
    test procedure").

    Examples
    --------
    >>> holm([0.03, 0.01, 0.5])
    [0.06, 0.03, 0.5]
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    steps = accumulate((min(1.0, (len(order) - i) * p_values[at]) for i, at in enumerate(order)), max)
    return [p for _, p in sorted(zip(order, steps, strict=True))]


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """For the expected share of false discoveries among all discoveries, of tests that are not opposed to each other.

    Of the j-th smallest the smallest m·p_i/i of all i >= j (Benjamini & Hochberg 1995,
    doi:10.1111/j.2517-6161.1995.tb02031.x; 2001, doi:10.1214/aos/1013699998, for the dependence that it allows).

    Examples
    --------
    >>> benjamini_hochberg([0.04, 0.01, 0.5])
    [0.06, 0.03, 0.5]
    """
    m = len(p_values)
    order = sorted(range(m), key=p_values.__getitem__, reverse=True)
    # The factor first: it is at least one, so that no rounding brings the product below the p-value itself.
    steps = accumulate((min(1.0, m / (m - i) * p_values[at]) for i, at in enumerate(order)), min)
    return [p for _, p in sorted(zip(order, steps, strict=True))]
