"""A column of any type has one digest, whatever format or library holds it, or a difference that has a reason."""

from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import plogp
from column_forms import DURATIONS, FORMS, LAZY, parquet
from column_types import column_types, digests, table
from plogp.engines.counting import count
from plogp.theory.errors import UnreadableData

# What a form holds as something else, so that its digest is another, and why.
_TEXT_OF_FLOAT32 = "the text 0.1 is another number than the float32 nearest to 0.1"
_NO_DURATIONS = "it has no durations, and holds how many units they are"
_NO_BYTES = "it has no bytes, only text"
_YEARS = "a year has four digits in ISO 8601, and others are text"
_IN_PANDAS = {
    "int64 with nulls": "whole numbers with a missing one are doubles before plogp sees them",
    "bool8": "it holds the bytes",
}
_IN_POLARS = {"uuid": "it holds the bytes", "date64": "it takes them for timestamps"}
_UNITS = dict.fromkeys(DURATIONS, _NO_DURATIONS)
_BYTES = dict.fromkeys(["binary", "large binary", "fixed binary"], _NO_BYTES)
_IN_DUCKDB = {
    "bool8": "it holds the bytes",
    "decimal256": "it reads them as doubles, not always the nearest ones",
    "decimal256 of whole numbers": "it reads them as doubles",
    **_UNITS,
}
DIFFERENCES = {
    "csv": {
        "float32": _TEXT_OF_FLOAT32,
        "date before Christ": _YEARS,
        "decimal256 of whole numbers": "numbers of more than 38 digits are text",
        "text of truths": "true and false are booleans",
        **_UNITS,
        **_BYTES,
    },
    "jsonl": {
        "date before Christ": _YEARS,
        "decimal256 of whole numbers": "numbers of more than 38 digits are doubles",
        **_UNITS,
        **_BYTES,
    },
    "pandas": _IN_PANDAS,
    "dask": _IN_PANDAS,
    "polars": _IN_POLARS,
    "polars-lazy": _IN_POLARS,
    "duckdb": {"duration ns": "its intervals are of microseconds"},
    "duckdb-parquet": _IN_DUCKDB,
    "ibis": _IN_DUCKDB,
}
# What a form cannot hold at all.
_NOT_IN_POLARS = {"decimal256", "decimal256 of whole numbers", "run-end encoded", "interval"}
_NOT_IN_PARQUET = {"run-end encoded", "interval"}
_NOT_IN_PANDAS = {"date before Christ", "time64 ns"}
CANNOT = {
    "parquet": _NOT_IN_PARQUET,
    "csv": {"interval"},
    "jsonl": {"interval", "null"},
    "pandas": _NOT_IN_PANDAS,
    "dask": _NOT_IN_PANDAS,
    "polars": _NOT_IN_POLARS,
    "polars-lazy": _NOT_IN_POLARS,
    "duckdb": {"float16", "decimal256", "decimal256 of whole numbers"},
    "duckdb-parquet": _NOT_IN_PARQUET,
    "ibis": _NOT_IN_PARQUET,
}


@cache
def expected() -> dict[str, str]:
    return digests(table())


def dask_frame(columns, _):
    import dask
    from dask.dataframe import from_pandas

    with dask.config.set({"dataframe.convert-string": False}):
        return from_pandas(columns.to_pandas(), npartitions=2)


def ibis_table(columns, folder):
    import ibis

    return ibis.duckdb.connect().read_parquet(parquet(columns, folder))


_DASK = pytest.param("dask", marks=[pytest.mark.needs("dask"), pytest.mark.xdist_group("dask")])
_OLD_NAME = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # by which Ibis calls DuckDB
_IBIS = pytest.param("ibis", marks=[pytest.mark.needs("ibis"), _OLD_NAME])


@pytest.mark.parametrize("form", [*FORMS, _DASK])
def test_every_type_has_the_same_digest_from(form, tmp_path):
    check(form, (FORMS | {"dask": dask_frame})[form], tmp_path)


