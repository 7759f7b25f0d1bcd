"""A column of any type has one digest, whatever format or library holds it, or a difference that has a reason."""

import json
from functools import cache

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest

from column_types import column_types, digests, table
from plogp.engines.kinds import plain

# What a form holds as something else, so that its digest is another, and why.
_TEXT_OF_FLOAT32 = "the text 0.1 is another number than the float32 nearest to 0.1"
_NO_DURATIONS = "it has no durations, and holds how many units they are"
_NO_BYTES = "it has no bytes, only text"
_YEARS = "a year has four digits in ISO 8601, and others are text"
_UNITS = {"duration us": _NO_DURATIONS, "duration ns": _NO_DURATIONS}
_BYTES = dict.fromkeys(["binary", "large binary", "fixed binary"], _NO_BYTES)
DIFFERENCES = {
    "csv": {
        "float32": _TEXT_OF_FLOAT32,
        "date before Christ": _YEARS,
        "decimal256 of whole numbers": "numbers of more than 38 digits are text",
        **_UNITS,
        **_BYTES,
    },
    "jsonl": {
        "decimal256 of whole numbers": "numbers of more than 38 digits are doubles",
        **_BYTES,
    },
    "pandas": {
        "int64 with nulls": "whole numbers with a missing one are doubles before plogp sees them",
        "bool8": "it holds the bytes",
    },
    "polars": {"uuid": "it holds the bytes", "date64": "it takes them for timestamps"},
}
# What a form cannot hold at all.
CANNOT = {
    "parquet": {"run-end encoded", "interval"},
    "csv": {"interval"},
    "jsonl": {"interval", "date before Christ", "timestamp ns", "time64 ns", "duration us", "duration ns", "null"},
    "pandas": {"date before Christ", "time64 ns"},
    "polars": {"decimal256", "decimal256 of whole numbers", "run-end encoded", "interval"},
}


@cache
def expected() -> dict[str, str]:
    return digests(table())


def as_text(columns: pa.Table) -> pa.Table:
    """What Arrow's writer of CSV has no form for in the type that it stands for."""
    kept = (pa.types.is_dictionary, pa.types.is_interval)
    arrays = [c if any(test(c.type) for test in kept) else plain(c) for c in columns.columns]
    return pa.table(
        [a.cast(pa.string()) if pa.types.is_dictionary(a.type) else a for a in arrays], columns.column_names
    )


def parquet(columns, folder):
    pa.parquet.write_table(columns, folder / "types.parquet")
    return folder / "types.parquet"


def csv(columns, folder):
    pa.csv.write_csv(as_text(columns), folder / "types.csv")
    return folder / "types.csv"


def feather(columns, folder):
    pa.feather.write_feather(columns, folder / "types.feather")
    return folder / "types.feather"


def jsonl(columns, folder):
    rows = [
        {name: value for name, value in row.items() if value is not None and value == value}
        for row in as_text(columns).to_pylist()
    ]
    lines = [json.dumps(row, default=lambda v: int(v) if v == int(v) else float(v)) for row in _said(rows)]
    (folder / "types.jsonl").write_text("\n".join(lines))
    return folder / "types.jsonl"


def _said(rows):
    """Times as ISO 8601 writes them, and bytes as text."""
    for row in rows:
        yield {
            name: value.isoformat()
            if hasattr(value, "isoformat")
            else value.decode()
            if isinstance(value, bytes)
            else value
            for name, value in row.items()
        }


def stream(columns, folder):
    with pa.OSFile(str(folder / "types.arrow"), "wb") as file, pa.ipc.new_stream(file, columns.schema) as writer:
        writer.write_table(columns, max_chunksize=100)
    return folder / "types.arrow"


FORMS = {
    "parquet": parquet,
    "csv": csv,
    "jsonl": jsonl,
    "feather": feather,
    "arrow": stream,
    "dict": lambda columns, _: dict(zip(columns.column_names, columns.columns, strict=True)),
    "pandas": lambda columns, _: columns.to_pandas(),
    "pandas-arrow": lambda columns, _: columns.to_pandas(types_mapper=pd.ArrowDtype),
    "polars": lambda columns, _: pl.from_arrow(columns),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_type_has_the_same_digest_from(form, tmp_path):
    names = [name for name in column_types() if name not in CANNOT.get(form, ())]
    found = digests(FORMS[form](table(names), tmp_path))
    assert list(found) == names
    assert {name for name in names if found[name] != expected()[name]} == {*DIFFERENCES.get(form, {})}
