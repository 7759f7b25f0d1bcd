"""The plan: what each column holds and where its bins are cut, fixed before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from plogp.engines.kinds import Kind


class Missing(Enum):
    """What becomes of missing values, which are null or NaN alike."""

    CATEGORY = "category"  # one more level
    DROP = "drop"  # rows that lack a value of a table are left out of that table


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
        How many values a binned column had in the data that the plan was made from; above 65,536 an estimate.
    """

    name: str
    kind: Kind
    edges: tuple[float, ...] | None = None
    distinct: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Plan:
    """The columns to count, in order, and what becomes of missing values."""

    columns: tuple[Column, ...]
    missing: Missing = Missing.CATEGORY

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)
