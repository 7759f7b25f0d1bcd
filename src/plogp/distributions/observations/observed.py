"""What all observed distributions share: they can be turned into counts, and their quantities are estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from plogp.theory.errors import Unanswerable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from plogp.theory.counts.contingency import Contingency


class Observed:
    """A distribution that is known through a sample of it."""

    @property
    def conditions(self) -> int:
        """How many of the variables are given beforehand."""
        return 0

    def table(self) -> NDArray[np.int64]:
        """How often each combination of outcomes was seen, the variables given beforehand on the last axes."""
        raise AssertionError(f"{type(self).__name__} does not say how it is counted")

    def beside(self, *others: Observed) -> list[NDArray[np.int64]]:
        """The counts of several samples over the categories that any of them has."""
        names = ", ".join(type(d).__name__ for d in (self, *others))
        raise Unanswerable(
            f"{names}: the categories of these cannot be matched; compare Samples with Samples, which match by value, "
            "or Counts with Counts, which match by position"
        )

    def contingency(self) -> Contingency:
        """The same, without the combinations that were never seen."""
        from plogp.theory.counts.contingency import (
            Contingency,  # now: a known distribution asks whether it is observed, no more
        )

        return Contingency.of_table(self.table(), self.conditions)
