"""How much an estimate still gains from more observations: judged by parts of the sample.

Parts of one sample that share no rows are independent samples (Politis & Romano 1994, doi:10.1214/aos/1176325770; for
mutual information Holmes & Nemenman 2019, doi:10.1103/PhysRevE.100.022404). Where the bias falls as n^-rate, what the
whole gains over them tells what it still lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plogp.theory.errors import NotSamples

Rows = NDArray[np.int64]
Estimator = Callable[..., float]  # from the numbers of some rows of each sample to the estimate

_PARTS = 16  # parts that the gain is judged by
_ROWS = 500  # in each of them, at most
LEAST = 48  # observations that can be parted


class Bias(NamedTuple):
    """What an estimate lacks, and how many times the variance that it does not share with its parts comes in addition
    when that is added to it."""

    missing: float
    noise: float


def bias(of: Estimator, whole: float, sizes: Sequence[int], rate: float) -> Bias | None:
    """What the estimate from all rows still lacks; None where there are too few to tell.

    Parameters
    ----------
    rate : float
        1/d for neighbours in d coordinates (Gao, Oh & Viswanath 2018, doi:10.1109/TIT.2018.2807481, theorem 3).
    """
    if not min(sizes) >= LEAST:
        return None
    parts = max(4, ceil(max(sizes) / _ROWS)) if min(sizes) >= 4 * LEAST else 4 if rate >= 1 else 2
    found = _of_parts(of, sizes, parts, _PARTS)
    if found is None:
        return None
    gain = float(1 / (float(parts) ** rate - 1))
    # The k-th neighbour of a part is about the parts·k-th of the whole: its noise is 1/parts of that, and a part of it.
    common = 1 / parts
    own = common + (1 - common) * parts / _PARTS
    noise = (1 + gain) ** 2 - 1 - 2 * gain * (1 + gain) * common + gain**2 * own
    return Bias(gain * (whole - float(found.mean())), noise)


def _of_parts(of: Estimator, sizes: Sequence[int], parts: int, wanted: int) -> NDArray[np.float64] | None:
    """Estimates from parts that share no rows, of as many random partitions as it takes."""
    rng = np.random.default_rng(0)
    found: list[float] = []
    try:
        while len(found) < wanted:
            split = [np.array_split(rng.permutation(n), parts) for n in sizes]
            found += [of(*rows) for rows in list(zip(*split, strict=True))[: wanted - len(found)]]
    except NotSamples:
        return None  # some part is too small for the estimator
    return np.array(found)
