"""Two tables of a million rows and thirty columns compared, in processor time, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks import thirty_columns
from benchmarks.race import Race, Times

ROWS = 1_000_000
SCRIPT = Path(__file__).with_name("evidently_psi.py")


def races() -> Iterator[Race]:
    files = [str(thirty_columns.path_of(ROWS, drift)) for drift in (False, True)]
    ours = [sys.executable, "-m", "plogp", "compare", *files, "--json", "--threads", "1"]
    try:
        theirs = [str(evidently()), str(SCRIPT), *files]
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip() or str(error)).splitlines()[-1]
        print(f"  10: Evidently cannot be installed or imported here: {said}")
        return
    yield Race(
        "drift of 1,000,000 × 30, from Parquet to JSON", "Evidently, PSI", lambda: run(ours), lambda: run(theirs),
        Times(15, vectors=False), same=None, once=True,
    )  # fmt: skip


def evidently() -> Path:
    """A Python that imports it, in an environment of its own, for it does not import beside pandas 3."""
    folder = Path(tempfile.gettempdir()) / "plogp-benchmarks" / "evidently"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    imports = [str(python), "-c", "import evidently, pyarrow"]
    if subprocess.run(imports, capture_output=True).returncode:
        run([str(python), "-m", "pip", "install", "--quiet", "evidently", "pandas<3", "pyarrow"])
        run(imports)
    return python


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
