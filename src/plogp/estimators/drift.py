"""What an estimate from a sample of this size still misses, judged by samples of half the size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_JUDGED = 10_000  # observations by which the largest samples are judged
_JUDGED_FLAT = 4000
_DOUBT = 1.5  # a gain and the estimate share their noise: where the estimate is low, so is the gain


def drift(of: Callable[[NDArray[np.int64]], float], whole: float, n: int, rate: float) -> float:
    """The most that an estimate is still going to gain: the bias that is left, with its sign turned, and half of it.

    Where the bias falls as n^-rate, the gain from half the sample to the whole, over 2^rate - 1, is still to come.

    Parameters
    ----------
    of : function
        From the numbers of some rows to the estimate from them.
    whole : float
        The estimate from all rows.
    n : int
        Rows.
    rate : float
        1/d for neighbours in d coordinates (Gao, Oh & Viswanath 2018, doi:10.1109/TIT.2018.2807481, theorem 3).
    """
    # In one or two coordinates a smaller part is judged as well: its noise is scaled down with its bias.
    m = min(n, _JUDGED if rate < 0.5 else _JUDGED_FLAT)
    if m < 32:
        return 0.0
    gains = []
    for seed in range(1 if n > 2000 else 3):
        rows = np.random.default_rng(seed).permutation(n)[:m]
        gains.append((whole if m == n else of(rows)) - (of(rows[: m // 2]) + of(rows[m // 2 :])) / 2)
    still: float = (m / n) ** rate / (2**rate - 1)
    return _DOUBT * float(np.mean(gains)) * still
