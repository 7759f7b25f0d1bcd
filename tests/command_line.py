"""The command line as it is typed: within this process, and as one of its own."""

import os
import subprocess
import sys

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
