"""A table in every form that plogp reads: files of each format, frames of each library."""

import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet

from plogp.engines.tally.column_types import plain

DURATIONS = ("duration us", "duration ns")  # columns that JSON has no form for


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
    forms = {"date before Christ": pa.string(), "timestamp ns": pa.string(), "time64 ns": pa.string()}
    forms |= dict.fromkeys(DURATIONS, pa.int64())
    written = {
        name: column.cast(forms.get(name, column.type))
        for name, column in zip(columns.column_names, as_text(columns).columns, strict=True)
    }
    rows = [
        {name: value for name, value in row.items() if value is not None and value == value}
        for row in pa.table(written).to_pylist()
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
LAZY = {
    "polars-lazy": lambda columns, _: pl.from_arrow(columns).lazy(),
    "duckdb": lambda columns, _: duckdb.from_arrow(columns),
    "duckdb-parquet": lambda columns, folder: duckdb.read_parquet(str(parquet(columns, folder))),
}
