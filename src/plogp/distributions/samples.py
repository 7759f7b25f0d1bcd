"""Observed columns: one entry, or one row of coordinates, an observation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plogp.backend import counting
from plogp.distributions.counts import Counts
from plogp.distributions.missing import is_missing, read_column
from plogp.distributions.observed import Observed
from plogp.theory.code_arrays import combined, is_sparse, renumbered
from plogp.theory.contingency import Contingency
from plogp.theory.errors import InvalidParameter, NotSamples, ShapeMismatch, Unanswerable
from plogp.theory.parameters import shown


class Column(NamedTuple):
    """One checked variable."""

    values: NDArray[Any]  # (n,) of anything that sorts if discrete, else (n, d) of float64
    discrete: bool


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
        small = self._small_table()
        if small is not None:
            return Counts(small)
        codes, levels = self._codes()
        if is_sparse(levels, self.n):
            raise ShapeMismatch(f"a table of {' × '.join(map(str, levels))} levels is too large to lay out")
        return Counts(counting.joint_counts(codes, levels), self._axes(len(levels)))

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

    def beside(self, *others: Observed) -> list[Counts]:
        """The counts of several samples over the values that any of them has, matched by value."""
        together = [d for d in (self, *others) if isinstance(d, Samples)]
        if len(together) <= len(others):
            return super().beside(*others)
        for d in together:
            d._codes()
            alike = [(_group(a), a.values.shape[1:]) == (_group(b), b.values.shape[1:])
                     for a, b in zip(d.variables, self.variables, strict=False)]  # fmt: skip
            if not all(alike) or len(d.variables) != len(self.variables):
                raise ShapeMismatch("the samples are of different variables: their columns differ in number or kind")
        coded = [_coded(np.concatenate([d.variables[i].values for d in together])) for i in range(len(self.variables))]
        index, cells = combined(tuple(codes for codes, _ in coded), tuple(levels for _, levels in coded))
        index, cells = renumbered(index)
        ends = np.cumsum([d.n for d in together])[:-1]
        return [Counts(np.bincount(part, minlength=cells)) for part in np.split(index, ends)]

    def _axes(self, order: int) -> tuple[int, ...]:
        return tuple(range(order - len(self.given), order))

    @cached_property
    def _checked(self) -> tuple[tuple[Column, ...], int]:
        read = [
            _read(held, kind, place)
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
        coded = [_coded(column.values) for column in self.variables]
        return [codes for codes, _ in coded], tuple(levels for _, levels in coded)


def _group(column: Column) -> str:
    """Which values can be equal: numbers, or names."""
    return "names" if column.values.dtype.kind in "UST" else "numbers"


def _read(held: Any, discrete: bool | None, place: int) -> tuple[Column, NDArray[np.bool_] | None]:
    """A column and which of its observations are missing; None where its type cannot say that one is."""
    x, absent = read_column(held)
    if x.ndim not in (1, 2) or (x.ndim == 2 and x.shape[1] == 0):
        raise ShapeMismatch(f"column {place} has the shape {x.shape}; a variable is (n,) or (n, d)")
    if len(x) == 0:
        raise NotSamples(f"column {place} is empty: there are no observations")
    gone = [] if absent is None else [absent]
    if x.dtype.kind == "O":
        x, none = _unpacked(x, place)
        gone.append(none)
    if x.dtype.kind in "Mm":
        raise NotSamples(
            f"column {place} holds times ({x.dtype}): x.astype(int) makes whole numbers of them, which are discrete, "
            "x.astype(float) measurements; a Table cuts a column of times into bins"
        )
    if x.dtype.kind not in "biufUST":
        raise NotSamples(f"column {place} holds {x.dtype}, which is neither a number nor a name")
    if x.dtype.kind == "f":
        gone.append(~np.isfinite(x))
    kind = x.dtype.kind != "f" if discrete is None else discrete
    if not kind:
        if x.dtype.kind not in "biuf":
            raise NotSamples(f"column {place} holds names, so it cannot be continuous")
        x = np.ascontiguousarray(x.reshape(len(x), -1), dtype=np.float64)
    lacking = [np.any(part.reshape(len(x), -1), axis=1) for part in gone]
    return Column(x, kind), np.logical_or.reduce(lacking) if lacking else None


def _unpacked(x: NDArray[Any], place: int) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """A column of Python objects as one of a single kind, and where a value is missing."""
    flat = [value.item() if isinstance(value, np.generic) else value for value in x.ravel().tolist()]
    absent = np.array([is_missing(value) for value in flat])
    kinds = {type(value) for value, gone in zip(flat, absent, strict=True) if not gone}
    for kind, filler in ((str, ""), (bool, False), (int, 0), (float, np.nan)):
        if kinds == {kind} or (kind is float and kinds == {int, float}):
            made = np.array([filler if gone else value for value, gone in zip(flat, absent, strict=True)])
            if made.dtype.kind == "O":
                raise NotSamples(f"column {place} has whole numbers beyond 64 bits: make names of them, str(x)")
            return made.reshape(x.shape), absent.reshape(x.shape)
    names = ", ".join(sorted(kind.__name__ for kind in kinds)) or "nothing but missing values"
    raise NotSamples(f"column {place} is of objects ({names}); make it numbers, strings or booleans")


def table_of_columns(columns: Sequence[Any]) -> NDArray[np.int64]:
    """The table of discrete columns in which what is missing is a level, the last of its column."""
    coded = [_coded_with_missing(*_read(held, True, place)) for place, held in enumerate(columns)]
    lengths, levels = [len(codes) for codes, _ in coded], tuple(count for _, count in coded)
    if len(set(lengths)) != 1:
        raise ShapeMismatch(f"the columns have {' and '.join(map(str, lengths)) or 'no'} observations: they must agree")
    if is_sparse(levels, lengths[0]):
        raise ShapeMismatch(f"a table of {' × '.join(map(str, levels))} levels is too large to lay out")
    return counting.joint_counts([codes for codes, _ in coded], levels)


def _coded_with_missing(column: Column, gone: NDArray[np.bool_] | None) -> tuple[NDArray[np.int64], int]:
    x = column.values
    if gone is not None and x.dtype.kind == "f":
        gone = gone & ~np.isinf(x).reshape(len(x), -1).any(axis=1)  # infinity is a level as any other
    if gone is None or not gone.any():
        return _coded(x)
    present, levels = _coded(x[~gone]) if not gone.all() else (np.empty(0, np.int64), 0)
    codes = np.full(len(x), levels)
    codes[~gone] = present
    return codes, levels + 1


def _coded(values: NDArray[Any]) -> tuple[NDArray[np.int64], int]:
    """Numbers from zero for the levels that occur, in sorted order."""
    if values.ndim == 2:
        coded = [_coded(column) for column in values.T]
        return renumbered(combined(tuple(codes for codes, _ in coded), tuple(levels for _, levels in coded))[0])
    if values.dtype.kind in "biu":
        low, high = int(values.min()), int(values.max())
        if high - low <= max(1 << 10, 4 * values.size):
            codes = (values - values.min() if values.dtype.kind == "u" else values.astype(np.int64) - low).astype(
                np.int64
            )
            seen = np.bincount(codes) > 0
            return (codes, seen.size) if seen.all() else ((np.cumsum(seen) - 1)[codes], int(seen.sum()))
    return renumbered(values)
