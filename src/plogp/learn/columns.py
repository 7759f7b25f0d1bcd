"""Reads a table of features column by column: numbers as they are, everything else as levels."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import validate_data

from plogp.backend.columns import columns_of, empty_columns
from plogp.distributions.array_input import check_readable, to_array
from plogp.distributions.observations.missing import is_missing, read_column
from plogp.theory.errors import UnusableFeatures

Levels = NDArray[Any] | None
"""The levels of a nominal column, in order; None of a column of numbers."""


def read_table(estimator: Any, X: Any) -> tuple[NDArray[Any], list[Levels]]:
    """What an estimator is fitted on, as numbers of shape (rows, columns), and the levels of each column.

    Numbers stay; missing ones are NaN. Strings, booleans and categories become the number of their level: those that a
    pandas Categorical or a Polars Enum declares, in that order, whether seen or not; else those seen, sorted. The
    number and names of the columns are remembered by the estimator.
    """
    columns = _columns(estimator, X, reset=True)
    if isinstance(columns, np.ndarray):
        return columns, [None] * columns.shape[1]
    levels = [column.levels() for column in columns]
    return _stacked([column.values(level) for column, level in zip(columns, levels, strict=True)]).T, levels


def read_columns(estimator: Any, X: Any) -> tuple[NDArray[np.float64], list[Levels]]:
    """The same as an array of shape (columns, rows)."""
    table, levels = read_table(estimator, X)
    return columns_of(table), levels


def read_like(estimator: Any, X: Any, levels: list[Levels]) -> NDArray[np.float64]:
    """The same for new rows, with the levels that were found before; one never heard of has the number after the
    last."""
    columns = _columns(estimator, X, reset=False)
    if isinstance(columns, np.ndarray):
        if all(level is None for level in levels):
            return columns_of(columns)
        columns = [_of_array(j, columns[:, j]) for j in range(columns.shape[1])]
    return _stacked([column.values(level) for column, level in zip(columns, levels, strict=True)])


class _Column:
    def __init__(self, name: Any, data: Any, declared: Levels, nominal: bool) -> None:
        self.name = name
        self.data = data  # float64, or objects with None where missing
        self.declared = declared
        self.nominal = nominal

    def levels(self) -> Levels:
        if not self.nominal or self.declared is not None:
            return self.declared
        seen = {value for value in self.data if value is not None}
        kinds = {type(value) for value in seen}
        ordered = sorted(seen) if len(kinds) <= 1 else sorted(seen, key=str)
        levels = np.empty(len(ordered), dtype=object)
        levels[:] = ordered
        return levels

    def values(self, levels: Levels) -> NDArray[np.float64]:
        if levels is None:
            if self.nominal:
                if any(value is not None for value in self.data):
                    raise UnusableFeatures(f"column {self.name!r} holds numbers in the data fitted on, but not here")
                return np.full(len(self.data), np.nan)
            _refuse_infinity(self.data[:, None], [self.name])
            return np.asarray(self.data, dtype=np.float64)
        number = {level: float(i) for i, level in enumerate(levels.tolist())}
        number[None] = np.nan
        unheard = float(len(levels))
        data = self.data if self.nominal else [None if is_missing(v) else v for v in self.data.tolist()]
        return np.array([number.get(value, unheard) for value in data], dtype=np.float64)


def _stacked(columns: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    out = empty_columns(len(columns), len(columns[0]))
    for j, column in enumerate(columns):
        out[j] = column
    return out


def _columns(estimator: Any, X: Any, *, reset: bool) -> NDArray[Any] | list[_Column]:
    """An array of numbers as it is, anything else column by column."""
    check_readable(X)
    frame = nw.from_native(X, eager_only=True, pass_through=True)
    if isinstance(frame, nw.DataFrame):
        validate_data(estimator, X, skip_check_array=True, reset=reset)
        for none, what in ((len(frame) == 0, "0 rows: found 0 sample(s)"), (not frame.columns, "0 feature(s)")):
            if none:
                raise UnusableFeatures(f"the table has {what}, where at least one is needed")
        return [_of_series(series) for series in frame.iter_columns()]
    if isinstance(X, (list, tuple)) and (made := to_array(X)).dtype.kind in "US":
        if made.ndim == 0:
            raise UnusableFeatures("the rows of the table differ in length: each needs a value in every column")
        X = np.array(X, dtype=object)  # NumPy would turn the numbers beside strings into strings
    array = validate_data(estimator, X, dtype=None, ensure_all_finite=False, reset=reset)
    if array.dtype.kind == "f":
        _refuse_infinity(array, range(array.shape[1]))
    if array.dtype.kind in "iuf":
        return np.asarray(array)
    return [_of_array(j, array[:, j]) for j in range(array.shape[1])]


def _refuse_infinity(table: NDArray[Any], names: Sequence[Any]) -> None:
    with np.errstate(all="ignore"):
        if np.isfinite(table.sum()):
            return  # as nearly always
    rows, columns = np.nonzero(np.isinf(table))
    if rows.size:
        raise UnusableFeatures(
            f"column {names[columns[0]]!r} contains infinity (inf) in row {rows[0]}, the first of {rows.size}; "
            "a missing value is written NaN"
        )


def _of_series(series: nw.Series[Any]) -> _Column:
    dtype = series.dtype
    if dtype.is_numeric():
        values, absent = read_column(series.to_native())
        numbers = values.astype(np.float64)
        if absent is not None:
            numbers[absent] = np.nan
        return _Column(series.name, numbers, None, nominal=False)
    if dtype == nw.Object:
        return _of_array(series.name, series.to_numpy())
    declared = None
    if isinstance(dtype, nw.Enum):
        declared = np.array(dtype.categories, dtype=object)
    elif dtype == nw.Categorical and series.implementation.is_pandas_like():
        declared = np.array(series.to_native().cat.categories.tolist(), dtype=object)
    elif dtype not in (nw.String, nw.Boolean, nw.Categorical):
        raise UnusableFeatures(f"column {series.name!r} is of type {dtype}; make numbers, strings or categories of it")
    names = [None if is_missing(value) else value for value in series.to_list()]
    return _Column(series.name, names, declared, nominal=True)


def _of_array(name: Any, values: NDArray[Any]) -> _Column:
    if values.dtype.kind in "iuf":
        return _Column(name, np.asarray(values, dtype=np.float64), None, nominal=False)
    if values.dtype.kind in "bUS":
        return _Column(name, values.tolist(), None, nominal=True)
    if values.dtype.kind != "O":
        raise UnusableFeatures(f"column {name!r} is of type {values.dtype}; make numbers, strings or categories of it")
    data = [None if is_missing(value) else value for value in values.tolist()]
    if all(value is None or (isinstance(value, Real) and not isinstance(value, bool)) for value in data):
        numbers = [np.nan if value is None else float(value) for value in data]
        return _Column(name, np.array(numbers, dtype=np.float64), None, nominal=False)
    for row, value in enumerate(data):
        if not (value is None or isinstance(value, (str, bool, Real))):
            raise TypeError(
                f"argument must be a string or a number, not {type(value).__name__!r} (column {name!r}, row {row})"
            )
    return _Column(name, data, None, nominal=True)