@pytest.mark.parametrize("most_grouped", [40, -1], ids=["grouped", "streamed"])
@pytest.mark.parametrize("form", [*LAZY, _IBIS])
def test_every_type_has_the_same_digest_from_an_engine(form, most_grouped, tmp_path, monkeypatch):
    monkeypatch.setattr(count, "MOST_GROUPED", most_grouped)
    check(form, (LAZY | {"ibis": ibis_table})[form], tmp_path)


def check(form, hold, folder):
    names = [name for name in column_types() if name not in CANNOT.get(form, ())]
    found = digests(hold(table(names), folder))
    assert list(found) == names
    assert {name for name in names if found[name] != expected()[name]} == {*DIFFERENCES.get(form, {})}


# The rows of the list in docs/reading.md by form and type, and which of the differences above each stands for; those of
# None are asserted elsewhere: INT96 in test_exact_numbers, Spark in test_spark, the others below.
_FRAMES, _TEXT, _SQL = ("pandas", "dask"), ("csv", "jsonl"), ("duckdb-parquet", "ibis")
_WIDE = ("decimal256", "decimal256 of whole numbers")
DOCUMENTED = {
    ("CSV", "float32"): (("csv",), ("float32",)),
    ("CSV, JSON", "durations, bytes, years beyond four digits"): (_TEXT, (*_UNITS, *_BYTES, "date before Christ")),
    ("CSV", "`true`, `false`"): (("csv",), ("text of truths",)),
    ("CSV, JSON", "more than 38 digits"): (_TEXT, _WIDE[1:]),
    ("CSV behind `s3://`, `gs://` …", "codes with leading zeros"): None,
    ("pandas and Dask, NumPy columns", "whole numbers beyond 2^53 with a missing one"): (
        _FRAMES,
        ("int64 with nulls",),
    ),
    ("pandas and Dask, NumPy columns", "NaN beside null"): None,
    ("pandas and Dask, NumPy columns", "`bool8`"): (_FRAMES, ("bool8",)),
    ("Parquet", "INT96 timestamps"): None,
    ("DuckDB", "durations of nanoseconds"): (("duckdb",), ("duration ns",)),
    ("DuckDB and Ibis on Parquet", "decimals of more than 38 digits"): (_SQL, _WIDE),
    ("DuckDB, Ibis and Spark on Parquet", "durations, `bool8`"): (_SQL, (*_UNITS, "bool8")),
    ("Polars", "UUIDs, `date64`"): (("polars", "polars-lazy"), ("uuid", "date64")),
    (
        "Spark on Parquet",
        "float16, UUIDs, times of the day, nanoseconds, decimals of more than 38 digits",
    ): None,
}


def test_the_documented_differences_are_those_that_are_found():
    page = (Path(__file__).parents[3] / "docs/reading.md").read_text()
    table_ = page.partition("## Where formats differ")[2].partition("| --- | --- | --- |\n")[2].partition("\n\n")[0]
    rows = [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in table_.splitlines()]
    assert rows == list(DOCUMENTED)
    said = {(form, name) for found in DOCUMENTED.values() if found for form in found[0] for name in found[1]}
    assert said == {(form, name) for form, names in DIFFERENCES.items() for name in names}
    assert f"complete\nfor {len(column_types())} types" in page


def test_codes_of_text_that_polars_reads_are_numbers(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("code\n" + "007\n7\n08\n" * 20)
    kinds = [plogp.tally(source).axes["code"].kind for source in (path, path.as_uri())]
    assert kinds == ["string", "integer"]
    path.write_text("id\n" + f"{10**40}\n{10**40 + 1}\n" * 20)
    with pytest.raises(UnreadableData, match="could not parse"):
        plogp.tally(path.as_uri())


def test_numpy_columns_of_pandas_have_one_kind_of_missing_numbers():
    values = [1.0, None, float("nan")] * 10
    apart, alike = pa.table({"x": values}), pd.DataFrame({"x": values})
    assert plogp.tally(apart, missing=plogp.Missing.SEPARATE).dense("x").tolist() == [10, 10, 10]
    assert plogp.tally(alike, missing=plogp.Missing.SEPARATE).dense("x").tolist() == [10, 20]
