"""Observed counts: how often each outcome, or each combination of outcomes, was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.backend.arrays import is_array, to_numpy
from plogp.distributions.observed import Observed
from plogp.theory.errors import NotCounts, ShapeMismatch

_LIMIT = 2**63  # observations, which 64 bits cannot count


@dataclass(frozen=True, eq=False)
class Counts(Observed):
    """A table of counts, one axis a variable: n[x] or n[x, y] or n[x, y, z].

    Quantities of counts are estimates from a sample, not properties of the table: they come as an `Estimate`.

    Parameters
    ----------
    n : array or nested lists of int
        How often each outcome was seen. Whole numbers, none negative, at least one above zero.
    given : sequence of int
        The axes that are known beforehand, for quantities that speak of other variables given these.

    Examples
    --------
    >>> import plogp
    >>> print(plogp.entropy(plogp.Counts([30, 50, 20]), base=2))
    1.500 bit (1.361 to 1.560, 95 %)
    """

    n: Any
    given: tuple[int, ...] = ()

    @classmethod
    def of(cls, *columns: Any) -> Counts:
        """The table of columns of equal length: how often each combination of their values occurs."""
        from plogp.backend import counting

        codes = [
            np.unique(to_numpy(column) if is_array(column) else np.asarray(column), return_inverse=True)
            for column in columns
        ]
        return cls(counting.joint_counts([inverse for _, inverse in codes], [len(levels) for levels, _ in codes]))

    def table(self) -> NDArray[np.int64]:
        """The checked counts, as NumPy integers, the axes in `given` last."""
        n = to_numpy(self.n) if is_array(self.n) else np.asarray(self.n)
        if n.dtype.kind not in "biuf":
            raise NotCounts(f"counts must be whole numbers, but these are {n.dtype}")
        whole = _whole(n) if n.dtype.kind == "f" else n
        if whole.size and int(whole.max()) * whole.size >= _LIMIT and (total := sum(map(int, whole.ravel()))) >= _LIMIT:
            raise NotCounts(f"the counts sum to {total:.3g}, but at most 2^63 - 1 observations can be counted")
        whole = whole.astype(np.int64, copy=False)
        if whole.size == 0 or not whole.any():
            raise NotCounts("there are no observations: every count is zero")
        if whole.min() < 0:
            at = np.unravel_index(int(whole.argmin()), whole.shape)
            raise NotCounts(f"count {whole.min()} at position {tuple(int(i) for i in at)} is negative")
        if any(not -whole.ndim <= axis < whole.ndim for axis in self.given):
            raise ShapeMismatch(f"given={self.given} is out of range for counts of {whole.ndim} axes")
        return np.moveaxis(whole, self.given, tuple(range(-len(self.given), 0)))

    def beside(self, *others: Observed) -> list[Counts]:
        """Themselves: categories of counts are matched by their position."""
        together = [d for d in (self, *others) if isinstance(d, Counts)]
        if len(together) <= len(others):
            return super().beside(*others)
        shapes = [d.table().shape for d in together]
        if len(set(shapes)) > 1:
            raise ShapeMismatch(
                f"counts of the shapes {' and '.join(map(str, shapes))} are not over the same categories; give each a "
                "zero for what it lacks, or write Samples, which are matched by value"
            )
        return together

    def counts(self) -> Counts:
        """Itself: what every observed distribution can be turned into."""
        return self


def _whole(n: NDArray[Any]) -> NDArray[Any]:
    bad = ~(np.isfinite(n) & (n == np.floor(n)))
    if bad.any():
        at = np.unravel_index(int(bad.argmax()), n.shape)
        raise NotCounts(
            f"count {n[at]:g} at position {tuple(int(i) for i in at)} is not a whole number; "
            "probabilities are written Probs(x)"
        )
    return n
