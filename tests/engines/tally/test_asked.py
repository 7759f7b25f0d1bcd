"""What can be asked of a tally: tables and columns that are there; everything else is an error that names the mend."""

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

import plogp
from plogp.engines.counting import table_limits
from plogp.engines.tally.plan import Missing
from plogp.theory.errors import InvalidParameter, TooManyCells, TooManyRows, UnknownColumn, UnusableColumn

ROWS = pa.table({"lists": [[1], [2]] * 50, "carrier": ["a", "b"] * 50, "late": [0, 1, 1, 1] * 25})
HELD = {
    "arrow": lambda table: table,
    "dict": lambda table: table.to_pydict(),
    "polars": lambda table: pl.from_arrow(table).lazy(),
    "duckdb": duckdb.from_arrow,
}
FAULTS = [
    ({"tables": [("carier", "late")]}, UnknownColumn, "did you mean 'carrier'"),
    ({"columns": ["carier"]}, UnknownColumn, "did you mean 'carrier'"),
    ({"columns": "carier"}, UnknownColumn, "did you mean 'carrier'"),
    ({"columns": ["lists"]}, UnusableColumn, "no column of .* can be counted"),
    ({"tables": [("lists", "late")]}, UnusableColumn, "'lists' holds lists"),
    ({"columns": ["late"], "tables": [("carrier", "late")]}, UnusableColumn, "columns= leaves out: add it"),
    ({"tables": [("late", "late")]}, InvalidParameter, "different columns"),
    ({"tables": [()]}, InvalidParameter, "different columns"),
    ({"tables": ["carrier"]}, InvalidParameter, "list of tuples"),
    ({"tables": [("late", 1)]}, InvalidParameter, "names of"),
]


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("make", [plogp.tally, plogp.plan])
def test_what_cannot_be_counted_is_named(make, held):
    for asked, kind, said in FAULTS:
        with pytest.raises(kind, match=said):
            make(HELD[held](ROWS), **asked)


def test_counts_that_add_up_beyond_64_bits_are_refused_before_they_wrap():
    half = plogp.tally(ROWS, ["carrier"])
    while 2 * half.rows < 2**63:
        quarter, half = half, half.merge(half)
    assert half.dense("carrier").sum() == half.rows
    with pytest.raises(TooManyRows, match="are more than 64-bit counts hold"):
        half.merge(half)
    with pytest.raises(TooManyRows, match="compare fewer"):
        plogp.compare(half, ROWS, columns="carrier")
    assert not plogp.compare(quarter, ROWS, columns="carrier").drifted


def test_columns_and_tables_asked_for_twice_are_counted_once():
    tally = plogp.tally(ROWS, ["late", "carrier", "late"], [("late", "carrier"), ["late", "carrier"]])
    assert list(tally.axes) == ["late", "carrier"]
    assert list(tally.cells) == [("late",), ("carrier",), ("late", "carrier")]
    assert plogp.tally(ROWS, "late").digest() == plogp.tally(ROWS, ["late"]).digest()


def test_a_tally_is_not_asked_for_other_columns_than_those_that_it_is_like():
    like = plogp.tally(ROWS)
    for asked in ({"columns": ["late"]}, {"tables": [("carrier", "late")]}):
        with pytest.raises(InvalidParameter, match="those of the tally"):
            plogp.tally(ROWS, like=like, **asked)


def test_a_table_has_its_columns_in_any_order():
    whole = plogp.tally(ROWS, tables=[("carrier", "late")])
    assert (whole.dense("late", "carrier") == whole.dense("carrier", "late").T).all()


def test_a_table_that_was_not_counted_is_named():
    tally = plogp.tally(ROWS, tables=[("carrier", "late")])
    with pytest.raises(UnknownColumn, match="did you mean 'carrier'"):
        tally.dense("carier")
    with pytest.raises(UnknownColumn, match="the tally has no column 'lists'"):
        tally.missing_rows("lists")
    with pytest.raises(UnusableColumn, match=r"'late', 'carrier' was not counted"):
        plogp.tally(ROWS).dense("late", "carrier")
    with pytest.raises(UnusableColumn, match="present="):
        tally.dense("carrier", present=["late"])


@pytest.mark.parametrize("held", HELD)
def test_numbers_of_a_column_that_was_empty_are_counted_by_value_up_to_a_cap(held, monkeypatch):
    monkeypatch.setattr(table_limits, "MOST_LEVELS", 50)
    monkeypatch.setattr("plogp.engines.counting.encoders.MOST_LEVELS", 50)
    like = plogp.plan({"x": [None] * 9, "t": [None] * 9, "s": [None] * 9})
    numbers = np.arange(300)

    def rows(**columns):
        given = {"x": numbers % 50, "t": (numbers % 50).astype("datetime64[s]"), "s": [str(i) for i in numbers]}
        return HELD[held](pa.table({name: pa.array(column) for name, column in (given | columns).items()}))

    assert [axis.size for axis in plogp.tally(rows(), like=like).axes.values()] == [50, 50, 300]
    for name, many in (("x", numbers / 7), ("t", numbers.astype("datetime64[s]"))):
        with pytest.raises(TooManyCells, match=f"'{name}' had no values when the plan was made"):
            plogp.tally(rows(**{name: many}), like=like)


def test_a_blank_tally_has_the_policy_of_missing_values():
    rows = {"x": [1, None, 2], "y": [1, 1, 2]}
    blank = plogp.plan(rows, missing=Missing.DROP)
    assert blank.merge(plogp.tally(rows, like=blank)).digest() == plogp.tally(rows, missing=Missing.DROP).digest()


@pytest.mark.parametrize("make", [plogp.tally, plogp.plan])
def test_progress_is_called_with_every_row(make):
    said = []
    make({"x": np.arange(500.0), "y": ["a"] * 500}, progress=lambda *done: said.append(done))
    done = {stage: sum(rows for s, rows, _ in said if s == stage) for stage, _, _ in said}
    assert {rows % 500 for rows in done.values()} == {0}
    assert done.get("counting", 0) == (500 if make == plogp.tally else 0)
    assert {total for _, _, total in said} == {500}
