"""Van Es's estimator of entropy from spacings."""

from __future__ import annotations

from math import log

import numpy as np

from plogp.estimators.continuous.estimation import Reals
from plogp.estimators.continuous.spacing import Spacing


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
