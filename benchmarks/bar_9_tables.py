"""Tables: a profile of 10,000,000 rows and 30 columns with all pairs beside reading the file; 171 pairs beside DuckDB.

$PLOGP_BENCH_ROWS asks for fewer rows. The file is made first (800 MB, half a minute) and removed at the end, unless
$PLOGP_BENCH_DATA names a folder to keep it in. All in all it takes four minutes on two cores that are at rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq

from benchmarks.race import AtMostBytes, AtMostTimes, Race, Times
from benchmarks.thirty_columns import ROWS, path_of
from plogp.apps.profile import profile
from plogp.engines.counting.batches import count
from plogp.engines.sources.open_source import open_source
from plogp.engines.tally.column_types import kind_of
from plogp.engines.tally.plan import Column, Plan

THREADS = 2
COUNTED = ("target", "whole", "text", "even", "above", "flag", "date")  # 19 columns that are counted by their values


def races() -> Iterator[Race]:
    rows = int(os.environ.get("PLOGP_BENCH_ROWS", ROWS))
    path, table = path_of(rows), f"{rows:,} rows"
    yield Race(
        f"profile of 30 columns with a target and all pairs, {table}",
        "reading them with PyArrow",
        lambda: profile(path, "target"),
        lambda: _read(path),
        AtMostTimes(3),
        threads=THREADS,
        same=None,
        long=True,
    )
    yield Race(
        f"memory of that profile, {table}",
        "twice as many rows",
        lambda: _peak([path]),
        lambda: _peak([path, path]),
        AtMostBytes(1.2e9),
        threads=THREADS,
    )
    ours, theirs = _pairs(path)
    yield Race(
        f"171 pairs of 19 columns, {table}, processor time",
        "171 × GROUP BY in DuckDB",
        ours,
        theirs,
        Times(4, vectors=False),
        threads=THREADS,
        same=0,
        once=True,
        processor=True,
    )


def _read(path: Path) -> None:
    """All columns, in pieces, as a program does that has to look at each value."""
    with pq.ParquetFile(path) as file:
        for _ in file.iter_batches(1 << 18):
            pass


def _peak(paths: list[Path]) -> int:
    """Bytes of memory that a process of its own holds at most; `ru_maxrss` would count what its parent holds too."""
    code = (
        "import sys; from plogp.apps.profile import profile; profile(sys.argv[1:], 'target');"
        "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    )
    command = [sys.executable, "-c", code, *map(str, paths)]
    return 1024 * int(subprocess.run(command, check=True, capture_output=True).stdout)


def _pairs(path: Path) -> tuple[Callable[[], np.ndarray], Callable[[], np.ndarray]]:
    """How many cells each table has, and the sum of the squares of its counts."""
    source = open_source(path)
    fields = [field for field in source.schema() if field.name.split("_")[0] in COUNTED]
    plan = Plan(tuple(Column(field.name, kind_of(field.type)) for field in fields))
    pairs = list(combinations(plan.names, 2))

    def ours() -> np.ndarray:
        tally = count(source, plan, pairs)
        return np.array([(len(tally.cells[pair].n), (tally.cells[pair].n ** 2).sum()) for pair in pairs])

    def theirs() -> np.ndarray:
        with duckdb.connect(config={"threads": THREADS}) as base:
            cells = f"SELECT count(*) AS n FROM read_parquet('{path}') GROUP BY {{}}, {{}}"
            queries = [f"SELECT count(*), sum(n * n)::BIGINT FROM ({cells.format(*pair)})" for pair in pairs]
            return np.array([base.execute(query).fetchone() for query in queries])

    return ours, theirs
