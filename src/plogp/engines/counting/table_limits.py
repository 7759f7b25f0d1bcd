"""How large tables may grow, the same rule for every engine: which of them are not laid out, or not kept."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod

from plogp.engines.counting.encoders import MOST_LEVELS
from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Column
from plogp.engines.tally.tally import Tally
from plogp.theory.errors import TooManyCells

# A dense table of more cells turns sparse. An optional one is given up beyond its own cap, and that of all of them.
TABLE_CELLS = 1 << 23
OPTIONAL_CELLS = {2: 1 << 20, 3: 1 << 16}  # by how many columns it has
TOTAL_CELLS = {2: 1 << 25, 3: 1 << 23}
CODES = 1 << 16  # of two columns that are counted as one


def too_large(levels: Mapping[str, int], tables: Iterable[Key], optional: Container[Key]) -> list[Key]:
    """The tables of up to three columns, in their order, that grow beyond the caps when columns have so many levels."""
    found, left = [], dict(TOTAL_CELLS)
    for key in tables:
        if len(key) > 3:
            continue  # never laid out
        sizes = [levels[name] + 2 for name in key]  # null and NaN have a place each
        cells, most = prod(sizes), TABLE_CELLS
        if key in optional:
            most = min(TABLE_CELLS, OPTIONAL_CELLS[len(key)], left[len(key)])
        too_many = max(sizes) > MOST_LEVELS + 2 or (len(key) == 3 and sizes[0] * sizes[1] > CODES)
        if too_many or (len(key) > 1 and cells > most):
            found.append(key)
        elif key in optional:
            left[len(key)] -= cells
    return found


def check_levels(column: Column, levels: int) -> None:
    """Raise if numbers or times are counted by value because there were none to cut bins by, and differ too much."""
    if column.distinct == 0 and column.kind.ordered and levels > MOST_LEVELS:
        raise TooManyCells(
            f"column {column.name!r} had no values when the plan was made and has more than {MOST_LEVELS:,} different "
            "ones now, which need bins: make the plan of rows that have values of it"
        )


def within_caps(tally: Tally, optional: Sequence[Key]) -> Tally:
    """The tally without optional tables that are too large; each of its parts alone may have been small enough."""
    order = [*(key for key in tally.cells if key not in optional), *(key for key in optional if key in tally.cells)]
    levels = {name: axis.most for name, axis in tally.axes.items()}
    beyond = {*optional}.intersection(too_large(levels, order, {*optional}))
    cells = {key: cells for key, cells in tally.cells.items() if key not in beyond}
    return replace(tally, cells=cells, given_up=tuple(sorted({*tally.given_up, *beyond})))
