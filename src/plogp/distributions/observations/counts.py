"""Observed counts: how often each outcome, or each combination of outcomes, was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plogp.backend.arrays import to_numpy
from plogp.distributions.array_input import to_array
from plogp.distributions.observations.columns import table_of_columns
from plogp.distributions.observations.observed import Observed
from plogp.theory.errors import NotCounts, ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown

_MOST = (1 << 63) - 1  # what a 64-bit integer holds


@dataclass(frozen=True, eq=False)
class Counts(Observed):
    """A table of counts, one axis a variable: n[x] or n[x, y] or n[x, y, z].

    Quantities of counts are estimates from a sample, not properties of the table: they come as an `Estimate`.

    Parameters
    ----------
    n : array or nested lists of int, or mapping
        How often each outcome was seen. Whole numbers, none negative, at least one above zero, 2^63 - 1 in total at
        most. A mapping, such as a `collections.Counter`, holds them by outcome, and so does a Series of pandas: two of
        them are matched by outcome, while counts without names are matched by position.
    given : int or sequence of int
        The axes that are known beforehand, for quantities that speak of other variables given these.

    Examples
    --------
    >>> import plogp
    >>> print(plogp.entropy(plogp.Counts([30, 50, 20]), base=2))
    1.500 bit (1.361 to 1.560, 95 %)
    """

    n: Any
    given: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        given: Any = self.given
        given = (given,) if isinstance(given, int) else given
        if not (isinstance(given, tuple | list) and all(isinstance(axis, int) for axis in given)):
            raise ShapeMismatch(f"given= is the number of an axis, or several of them, but it is {shown(self.given)}")
        object.__setattr__(self, "given", tuple(given))

    @classmethod
    def of(cls, *columns: Any) -> Counts:
        """The table of columns of equal length: how often each combination of their values occurs.

        Values that are missing (None, NaN, null) are one more level of their column, the last.
        """
        return cls(table_of_columns(columns))

    def table(self) -> NDArray[np.int64]:
        """The checked counts, as NumPy integers, the axes in `given` last."""
        names = _names(self.n)
        whole = _whole(to_numpy(to_array(self.n if names is None else list(names.values()))))
        if whole.ndim == 0:
            raise NotCounts(f"a single number, {whole}, is no table of counts: counts have an axis of outcomes")
        least, most = (int(whole.min()), int(whole.max())) if whole.size else (0, 0)
        if least < 0:
            at = np.unravel_index(int(whole.argmin()), whole.shape)
            raise NotCounts(f"count {least} at position {tuple(int(i) for i in at)} is negative")
        if most == 0:
            raise NotCounts("there are no observations: every count is zero")
        if most > _MOST // whole.size and _exact_sum(whole) > _MOST:
            raise NotCounts(
                f"the counts sum to {_exact_sum(whole):,}, but at most 2^63 - 1 observations can be counted"
            )
        if any(not -whole.ndim <= axis < whole.ndim for axis in self.given):
            raise ShapeMismatch(f"given={self.given} is out of range for counts of {whole.ndim} axes")
        if len({axis % whole.ndim for axis in self.given}) < len(self.given):
            raise ShapeMismatch(f"given={self.given} names an axis more than once")
        return np.moveaxis(whole, self.given, tuple(range(-len(self.given), 0)))

    def beside(self, *others: Observed) -> list[NDArray[np.int64]]:
        """The counts over the same categories: those with names by their name, others by their position."""
        together = [d for d in (self, *others) if isinstance(d, Counts)]
        if len(together) <= len(others):
            return super().beside(*others)
        named = [_names(d.n) for d in together]
        if any(names is None for names in named) and any(names is not None for names in named):
            raise Unanswerable("counts by outcome and counts by position cannot be matched: give both in the same way")
        tables = [d.table() for d in together]
        if named[0] is not None:
            outcomes = list(dict.fromkeys(outcome for names in named if names is not None for outcome in names))
            return [Counts([names.get(o, 0) for o in outcomes]).table() for names in named if names is not None]
        shapes = [table.shape for table in tables]
        if len(set(shapes)) > 1:
            raise ShapeMismatch(
                f"counts of the shapes {' and '.join(map(str, shapes))} are not over the same categories; give each a "
                "zero for what it lacks, or write Samples, which are matched by value"
            )
        return tables

    @property
    def conditions(self) -> int:
        """How many of the variables are given beforehand."""
        return len(self.given)


def _names(n: Any) -> Mapping[Any, Any] | None:
    """Counts by outcome, if they are held so: in a mapping, or in a Series of pandas."""
    if isinstance(n, Mapping):
        return n
    if getattr(n, "ndim", 0) != 1 or not hasattr(n, "index") or not hasattr(n, "to_dict"):
        return None
    names: dict[Any, Any] = n.to_dict()
    if len(names) < len(n):
        raise NotCounts("the index of these counts has an outcome more than once: sum them, n.groupby(level=0).sum()")
    return names


def _whole(n: NDArray[Any]) -> NDArray[np.int64]:
    """Counts of any type of number as integers, if that is what they are."""
    if n.dtype.kind == "O" and all(isinstance(count, int) for count in n.ravel().tolist()):
        first = next(i for i, count in enumerate(n.ravel().tolist()) if abs(count) > _MOST)
        raise NotCounts(f"count {n.ravel()[first]}: at most 2^63 - 1 observations can be counted")
    if n.dtype.kind not in "biuf":
        raise NotCounts(f"counts must be whole numbers, but these are {n.dtype}; observations are written Samples(x)")
    if n.dtype.kind != "f":
        bad = n > _MOST if n.dtype.itemsize == 8 and n.dtype.kind == "u" else np.zeros((), dtype=bool)
    else:
        bad = ~(np.isfinite(n) & (n == np.floor(n)) & (np.abs(n) < 2.0**63))
    if bad.any():
        at = np.unravel_index(int(bad.argmax()), n.shape)
        wrong = f"count {n[at]:g} at position {tuple(int(i) for i in at)}"
        if np.isfinite(n[at]) and abs(float(n[at])) >= 2.0**63:
            raise NotCounts(f"{wrong}: at most 2^63 - 1 observations can be counted")
        raise NotCounts(f"{wrong} is not a whole number; probabilities are written Probs(x)")
    return n.astype(np.int64, copy=False)


def _exact_sum(n: NDArray[np.int64]) -> int:
    """The sum of integers that are not negative, whatever its size."""
    return (int((n >> 32).sum()) << 32) + int((n & 0xFFFFFFFF).sum())
