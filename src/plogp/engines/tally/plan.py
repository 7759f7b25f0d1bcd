"""The plan: what each column holds and where its bins are cut, fixed before anything is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from plogp.engines.tally.column_types import Kind
from plogp.theory.errors import SchemaMismatch


class Missing(Enum):
    """What becomes of missing values, which are null or NaN.

    NaN is distinguished from null where the table can: not in the NumPy columns of pandas, nor in CSV.

    Examples
    --------
    >>> import plogp
    >>> rows = {"wind": [3.5, None, float("nan"), 3.5]}
    >>> [plogp.tally(rows, missing=missing).dense("wind").tolist() for missing in plogp.Missing]
    [[2, 2], [2], [2, 1, 1]]
    """

    CATEGORY = "category"  # one more level, both alike
    DROP = "drop"  # rows that lack a value of a table are left out of that table
    SEPARATE = "separate"  # two more levels, where the source can tell them apart


def one_policy(policies: Iterable[Missing]) -> Missing:
    """The policy of missing values that all tables have which are merged or compared."""
    found = sorted({policy.value for policy in policies})
    if len(found) > 1:
        raise SchemaMismatch(
            f"the policy of missing values is {found[0]!r} in one table and {found[1]!r} in the other: "
            "count both with the same"
        )
    return Missing(found[0])


MOST_EXACT = 65_536  # different values of a binned column that are counted; of more their number is estimated


@dataclass(frozen=True)
class Column:
    """How one column is counted: by its values, or by bins that are closed on the right.

    Attributes
    ----------
    name : str
        Its name.
    kind : Kind
        What it holds.
    edges : tuple of float, optional
        Where the bins are cut: bin `i` holds `edges[i-1] < x <= edges[i]`. None: each value is a level.
    distinct : int, optional
        How many values a binned column had in the data that the plan was made from; above 65,536 an estimate. 0: there
        were none to cut bins by.
    """

    name: str
    kind: Kind
    edges: tuple[float, ...] | None = None
    distinct: int | None = field(default=None, compare=False)

    @property
    def approximate(self) -> bool:
        """Whether `distinct` is an estimate."""
        return self.distinct is not None and self.distinct > MOST_EXACT


@dataclass(frozen=True)
class Plan:
    """The columns to count, in order, and what becomes of missing values."""

    columns: tuple[Column, ...]
    missing: Missing = Missing.CATEGORY

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)
