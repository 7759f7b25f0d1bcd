"""The tables of two variables, one for each combination of what is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.theory.counts.code_arrays import renumbered
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.plug_in_information import plug_in_information
from plogp.typing import Integers


@dataclass(frozen=True, eq=False)
class Stratum:
    """The observations of one level of what is given: the margins and the cells of their table."""

    rows: Integers
    columns: Integers
    cells: Integers  # above zero, in no order
    shared: float  # n·I, plug-in, in nats

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the table."""
        return (self.rows.size - 1) * (self.columns.size - 1)

    @property
    def smallest(self) -> float:
        """The least expected count of a cell."""
        return int(self.rows.min()) * int(self.columns.min()) / int(self.rows.sum())


def strata(t: Contingency) -> list[Stratum]:
    """The tables of the first two variables, one for each combination of the others that was seen."""
    if t.order == 2:
        i, j = (np.asarray(t.index((axis,))) for axis in (0, 1))
        return [_with_margins(t.n, i, j, t.margin((0,)), t.margin((1,)))]
    groups = t.index(range(2, t.order))
    assert not isinstance(groups, slice)  # which stands for all variables
    order = np.argsort(groups, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    return [_stratum(t.n[part], *(renumbered(t.codes[i][part])[0] for i in (0, 1))) for part in parts]


def _stratum(n: Integers, i: Integers, j: Integers) -> Stratum:
    return _with_margins(n, i, j, _sizes(i, n), _sizes(j, n))


def _with_margins(n: Integers, i: Integers, j: Integers, rows: Integers, columns: Integers) -> Stratum:
    return Stratum(rows, columns, n, plug_in_information(n, i, j, rows, columns))


def _sizes(codes: Integers, n: Integers) -> Integers:
    sizes = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    np.add.at(sizes, codes, n)  # whole numbers, of which floats would lose digits
    return sizes
