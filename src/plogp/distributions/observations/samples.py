"""Observed columns: one entry, or one row of coordinates, an observation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from plogp.backend import counting
from plogp.distributions.observations.columns import Column, coded, column_of, group_of
from plogp.distributions.observations.counts import Counts
from plogp.distributions.observations.observed import Observed
from plogp.theory.counts.code_arrays import combined, is_sparse, renumbered
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown


@dataclass(frozen=True, eq=False, init=False)
class Samples(Observed):
    """Columns of equal length, each discrete or continuous: floats are continuous; integers, strings and booleans are
    discrete.

    Parameters
    ----------
    *columns : array or list
        One a variable: (n,), or (n, d) for a variable of d coordinates.
    given : array, or tuple of them
        Columns that are known beforehand, for quantities that speak of the others given these.
    discrete : bool or sequence of bool, optional
        Whether the columns, those given last, are discrete, where the type of their numbers does not say it.
    missing : "error" or "drop"
        What to do with an observation that has a missing value: a None, a NaN, the NA and NaT of pandas, a null of
        Polars or Arrow, or an infinity. The number dropped is in the result. A missing value changes nothing about the
        type of its column: integers with a null are discrete, as they are without it.

    Raises
    ------
    NotSamples
        A column that cannot be read, or with a missing value.
    ShapeMismatch
        Columns of different lengths.

    Examples
    --------
    >>> import plogp
    >>> weather, coat = ["rain", "sun", "rain", "sun"] * 25, [1, 0, 1, 0] * 25
    >>> print(f"{plogp.entropy(plogp.Samples(weather), base=2):.3f}")
    1.007
    >>> plogp.Samples(weather, coat).counts().n
    array([[ 0, 50],
           [50,  0]])
    """

    columns: tuple[Any, ...]
    given: tuple[Any, ...]
    discrete: tuple[bool | None, ...]
    missing: Literal["error", "drop"]

    def __init__(
        self,
        *columns: Any,
        given: Any = (),
        discrete: bool | tuple[bool | None, ...] | list[bool | None] | None = None,
        missing: Literal["error", "drop"] = "error",
    ) -> None:
        given = given if isinstance(given, tuple) else (given,)
        order = len(columns) + len(given)
        if not columns:
            raise InvalidParameter("Samples needs at least one column")
        if not all(
            isinstance(kind, bool | None) for kind in (discrete if isinstance(discrete, tuple | list) else [discrete])
        ):
            raise InvalidParameter(
                f"discrete= is True, False or None, or one of these a column, but it is {shown(discrete)}"
            )
        kinds = tuple(discrete) if isinstance(discrete, tuple | list) else (discrete,) * order
        if len(kinds) != order:
            raise InvalidParameter(f"discrete= speaks of {len(kinds)} columns, but there are {order}")
        if not isinstance(missing, str) or missing not in ("error", "drop"):
            raise InvalidParameter(f'missing must be "error" or "drop", but it is {shown(missing)}')
        for name, value in (("columns", columns), ("given", given), ("discrete", kinds), ("missing", missing)):
            object.__setattr__(self, name, value)

    @property
    def variables(self) -> tuple[Column, ...]:
        """The checked columns, those given last."""
        return self._checked[0]

    @property
    def dropped(self) -> int:
        """How many observations were left out because a value is missing."""
        return self._checked[1]

    @property
    def n(self) -> int:
        """How many observations are left."""
        return len(self.variables[0].values)

    def counts(self) -> Counts:
        """The table of discrete columns, the levels of each in sorted order."""
        order = len(self.columns) + len(self.given)
        return Counts(self.table(), tuple(range(len(self.columns), order)))

    @property
    def conditions(self) -> int:
        """How many of the variables are given beforehand."""
        return len(self.given)

    def table(self) -> NDArray[np.int64]:
        """How often each combination of levels occurs, those of the given columns on the last axes."""
        small = self._small_table()
        if small is not None:
            return small
        codes, levels = self._codes()
        if is_sparse(levels, self.n):
            raise ShapeMismatch(f"a table of {' × '.join(map(str, levels))} levels is too large to lay out")
        return counting.joint_counts(codes, levels)

    def contingency(self) -> Contingency:
        """The combinations that occur, whatever the number of levels."""
        small = self._small_table()
        if small is not None:
            return Contingency.of_table(small)
        codes, levels = self._codes()
        if is_sparse(levels, self.n):
            return Contingency.of_codes(tuple(codes), levels, len(self.given))
        return Contingency.of_table(counting.joint_counts(codes, levels), len(self.given))

    def _small_table(self) -> NDArray[np.int64] | None:
        """The table of two columns of small whole numbers, which need no codes."""
        if self.given or len(self.columns) != 2 or not all(column.discrete for column in self.variables):
            return None
        return counting.table_of_small(*[column.values for column in self.variables])

    def beside(self, *others: Observed) -> list[NDArray[np.int64]]:
        """The counts of several samples over the values that any of them has, matched by value."""
        together = [d for d in (self, *others) if isinstance(d, Samples)]
        if len(together) <= len(others):
            return super().beside(*others)
        for d in together:
            d._codes()
            alike = [(group_of(a), a.values.shape[1:]) == (group_of(b), b.values.shape[1:])
                     for a, b in zip(d.variables, self.variables, strict=False)]  # fmt: skip
            if not all(alike) or len(d.variables) != len(self.variables):
                raise ShapeMismatch("the samples are of different variables: their columns differ in number or kind")
        coded_ = [coded(np.concatenate([d.variables[i].values for d in together])) for i in range(len(self.variables))]
        index, cells = combined(tuple(codes for codes, _ in coded_), tuple(levels for _, levels in coded_))
        index, cells = renumbered(index)
        ends = np.cumsum([d.n for d in together])[:-1]
        return [np.bincount(part, minlength=cells) for part in np.split(index, ends)]

    @cached_property
    def _checked(self) -> tuple[tuple[Column, ...], int]:
        read = [
            column_of(held, kind, place)
            for place, (held, kind) in enumerate(zip((*self.columns, *self.given), self.discrete, strict=True))
        ]
        lengths = [len(column.values) for column, _ in read]
        if len(set(lengths)) > 1:
            raise ShapeMismatch(f"the columns have {' and '.join(map(str, lengths))} observations: they must agree")
        columns = [column for column, _ in read]
        if all(gone is None for _, gone in read):
            return tuple(columns), 0
        absent = np.zeros(lengths[0], dtype=bool)
        for place, (_, gone) in enumerate(read):
            if gone is None:
                continue
            if self.missing == "error" and gone.any():
                raise NotSamples(
                    f"column {place} has no finite value at row {int(gone.argmax())} (and {int(gone.sum()) - 1} more); "
                    'missing="drop" leaves such observations out'
                )
            absent |= gone
        if absent.all():
            raise NotSamples("there are no observations")
        if absent.any():
            columns = [Column(column.values[~absent], column.discrete) for column in columns]
        return tuple(columns), int(absent.sum())

    def _codes(self) -> tuple[list[NDArray[np.int64]], tuple[int, ...]]:
        for place, column in enumerate(self.variables):
            if not column.discrete:
                raise Unanswerable(
                    f"column {place} is continuous ({column.values.dtype}), so it has no counts; discrete=True says "
                    "that its numbers are names"
                )
        coded_ = [coded(column.values) for column in self.variables]
        return [codes for codes, _ in coded_], tuple(levels for _, levels in coded_)
