"""What a column is good for, by one rule for every application: whether its values name the rows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# Whole numbers of which so many differ number the rows. (How many differ is known to 1 % where they are very many.)
UNIQUE = 0.97
_FEW = 16  # values that may well be classes


def names_rows(axis: Any, n: NDArray[np.int64], distinct: int | None = None) -> bool:
    """Whether nearly every row has a value of its own, which distinguishes it from others and predicts nothing.

    Text does where more than half of its values differ. Whole numbers do where nearly all differ and most lie close
    together, as numbers that are counted up do; far apart they may be measured.

    Parameters
    ----------
    axis : Axis
        The column of a tally.
    n : array of int
        How many rows each of its levels or bins has.
    distinct : int, optional
        How many values its bins hold, if it has bins and that is known.
    """
    present = int(n.sum())
    many = int(np.count_nonzero(n)) if axis.edges is None else distinct or 0
    if axis.kind in ("string", "binary"):
        return 2 * many > present and many > 2
    if axis.kind != "integer" or many <= _FEW or many < UNIQUE * present:
        return False
    if axis.edges is None:  # too wide for bins
        return True
    inner = n[1 : len(axis.edges)]
    close = np.diff(axis.edges) <= 2 * inner
    return bool(2 * inner[close].sum() >= inner.sum())
