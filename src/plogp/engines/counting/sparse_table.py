"""A table of any size, as the list of its non-empty cells: of three columns, or with a column of very many levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plogp.engines.tally.cells import NAN_CODE, NULL_CODE, Cells, IntArray, cells_of
from plogp.engines.tally.column_types import in_one_type, plain

# Rows kept before cells that are equal are added up: enough that the work per row does not grow with the table.
_PENDING_ROWS = 1 << 20


class SparseTable:
    """Cells keyed by codes, or by the values themselves where a column has too many levels for codes."""

    def __init__(self, key: Sequence[Any]) -> None:
        self._keys = [f"k{i}" for i in range(len(key))]
        self._parts: list[pa.Table] = []
        self._pending = 0
        self._size = 0

    def add(self, columns: Sequence[Any], n: IntArray | None = None) -> None:
        """Count rows, an array of codes or of values for each column; or `n` times each of them."""
        arrays = [pa.array(column) if isinstance(column, np.ndarray) else column for column in columns]
        n = np.ones(len(arrays[0]), np.int64) if n is None else n
        self._append(pa.table([*arrays, pa.array(n)], [*self._keys, "n"]))

    def add_dense(self, table: IntArray) -> None:
        """Count what a dense table of codes holds."""
        at = np.nonzero(table)
        codes = [pa.array(codes.astype(np.uint16)) for codes in at]
        self._append(pa.table([*codes, pa.array(table[at])], [*self._keys, "n"]))

    def summed(self, places: Sequence[int]) -> SparseTable:
        """The table of some of its columns."""
        cells, table = self._compact(), SparseTable(places)
        table.add([cells.column(i) for i in places], cells.column("n").to_numpy())
        return table

    def widen(self, i: int, levels: pa.Array) -> None:
        """Replace the codes of the i-th column by the levels they stand for."""
        self._parts = [part.set_column(i, self._keys[i], levels.take(part.column(i))) for part in self._parts]

    def values(self, i: int) -> pa.Array:
        """The distinct values of the i-th column, which is counted by value."""
        found = self._compact().column(i).combine_chunks().unique()
        return found.filter(pc.invert(found.is_null(nan_is_null=True)))

    def cells(self, places: Sequence[Any]) -> Cells:
        """The cells in canonical codes; for each column the place of each code, or its levels if counted by value."""
        table = self._compact()
        codes = []
        for i, place in enumerate(places):
            column = table.column(i)
            if isinstance(place, np.ndarray):
                codes.append(place[column.to_numpy()])
            else:
                codes.append(_codes(column, place))
        return cells_of(codes, table.column("n").to_numpy())

    def _append(self, part: pa.Table) -> None:
        self._parts.append(part)
        self._pending += part.num_rows
        if self._pending > max(_PENDING_ROWS, self._size):
            self._compact()

    def _compact(self) -> pa.Table:
        table = _concatenated(self._parts)
        if self._pending:
            table = table.group_by(self._keys).aggregate([("n", "sum")])
            table = table.select([*self._keys, "n_sum"]).rename_columns([*self._keys, "n"])
        self._parts, self._pending, self._size = [table], 0, table.num_rows
        return table


def _concatenated(parts: Sequence[pa.Table]) -> pa.Table:
    """Parts as one, whatever types their values are stored in."""
    if len({part.schema for part in parts}) > 1:
        names = parts[0].schema.names
        columns = [in_one_type([plain(part.column(i)) for part in parts]) for i in range(len(names))]
        parts = [pa.table(list(arrays), names) for arrays in zip(*columns, strict=True)]
    return pa.concat_tables(parts, promote_options="permissive")


def _codes(values: pa.ChunkedArray, levels: pa.Array) -> IntArray:
    """The place of each value among the levels."""
    nan = pc.is_nan(values) if pa.types.is_floating(values.type) else pa.scalar(False)
    if values.type != levels.type:
        values, levels = in_one_type([plain(values), levels])
    codes = pc.fill_null(pc.index_in(values, value_set=levels), NULL_CODE)
    return np.asarray(pc.if_else(pc.fill_null(nan, False), NAN_CODE, codes), np.int64)
