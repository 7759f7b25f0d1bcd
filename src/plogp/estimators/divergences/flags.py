"""Intervals of divergences of two flags, one of whose levels is rare: by the exact law of the table of four cells."""

from __future__ import annotations

from math import expm1, log

import numpy as np

from plogp.estimators.discrete import four_cells
from plogp.estimators.divergences.matched_samples import Matched


def of_flags(found: Matched) -> tuple[float, float] | None:
    """The ends by the exact law of a table of two samples and two levels, one of them rare.

    Where one level alone was seen, they reach up to another that is too rare to be seen in one of the samples.
    """
    if found.b is None or found.levels > 2:
        return None
    a, b = (np.repeat(counts, found.times) for counts in (found.a, found.b))

    def distance(p: float, q: float) -> float:
        least = [
            more / whole if other == 0 else 0.0
            for more, whole, other in zip(found.more, found.frequencies.divisors, (p, q), strict=True)
        ]
        x, y = (np.array([share + add, 1 - share - add]) for share, add in zip((p, q), least, strict=True))
        return float(found.term.value(np.clip(x, 0, 1), np.clip(y, 0, 1)).sum())

    if a.size == 1:
        unseen = [-expm1(log(0.025) / size) for size in found.sizes]
        first, second = (0.5 / (size + 1) for size in found.sizes)
        return 0.0, max(distance(unseen[0], second), distance(first, unseen[1]))
    if not four_cells.is_rare(np.stack([a, b])):
        return None
    return four_cells.of_two_samples(a, b, distance)
