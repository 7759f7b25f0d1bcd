"""Every native call that takes long ends with KeyboardInterrupt soon after a signal."""

import subprocess
import sys

import pytest

# Each call would take from a second to for ever; where its numbers do not matter they are zeros, which take no memory.
CALLS = {
    "pairwise_js": "native.pairwise_js(rows, rows, 1e-9)",
    "pairwise_kl": "native.pairwise_kl(rows, rows, 1e-9)",
    "neighbours": "native.neighbours(points, 3)",
    "neighbours of a large k": "native.neighbours(points, 2000)",
    "neighbours_across": "native.neighbours_across(points, points, 2000)",
    "neighbours_within": "native.neighbours_within(points, np.full(len(points), 0.7))",
    "random_tables, cell by cell": "native.random_tables(np.full(300, 10**12), np.full(300, 10**12), 1, 0, 10**5)",
    "random_tables, shuffled": "native.random_tables(np.full(10**4, 100), np.full(10**4, 100), 1, 0, 10**5)",
    "random_table": "native.random_table(np.full(9000, 10**12), np.full(9000, 10**12), 1, 0)",
    "logits_kl": "native.logits_kl(zeros.view('f4').reshape(-1, 1000), zeros.view('f4').reshape(-1, 1000), 1.0, 1.0)",
    "bin_codes": "native.bin_codes(zeros, np.arange(30000.0))",
    "Spectrum": "native.Spectrum().add(zeros)",
    "add_within": "native.add_within([native.Spectrum()], zeros, np.zeros(1), np.ones(1))",
    "pairwise_information": "native.pairwise_information(codes, np.full(len(codes), 64, 'i4'))",
    "CountedColumns": "[columns.beside(z, 9000, 1) for columns in [native.CountedColumns(codes, sizes, None)] * 99]",
    "columns_of": "native.columns_of(np.broadcast_to(np.zeros(8), (10**8, 8)))",
    "code_columns": "native.code_columns(np.broadcast_to(np.zeros(8), (5 * 10**7, 8)), np.full(8, 200, 'i4'))",
    "grow_c45": "grow(np.random.default_rng(1).random((20, 10**5)), 0, False)",
    "grow_c45, groups of levels": "grow(np.arange(5000.0)[None], 5000, True)",
    "encode_ans": "native.encode_ans(zeros, frequencies)",
    "encode_blocks": "native.encode_blocks(zeros, 1 << 20, True, 1)",
}
PROGRAM = """
import faulthandler, signal, sys, time
import numpy as np
from plogp import _native as native

random = np.random.default_rng(0)
rows = random.dirichlet(np.ones(64), 15000)
points = random.random((15000, 12))
zeros = np.zeros(10**9, np.uint8)
codes = random.integers(0, 64, (300, 50000), dtype=np.uint8)
sizes = np.full(300, 64, np.int32)
z = random.integers(0, 9000, 50000).astype(np.int32)
frequencies = np.zeros(256, np.uint16)
frequencies[:2] = 1 << 14

def grow(x, levels, grouped):
    d, n = x.shape
    y = random.integers(0, 3, n).astype(np.int32)
    sizes = np.full(d, levels, np.int32)
    native.grow_c45(x, sizes, y, np.ones(n), 3, 1.0, 0.25, True, True, grouped, 4000, 0.0)

signal.signal(signal.SIGALRM, signal.default_int_handler)
faulthandler.dump_traceback_later(100, exit=True)
for name, call in CALLS.items():
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    begun = time.monotonic()
    try:
        eval(call)
        signal.setitimer(signal.ITIMER_REAL, 0)
        outcome = 'finished'
    except KeyboardInterrupt:
        outcome = 'interrupted'
    print(name, outcome, round(time.monotonic() - begun - 0.1, 3), sep='; ', flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such timers")
def test_a_signal_ends_every_long_call():
    program = f"CALLS = {CALLS!r}\n{PROGRAM}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    outcomes = {line.split("; ")[0]: line.split("; ")[1:] for line in done.stdout.splitlines()}
    assert list(outcomes) == list(CALLS), done.stderr
    for name, (outcome, late) in outcomes.items():
        assert outcome == "interrupted", f"{name} {outcome} after {late} s"
        assert float(late) < 10, f"{name} went on for {late} s"
