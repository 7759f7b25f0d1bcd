"""Every level of instruction set below this machine's own passes the same tests of the kernels."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plogp import _native

LEVELS = ("x86-64-v2", "x86-64-v3", "x86-64-v4")
LOWER = LEVELS[: LEVELS.index(_native.isa())] if _native.isa() in LEVELS else ()
HERE = Path(__file__).parent
# What does not depend on the level: the machine's own pool, and how the module was built.
KERNELS = sorted(
    str(path) for path in HERE.glob("test_*.py") if path.stem not in {"test_levels", "test_pool", "test_build"}
)


def run_at(level: str, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PLOGP_ISA": level}
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("level", LOWER)
def test_kernels_pass_their_tests_at(level):
    done = run_at(level, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *KERNELS)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize("level", LOWER)
def test_the_variable_lowers_the_level(level):
    assert run_at(level, "-c", "from plogp import _native; print(_native.isa())").stdout.strip() == level


def test_an_unknown_level_fails_the_import_and_names_the_choices():
    if _native.isa() not in LEVELS:
        assert _native.isa() == "generic"
        return
    done = run_at("avx512", "-c", "import plogp._native")
    assert done.returncode != 0
    assert "ImportError" in done.stderr
    assert "'avx512'" in done.stderr
    assert all(level in done.stderr for level in LEVELS)
