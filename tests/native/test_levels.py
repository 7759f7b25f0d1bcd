"""Every level of instruction set below this machine's own passes the same numeric tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from plogp import _native

LEVELS = ("x86-64-v2", "x86-64-v3", "x86-64-v4")
LOWER = LEVELS[: LEVELS.index(_native.isa())] if _native.isa() in LEVELS else ()
TESTS = Path(__file__).parents[1]
NUMERIC = [str(TESTS / suite) for suite in ("native", "quantities", "estimators", "theory", "distributions")]
_ABOVE = [name for name in __cpu_dispatch__ if __cpu_features__[name]]
# What keeps the libraries that we compute with at a level, and the C library, which `math.log` calls; SciPy has no such
# switch of its own.
OTHERS = {
    "x86-64-v2": {
        "NPY_DISABLE_CPU_FEATURES": " ".join(_ABOVE),
        "ATEN_CPU_CAPABILITY": "default",
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2 --xla_backend_optimization_level=0",  # no float16 below
        "OPENBLAS_CORETYPE": "Nehalem",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX2,-FMA,-FMA4",
    },
    "x86-64-v3": {
        "NPY_DISABLE_CPU_FEATURES": " ".join(name for name in _ABOVE if name.startswith(("AVX512", "X86_V4"))),
        "ATEN_CPU_CAPABILITY": "avx2",
        "OPENBLAS_CORETYPE": "Haswell",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F",
    },
}


def run_at(level: str, *command: str, others: bool = False) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PLOGP_ISA": level} | (OTHERS[level] if others else {})
    return subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.study
@pytest.mark.parametrize("level", LOWER)
def test_numbers_pass_their_tests_at(level):
    """No test may hang on the last bit of one processor's logarithm."""
    libraries = ["-k", "not jax"] if "XLA_FLAGS" not in OTHERS[level] else []
    chosen = ["-m", "not study and not needs", *libraries, *NUMERIC]
    done = run_at(level, "-m", "pytest", "-q", "-n", "0", *chosen, others=True)
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
