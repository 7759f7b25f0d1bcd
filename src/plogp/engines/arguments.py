"""What a caller asks of a table, checked: combinations of columns, bins, missing values, progress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plogp.engines.tally.cells import Key
from plogp.engines.tally.plan import Missing
from plogp.theory.errors import InvalidParameter
from plogp.theory.parameters import shown, whole_number

_MOST_BINS = 65_000


def tables_in(name: str, tables: Any, size: int | None = None) -> list[Key]:
    """Combinations of different columns, each once, of `size` columns if that is said."""
    tables = list(tables) if isinstance(tables, Iterator) else tables
    try:
        keys = [tuple(table) for table in tables if not isinstance(table, str)]
        right = len(keys) == len(tables) and all(
            all(isinstance(column, str) for column in key) and 0 < len(set(key)) == len(key) == (size or len(key))
            for key in keys
        )
    except Exception:  # whatever the __iter__ of a foreign object raises
        right = False
    if not right:
        raise InvalidParameter(
            f"{name}= takes a list of tuples of the names of different columns, as in [('a', 'b')], but it is "
            f"{shown(tables)}"
        )
    return list(dict.fromkeys(keys))


def policy_of(missing: Any) -> Missing | None:
    """A policy of missing values, or None where none is chosen."""
    if missing is None or isinstance(missing, Missing):
        return missing
    raise InvalidParameter(f"missing= is a plogp.Missing, such as Missing.DROP, but it is {shown(missing)}")


def bins_of(bins: Any) -> int | None:
    """A number of bins, or None where none is chosen."""
    return None if bins is None else whole_number("bins", bins, 2, _MOST_BINS)
