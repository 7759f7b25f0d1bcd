"""Which values of a column are missing, whatever library and type it comes in."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from plogp.backend.arrays import is_array, to_numpy
from plogp.distributions.array_input import check_readable, to_array
from plogp.theory.errors import NotAnArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

# How the columns of pandas, Polars and PyArrow say which values are missing, and what they are without these.
_QUESTIONS = (("isna", "dropna"), ("is_null", "drop_nulls"), ("is_null", "drop_null"))


def is_missing(value: Any) -> bool:
    """Whether one value is missing: None, NaN, or the NA and NaT of pandas."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, Real) and bool(value != value)


def read_column(held: Any) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """The values of a column as NumPy's, and which of them are missing; None where its library does not say.

    A null changes no type: integers with a null stay integers, where NumPy has only floats for them. What stands in the
    place of a missing value has no meaning.
    """
    check_readable(held)
    columns = _of_frame(held)
    if columns:
        read = [read_column(column) for column in columns]
        gone = [absent for _, absent in read if absent is not None]
        return _beside([x for x, _ in read]), np.any(gone, axis=0) if gone else None
    if is_array(held) or _is_plain(held):
        return to_numpy(to_array(held)), None
    for find, drop in _QUESTIONS:
        if hasattr(held, find) and hasattr(held, drop):
            absent = np.asarray(getattr(held, find)(), dtype=bool)
            if not absent.any():
                break
            present = _values(getattr(held, drop)())
            values = np.zeros(absent.shape, dtype=present.dtype)
            values[~absent] = present
            values[absent] = present[0] if present.size else values[absent]
            return values, absent
    return _values(held), None


def _values(held: Any) -> NDArray[Any]:
    made = np.asarray(to_array(held))
    if made.ndim == 0 and hasattr(held, "dtype"):
        raise NotAnArray(f"a column of {held.dtype} has no type in NumPy: cast it to 64-bit numbers, or to text")
    return made


def _is_plain(held: Any) -> bool:
    """Whether the type of a column of pandas is one of NumPy's that has no missing values."""
    dtype = getattr(held, "dtype", None)
    return isinstance(dtype, np.dtype) and dtype.kind in "biu"


def _of_frame(held: Any) -> list[Any]:
    """The columns of a frame of pandas, Polars or PyArrow; none of anything else."""
    if hasattr(held, "iloc") and getattr(held, "ndim", 1) == 2:
        return [held.iloc[:, j] for j in range(held.shape[1])]
    if hasattr(held, "get_columns"):
        return list(held.get_columns())
    return list(held.columns) if hasattr(held, "column_names") and hasattr(held, "columns") else []


def _beside(columns: list[NDArray[Any]]) -> NDArray[Any]:
    """Columns as one array (n, d): numbers as numbers, anything else as objects, so that none becomes text."""
    numeric = all(column.dtype.kind in "biuf" for column in columns)
    alike = len({column.dtype.kind for column in columns}) == 1
    return np.column_stack(columns if numeric or alike else [column.astype(object) for column in columns])
