"""Numbers against Python's own: whole ones of any width exactly, others as the nearest double, wherever they lie."""

from datetime import date, timedelta
from decimal import Context, Decimal

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plogp
from digests import digest
from plogp.engines.tally.exact_numbers import doubles, exact, narrowest, of_numbers

TYPES = [
    pa.decimal128(7, 2), pa.decimal128(18, 9), pa.decimal128(38, 0), pa.decimal128(38, 30), pa.decimal128(20, -3),
    pa.decimal256(76, 40), pa.decimal256(60, 0),
]  # fmt: skip


@st.composite
def decimals(draw):
    type_ = draw(st.sampled_from(TYPES))
    largest = 10**type_.precision - 1
    near = st.sampled_from([2**53, 2**63, 2**64, 10**15]).flatmap(lambda x: st.integers(x - 2, x + 2))
    unscaled = st.one_of(st.none(), st.integers(-largest, largest), near.filter(lambda x: x <= largest))
    values = draw(st.lists(unscaled, min_size=1, max_size=30))
    exactly = [None if v is None else Decimal(v).scaleb(-type_.scale, Context(prec=90)) for v in values]
    return pa.array(exactly, type_).slice(draw(st.integers(0, 1))), exactly


@settings(deadline=None, max_examples=150)
@given(decimals())
def test_decimals_are_rounded_once(drawn):
    array, values = drawn
    values = values[len(values) - len(array) :]
    there = [i for i, value in enumerate(values) if value is not None]
    numbers, rest = doubles(array)
    np.testing.assert_array_equal(numbers[there], [float(values[i]) for i in there])
    if rest is not None:
        told = {(numbers[i], rest[i]) for i in there}
        assert len(told) == len({values[i] for i in there})
    found = exact(array)
    whole = all(values[i] == int(values[i]) for i in there)
    assert found.to_pylist() == [v if v is None else int(v) if whole else float(v) for v in values]


@given(st.lists(st.one_of(st.integers(-(10**37), 10**37), st.floats(allow_nan=False)), min_size=1, max_size=9))
def test_levels_are_stored_in_the_narrowest_type_that_holds_them(values):
    levels = of_numbers(values)
    if all(isinstance(v, int) or (v.is_integer() and abs(v) < 1e38) for v in values):
        assert [int(v) for v in levels.to_pylist()] == [int(v) for v in values]
    else:
        assert levels.to_pylist() == [float(v) for v in values]
    assert narrowest(levels).equals(levels)


def close(kind):
    """Numbers that lie closer to each other than doubles do."""
    start = {"int64": 2**62, "uint64": 2**63 + 5, "decimal": 10**30, "double": 2.0**53}[kind]
    values = [start + 2 * i if kind == "double" else start + i for i in range(500)]
    type_ = {"int64": pa.int64(), "uint64": pa.uint64(), "decimal": pa.decimal128(38, 0), "double": pa.float64()}[kind]
    return pa.table({"id": pa.array([Decimal(v) for v in values] if kind == "decimal" else values, type_)})


@pytest.mark.parametrize("kind", ["int64", "uint64", "decimal", "double"])
def test_identifiers_of_any_width_are_told_apart(kind, tmp_path):
    table = close(kind)
    expected = [int(value) for value in table["id"].to_pylist()]
    (tmp_path / "id.csv").write_text("\n".join(["id", *map(str, expected)]))
    (tmp_path / "id.jsonl").write_text("\n".join(f'{{"id": {value}}}' for value in expected))
    pa.parquet.write_table(table, tmp_path / "id.parquet")
    for data in (table, *(tmp_path / f"id.{suffix}" for suffix in ("csv", "jsonl", "parquet"))):
        (column,) = plogp.profile(data).columns
        assert (column.distinct, column.tags, column.kind) == (500, ("identifier",), "integer")
        assert digest(data) == digest(table)
    assert plogp.compare(table.slice(0, 250), table.slice(250)).columns[0].tags == ("identifier",)


def test_sums_of_duckdb_and_wide_integers_of_polars_are_exact():
    values = [2**100 + i for i in range(40)]
    table = {"id": [*values, None], "y": [0, 1] * 20 + [0]}
    expected = plogp.tally(table, tables=[("id", "y")])
    assert expected.axes["id"].size == 40
    frame = pl.DataFrame(table, schema={"id": pl.Int128, "y": pl.Int64})
    for data in (frame, frame.lazy()):
        assert plogp.tally(data, tables=[("id", "y")]).digest() == expected.digest()
    unsigned = duckdb.sql(
        "select 340282366920938463463374607431768211455::UHUGEINT - i::UHUGEINT as s from range(300) t(i)"
    )
    assert plogp.tally(unsigned).axes["s"].levels.to_pylist()[-1] == 2**128 - 1
    sums = duckdb.sql("select sum(9223372036854775807 - i) as s from range(300) t(i) group by i")
    assert plogp.tally(sums).axes["s"].size == 300


def test_one_fraction_makes_a_column_one_of_doubles_however_it_is_parted():
    whole = {"x": [2**53, 2**53 + 1, 7, 2**64] * 5}
    halves = {"x": [0.5, 7.0, 2.0**64, 1.5] * 5}
    like = plogp.plan({"x": [0.5, 2.0]})
    a, b = (plogp.tally(rows, like=like) for rows in (whole, halves))
    assert a.axes["x"].levels.to_pylist() == [7, 2**53, 2**53 + 1, 2**64]
    both = a.merge(b)
    assert both.axes["x"].levels.to_pylist() == [0.5, 1.5, 7.0, 2.0**53, 2.0**64]
    assert both.dense("x").tolist() == [5, 5, 10, 10, 10]
    assert b.merge(a).digest() == both.digest()


def _written(day: int) -> str:
    """A date by the 400 years after which the calendar repeats."""
    cycles, rest = divmod(day, 146_097)
    within = date(1970, 1, 1) + timedelta(days=rest)
    return f"{within.year + 400 * cycles}-{within:%m-%d}"


def test_nanoseconds_are_told_apart_and_far_years_are_read(tmp_path):
    fine = {"t": pa.array([1_700_000_000_000_000_000 + i % 700 for i in range(2800)], pa.timestamp("ns"))}
    assert plogp.profile(fine).columns[0].distinct == 700
    far = pa.array([-800_000, 0, 6_667_000] * 500, pa.int32()).cast(pa.date32())
    rows = pa.table({"d": far, "t": far.cast(pa.timestamp("s"))})
    found = plogp.compare(rows, rows.slice(0, 1001))
    said = {moved.level for c in found.columns for moved in c.moved}
    days = {_written(day) for day in (-800_000, 0, 6_667_000)}
    assert said == days | {f"{day} 00:00:00" for day in days}
    pa.parquet.write_table(rows.select(["t"]), tmp_path / "int96.parquet", use_deprecated_int96_timestamps=True)
    assert plogp.tally(tmp_path / "int96.parquet").digest() == plogp.tally(rows.select(["t"])).digest()
    assert digest(duckdb.read_parquet(str(tmp_path / "int96.parquet"))) == digest(rows.select(["t"]))
