"""Ebrahimi's estimator of entropy from spacings."""

from __future__ import annotations

import numpy as np

from plogp.estimators.continuous.estimation import Reals
from plogp.estimators.continuous.spacing import Spacing, spans


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
