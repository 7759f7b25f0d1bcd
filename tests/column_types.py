"""A column of every type that Arrow has, and the digest of each by itself, whatever holds the table.

To try one more engine: a function in `FORMS` of `test_column_types.py`, and in `DIFFERENCES` what it cannot hold.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

import numpy as np
import pyarrow as pa

import plogp

NAN, INF = float("nan"), float("inf")
_TWO_IN_A_DOUBLE = 2**53, 2**53 + 1
_INSTANTS = [datetime(1969, 12, 31, 23, 59, 59), datetime(2024, 2, 29, 12), datetime(2262, 1, 1), None]
_CLOCK = [time(0), time(23, 59, 59), time(12, 30), None]
_SPANS = [timedelta(0), timedelta(seconds=5), timedelta(days=-3, hours=1), None]
_WORDS = ["", "007", "7", "é", None, 'a,b\n"c"', "NA"]
_DAYS = [date(1969, 12, 31), date(2024, 2, 29), date(1, 1, 1), None]
_UUIDS = [uuid.UUID(int=i << 64).bytes for i in range(3)]


def _values() -> dict[str, pa.Array]:
    """The values of each type, repeated below; those that lie close to each other are what goes wrong."""
    wide = [10**37 + 1, 10**37 + 2, -(2**63) - 1, None]
    widest = [10**75 + 1, 10**75 + 2, 2**64, None]
    cents = [Decimal("-199.70"), Decimal("0.10"), Decimal("1009.38"), None]
    interval = [pa.MonthDayNano([1, 2, 3_000_000_000]), pa.MonthDayNano([0, 0, 5_000_000_000]), None]
    nanoseconds = [0, 1, 1_700_000_000_000_000_001, None]
    return {
        "bool": pa.array([True, False, None]),
        "bool8": pa.ExtensionArray.from_storage(pa.bool8(), pa.array([1, 0, None], pa.int8())),
        "int8": pa.array([-128, 127, None], pa.int8()),
        "int16": pa.array([-(2**15), 2**15 - 1, None], pa.int16()),
        "int32": pa.array([-(2**31), 2**31 - 1, None], pa.int32()),
        "int64": pa.array([-(2**63), 2**63 - 1, *_TWO_IN_A_DOUBLE]),
        "int64 with nulls": pa.array([5, *_TWO_IN_A_DOUBLE, None]),
        "uint8": pa.array([0, 255, None], pa.uint8()),
        "uint16": pa.array([0, 2**16 - 1, None], pa.uint16()),
        "uint32": pa.array([0, 2**32 - 1, None], pa.uint32()),
        "uint64": pa.array([1, 2**63 + 1, 2**63 + 2, 2**64 - 1], pa.uint64()),
        "float16": pa.array(np.array([0.5, -0.0, 2048], np.float16)),
        "float32": pa.array(np.array([0.1, -0.0, 1.5, np.inf], np.float32)),
        "float64": pa.array([0.1, -0.0, 0.0, INF, -INF, 1e300, 5e-324]),
        "float64 with nan": pa.array([0.1, NAN, 2.5]),
        "decimal32": pa.array(cents, pa.decimal32(9, 2)),
        "decimal64": pa.array(cents, pa.decimal64(15, 4)),
        "decimal128": pa.array(cents, pa.decimal128(38, 2)),
        "decimal128 of whole numbers": pa.array(wide, pa.decimal128(38, 0)),
        "decimal256": pa.array(cents, pa.decimal256(60, 30)),
        "decimal256 of whole numbers": pa.array(widest, pa.decimal256(76, 0)),
        "string": pa.array(_WORDS),
        "large string": pa.array(_WORDS, pa.large_string()),
        "string view": pa.array(_WORDS, pa.string_view()),
        "text of truths": pa.array(["true", "false", None]),
        "dictionary": pa.array(["x", "y", None]).dictionary_encode(),
        "run-end encoded": pa.RunEndEncodedArray.from_arrays([2, 3], pa.array([4, 9])),
        "json": pa.ExtensionArray.from_storage(pa.json_(), pa.array(['{"a": 1}', "[2]", None])),
        "uuid": pa.ExtensionArray.from_storage(pa.uuid(), pa.array([*_UUIDS, None], pa.binary(16))),
        "binary": pa.array([b"", b"a", None], pa.binary()),
        "large binary": pa.array([b"", b"a", None], pa.large_binary()),
        "fixed binary": pa.array([b"ab", b"cd", None], pa.binary(2)),
        "date32": pa.array(_DAYS, pa.date32()),
        "date64": pa.array(_DAYS, pa.date64()),
        "date before Christ": pa.array([-800_000, 0, 6_667_000], pa.int32()).cast(pa.date32()),
        "timestamp s": pa.array(_INSTANTS, pa.timestamp("s")),
        "timestamp ms": pa.array(_INSTANTS, pa.timestamp("ms")),
        "timestamp us": pa.array(_INSTANTS, pa.timestamp("us")),
        "timestamp ns": pa.array(nanoseconds, pa.timestamp("ns")),
        "instant": pa.array([datetime(2024, 7, 1, 12, tzinfo=UTC), None], pa.timestamp("us", "Asia/Taipei")),
        "time32": pa.array(_CLOCK, pa.time32("s")),
        "time64 us": pa.array([*_CLOCK, time(1, 2, 3, 4)], pa.time64("us")),
        "time64 ns": pa.array([1, 2, 86_399_999_999_999, None], pa.time64("ns")),
        "duration us": pa.array(_SPANS, pa.duration("us")),
        "duration ns": pa.array([1, 2, 10**12], pa.duration("ns")),
        "interval": pa.array(interval, pa.month_day_nano_interval()),
        "null": pa.nulls(3),
    }


@cache
def column_types(rows: int = 420) -> dict[str, pa.Array]:
    """The values of each type in some order, as often as it takes for so many rows."""
    columns = {}
    for name, values in _values().items():
        if pa.types.is_run_end_encoded(values.type):
            ends = np.arange(1, rows + 1, dtype=np.int32)
            columns[name] = pa.RunEndEncodedArray.from_arrays(ends, values.values.take(pa.array(ends % 2)))
        else:
            copies = -(-rows // len(values))
            columns[name] = pa.concat_arrays([values] * copies).slice(0, rows)
    return columns


def table(names=None) -> pa.Table:
    """The columns as one table."""
    columns = column_types()
    return pa.table({name: columns[name] for name in names or columns})


def digests(data) -> dict[str, str]:
    """The digest of each column by itself."""
    tally = plogp.tally(data)
    return {name: tally.only([name]).digest() for name in tally.axes}
