"""`python -m benchmarks.thirty_columns PATH [ROWS] [--drift]`: a table of 30 columns as people have them, as Parquet.

A target, whole numbers, text of 5 to 5,000 values, measured numbers (with nulls, NaN, rounding, heavy tails), booleans,
a date and a time; much of it tells about the target. Written in pieces of a million rows: memory does not grow.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 10_000_000
PIECE = 1_000_000
TEXTS = (5, 10, 25, 50, 200, 500, 1000, 5000)
WHOLE = (2, 5, 10, 24, 50, 100)


def path_of(rows: int = ROWS, drift: bool = False) -> Path:
    """The file of so many rows, made when it is first asked for."""
    path = _folder() / f"thirty-columns-{rows}{'-drift' if drift else ''}.parquet"
    if not path.exists():
        part = path.with_suffix(".part")
        write(part, rows, drift)
        part.replace(path)
    return path


@cache
def _folder() -> Path:
    """Where files are kept for the next run if $PLOGP_BENCH_DATA names it, else one that is gone when this run ends."""
    kept = os.environ.get("PLOGP_BENCH_DATA")
    folder = Path(kept or tempfile.mkdtemp(prefix="plogp-benchmarks-"))
    folder.mkdir(parents=True, exist_ok=True)
    if not kept:
        atexit.register(shutil.rmtree, folder)
    return folder


def write(path: Path, rows: int, drift: bool = False) -> None:
    """Write so many rows; with drift, some columns are distributed a little differently."""
    with pq.ParquetWriter(path, _piece(np.random.default_rng(0), 1, drift).schema, compression="zstd") as file:
        for i, begin in enumerate(range(0, rows, PIECE)):
            piece = _piece(np.random.default_rng([1 + drift, i]), min(PIECE, rows - begin), drift)
            file.write_table(piece, row_group_size=PIECE)


def _piece(rng: np.random.Generator, n: int, drift: bool) -> pa.Table:
    latent = rng.standard_normal(n)
    target = latent + 0.8 * rng.logistic(size=n) + 0.2 * drift > 0.9
    columns = {"target": pa.array(target.astype(np.int8))}
    for j, k in enumerate(WHOLE):
        score = latent * (0.6 if j % 2 == 0 else 0) + rng.standard_normal(n) + 0.3 * (drift and j < 2)
        whole = (np.clip((score + 2.5) / 5, 0, 0.99999) * k).astype(np.int32 if j % 2 else np.int64)
        columns[f"whole_{k}"] = pa.array(whole)
    for j, k in enumerate(TEXTS):
        columns[f"text_{k}"] = _text(rng, j, k, target, 2.2 if drift and j in (1, 4) else 2.5)
    columns |= _measured(rng, latent, target, drift)
    columns["even"] = pa.array(rng.random(n) < 0.5)
    columns["above"] = pa.array(rng.standard_normal(n) + latent > 1)
    columns["flag_null"] = pa.array(rng.random(n) < 0.1, mask=rng.random(n) < 0.3)
    days = rng.random(n) ** (0.8 if drift else 1) * 1000
    columns["date"] = pa.array(np.datetime64("2024-01-01", "D") + days.astype("timedelta64[D]"))
    micros = (rng.random(n) * 1000 * 86_400e6).astype("timedelta64[us]")
    columns["time"] = pa.array(np.datetime64("2024-01-01", "us") + micros)
    return pa.table(columns)


def _text(rng: np.random.Generator, j: int, k: int, target: np.ndarray, skew: float) -> pa.Array:
    """Values of unequal frequency, some columns with nulls, some that tell about the target."""
    n = len(target)
    index = np.minimum((k * rng.random(n) ** skew).astype(np.int32), k - 1)
    if j % 3 == 0:
        index = np.where(target & (rng.random(n) < 0.3), (index * 7 + 3) % k, index).astype(np.int32)
    mask = rng.random(n) < 0.08 if j in (3, 5) else None
    words = pa.array([f"text{k}_{i:05d}" for i in range(k)])
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=mask), words).cast(pa.string())


def _measured(rng: np.random.Generator, latent: np.ndarray, target: np.ndarray, drift: bool) -> dict[str, pa.Array]:
    n, normal = len(latent), rng.standard_normal
    with_nan = normal(n) * latent
    with_nan[rng.random(n) < 0.02] = np.nan
    return {
        "normal": pa.array(normal(n) + 0.5 * latent),
        "uniform": pa.array(rng.random(n)),
        "lognormal": pa.array(np.exp(normal(n) + 0.25 * drift)),
        "exponential": pa.array(rng.exponential(size=n).astype(np.float32)),
        "null_5": pa.array(normal(n) + latent, mask=rng.random(n) < 0.05),
        "null_20": pa.array(normal(n) ** 2, mask=(rng.random(n) < 0.2) | (target & (rng.random(n) < 0.1))),
        "cauchy": pa.array(rng.standard_cauchy(n)),
        "rounded": pa.array(np.round(normal(n) * 10 + 50, 1)),
        "with_nan": pa.array(with_nan),
        "mostly_zero": pa.array(np.where(rng.random(n) < 0.6, 0.0, np.round(rng.lognormal(3, 1, n), 2))),
    }


def main() -> None:
    """Write a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.thirty_columns", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    parser.add_argument("--drift", action="store_true")
    chosen = parser.parse_args()
    write(chosen.path, chosen.rows, chosen.drift)


if __name__ == "__main__":
    main()
