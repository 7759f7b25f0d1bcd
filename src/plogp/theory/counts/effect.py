"""What each observation adds to an estimate: what variances and skewness are summed from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from plogp.typing import Floats, Integers


class Effect(NamedTuple):
    """What an observation adds to an estimate, by how often its combination of some variables was seen.

    Attributes
    ----------
    variables : tuple of int
        Which variables.
    counts : array (d,)
        The different counts of their combinations, ascending.
    values : array (d,)
        What stands beside each.
    """

    variables: tuple[int, ...]
    counts: Integers
    values: Floats

    def of_each(self, n: Integers) -> Floats:
        """For combinations that were seen n times; 0 for those never seen."""
        if self.counts[-1] > max(64, 8 * n.size):
            return np.where(n > 0, self.values[np.searchsorted(self.counts, n)], 0.0)
        by_count = np.zeros(self.counts[-1] + 1)
        by_count[self.counts] = self.values
        return by_count[n]
