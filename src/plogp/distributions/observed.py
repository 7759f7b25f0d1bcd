"""What all observed distributions share: they can be turned into counts, and their quantities are estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plogp.theory.errors import Unanswerable

if TYPE_CHECKING:
    from plogp.distributions.counts import Counts
    from plogp.theory.contingency import Contingency


class Observed:
    """A distribution that is known through a sample of it."""

    def counts(self) -> Counts:
        """How often each combination of outcomes was seen, the variables given beforehand on the last axes."""
        raise AssertionError(f"{type(self).__name__} does not say how it is counted")

    def beside(self, *others: Observed) -> list[Counts]:
        """The counts of several samples over the categories that any of them has."""
        names = ", ".join(type(d).__name__ for d in (self, *others))
        raise Unanswerable(
            f"{names}: the categories of these cannot be matched; compare Samples with Samples, which match by value, "
            "or Counts with Counts, which match by position"
        )

    def contingency(self) -> Contingency:
        """The same, without the combinations that were never seen."""
        from plogp.theory.contingency import (
            Contingency,  # now: a known distribution asks whether it is observed, no more
        )

        counts = self.counts()
        return Contingency.of_table(counts.table(), len(counts.given))
