"""The command line as it is typed: within this process, and as one of its own."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
from typer.testing import CliRunner

from plogp.cli.app import app

MAIN = [sys.executable, "-m", "plogp"]
ROWS = "age,income,city,bought\n" + "".join(f"{20 + i % 40},{i % 7}000,{'ab'[i % 2]},{i % 2}\n" for i in range(400))


def typed(*words, **options):
    return CliRunner().invoke(app, [str(word) for word in words], **options)


def as_process(*words, environment=(), **options):
    options = {"capture_output": True, "timeout": 60, "check": False} | options
    return subprocess.run([*MAIN, *map(str, words)], env={**os.environ, **dict(environment)}, **options)


def write_parquet(path, columns):
    pa.parquet.write_table(pa.table(columns), path)


def customers(seed: int, shift: float = 0.0, n: int = 1000) -> pd.DataFrame:
    """A table of customers, of whom those of one city buy more; `shift` moves ages by standard deviations."""
    rng = np.random.default_rng(seed)
    city = rng.choice(["Taipei", "Tainan", "Hualien"], n)
    bought = rng.random(n) < np.where(city == "Tainan", 0.7, 0.3)
    gap = rng.random(n) < 0.1
    return pd.DataFrame(
        {"age": np.where(gap, np.nan, rng.normal(40 + 10 * shift, 10, n).round(3)), "city": city, "bought": bought}
    )
