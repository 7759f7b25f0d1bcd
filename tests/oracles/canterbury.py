"""Four texts of the Canterbury corpus, out of the source distribution of PyPI's brotli; kept in build/texts."""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import pytest

NAMES = ("alice29", "asyoulik", "lcet10", "plrabn12")
_KEPT = Path(__file__).parents[2] / "build" / "texts"


def texts():
    """Name to bytes. Skips the test where the package registry cannot be reached."""
    if not all((_KEPT / f"{name}.txt").exists() for name in NAMES):
        _fetch()
    return {name: (_KEPT / f"{name}.txt").read_bytes() for name in NAMES}


def _fetch():
    _KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_KEPT) as folder:
        fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "-d", folder]
        done = subprocess.run([*fetch, "brotli"], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(
                f"the texts are in the source distribution of brotli, which pip cannot fetch: {done.stderr[-300:]}"
            )
        (archive,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(archive) as files:
            for member in files:
                stem = Path(member.name).name.removesuffix(".txt")
                if stem in NAMES and member.name.endswith(f"tests/testdata/{stem}.txt"):
                    (Path(folder) / stem).write_bytes(files.extractfile(member).read())
        for name in NAMES:
            os.replace(Path(folder) / name, _KEPT / f"{name}.txt")
