"""What holds of every tally: checked of what is read from a file, since a seal says nothing of who made it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.tally.cells import NAN_CODE, NULL_CODE, Axis, Cells, IntArray, Key
from plogp.engines.tally.column_types import NUMBERS, Kind, kind_of, narrow
from plogp.engines.tally.plan import Missing
from plogp.engines.tally.tally import Tally
from plogp.theory.errors import UnreadableTally


def check_tally(tally: Tally) -> None:
    """Raise `UnreadableTally` unless columns, tables and counts are such as counting makes them."""
    _require(_is_count(tally.rows), f"{tally.rows!r} rows")
    for axis in tally.axes.values():
        _check_axis(axis)
    for key in [*tally.cells, *tally.given_up]:
        _require(bool(key) and len({*key}) == len(key), f"a table of the columns {key}")
    _require(not {*tally.cells} & {*tally.given_up}, "a table that is there and given up")
    for name in tally.axes:
        _require((name,) in tally.cells, f"column {name!r} without a table of itself")
    for key, cells in tally.cells.items():
        _check_cells(key, cells, tally)


def _check_axis(axis: Axis) -> None:
    where = f"column {axis.name!r}"
    _require(_is_text(axis.name), "a column whose name is no text")
    _require(axis.kind is not Kind.NESTED, f"{where} of lists")
    _require(axis.distinct is None or _is_count(axis.distinct), f"{where} with {axis.distinct!r} distinct values")
    _require((axis.levels is None) != (axis.edges is None), f"{where} without levels or bins, or with both")
    if axis.edges is not None:
        edges = np.array(axis.edges, np.float64)  # a missing one is NaN, which is not greater than anything
        rise = bool((edges[1:] > edges[:-1]).all()) and not np.isnan(edges[:1]).any()
        _require(rise and axis.kind.ordered, f"{where} with bins that are not in order")
    elif axis.levels is not None and len(axis.levels):
        levels = axis.levels
        kind = kind_of(levels.type)
        _require(kind is axis.kind or {kind, axis.kind} <= NUMBERS, f"{where} of {axis.kind} with levels of {kind}")
        nan = pa.types.is_floating(levels.type) and pc.any(pc.is_nan(levels)).as_py()
        _require(narrow(levels).type == levels.type, f"{where} with levels of {levels.type}")
        _require(not levels.null_count and not nan, f"{where} with a level that is missing")
        in_order = levels.take(pc.array_sort_indices(levels)).equals(levels)
        _require(in_order and len(levels.unique()) == len(levels), f"{where} with levels that are not in order")


def _check_cells(key: Key, cells: Cells, tally: Tally) -> None:
    where = f"the table of {', '.join(map(repr, key))}"
    codes, n = cells.codes, cells.n
    _require(codes.shape == (len(n), len(key)), f"{where} with {len(n)} counts of {len(codes)} cells")
    least = NAN_CODE if tally.missing is Missing.SEPARATE else NULL_CODE
    sizes = [tally.axes[name].size for name in key]
    _require(bool(((codes >= least) & (codes < sizes)).all()), f"{where} with a code that stands for nothing")
    _require(bool((n > 0).all()), f"{where} with a count below one")
    _require(_sum(n) == tally.rows, f"{where} with counts that do not add up to {tally.rows:,} rows")
    _require(bool(_greater(codes[1:], codes[:-1]).all()), f"{where} with cells that are not in order")


def _greater(a: IntArray, b: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows come after others in lexicographic order."""
    after = np.zeros(len(a), np.bool_)
    for i in reversed(range(a.shape[1])):
        after = (a[:, i] > b[:, i]) | ((a[:, i] == b[:, i]) & after)
    return after


def _sum(n: IntArray) -> int:
    """The exact sum, which may be beyond 64 bits."""
    return (int((n >> 32).sum()) << 32) + int((n & 0xFFFFFFFF).sum())


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _require(holds: bool, fault: str) -> None:
    if not holds:
        raise UnreadableTally(f"no tally of plogp's has {fault}")
