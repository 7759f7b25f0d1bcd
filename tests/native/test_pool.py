"""The pool of threads: the same numbers whatever their number, safe after fork, and its promises kept in C++."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import plogp
from plogp import _native
from plogp.backend import counting, neighbours, trees

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def same_number_of_threads_afterwards():
    before = _native.get_num_threads()
    yield
    _native.set_num_threads(before)


@pytest.fixture(scope="module")
def rows():
    return np.random.default_rng(1).dirichlet(np.ones(50), 20_000)


def test_the_laws_of_sharing(tmp_path):
    compiler = os.environ.get("CXX", "c++")
    sources = [ROOT / "native" / "thread_pool.cpp", ROOT / "tests" / "native" / "pool_laws.cpp"]
    options = ["-std=c++20", "-O1", "-pthread", "-I", ROOT / "native", "-o", tmp_path / "laws"]
    subprocess.run([compiler, *sources, *options], check=True)
    done = subprocess.run([tmp_path / "laws"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_results_do_not_depend_on_the_number_of_threads(rows):
    _native.set_num_threads(1)
    alone = _native.entropy(rows, 1e-9)
    for n in (2, 3, 8):
        _native.set_num_threads(n)
        assert _native.get_num_threads() == n
        for _ in range(5):
            np.testing.assert_array_equal(_native.entropy(rows, 1e-9), alone)


@pytest.mark.parametrize("n", [0, -3, 4097, 2**31, 2**80, -(2**80), 1.5, "4", None])
def test_a_number_of_threads_out_of_range_is_refused(n):
    before = plogp.get_num_threads()
    with pytest.raises(plogp.PlogpError, match="1 to 4096, not"):
        plogp.set_num_threads(n)
    assert plogp.get_num_threads() == before


def test_what_a_kernel_refuses_is_a_plogp_error():
    """Wherever no caller names it better: the backend catches nothing that is not its own."""
    assert _native.Fault.__mro__[1:3] == (plogp.PlogpError, ValueError)
    points, codes = np.full((3, 2), np.nan), np.arange(17_000)
    for call in (
        lambda: neighbours.nearest(points, 1),
        lambda: trees.BinnedColumns(points, points),
        lambda: counting.joint_counts([codes, codes], [17_000, 17_000]),
    ):
        with pytest.raises(plogp.PlogpError):
            call()


def test_several_python_threads_may_call_at_once(rows):
    _native.set_num_threads(4)
    expected = _native.entropy(rows, 1e-9)
    results = []

    def call():
        results.extend(_native.entropy(rows, 1e-9) for _ in range(5))

    callers = [threading.Thread(target=call) for _ in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(results) == 20
    for result in results:
        np.testing.assert_array_equal(result, expected)


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_forked_child_computes_with_a_pool_of_its_own():
    # In a fresh process: forking pytest's own would draw the warning of a multi-threaded fork.
    done = run(
        "import os, warnings, numpy as np; from plogp import _native as n\n"
        "warnings.simplefilter('ignore')\n"
        "rows = np.full((50_000, 20), 1 / 20); n.set_num_threads(3); first = n.entropy(rows, 1e-9)\n"
        "child = os.fork()\n"
        "same = np.array_equal(n.entropy(rows, 1e-9), first)\n"
        "if child == 0: os._exit(0 if same else 3)\n"
        "status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        "print(same, status)"
    )
    assert done.stdout.strip() == "True 0", done.stderr


@pytest.mark.parametrize(
    ("wanted", "expected"), [("1", 1), ("1,4", 1), ("", None), ("nonsense", None), ("100000", None)]
)
def test_omp_num_threads_lowers_the_number_and_affinity_bounds_it(wanted, expected):
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    done = run("from plogp import _native; print(_native.get_num_threads())", OMP_NUM_THREADS=wanted)
    assert int(done.stdout) == (expected or allowed)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="affinity is a notion of Linux")
def test_affinity_is_honoured():
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
    done = run(code + "from plogp import _native; print(_native.get_num_threads())", OMP_NUM_THREADS="")
    assert done.stdout.strip() == "1"
