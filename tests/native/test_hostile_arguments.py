"""Arguments that no caller of plogp would hand over: every native function answers, or says what is wrong."""

import os
import subprocess
import sys

import pytest

from plogp import _native

# One good call of each function; what follows the name is evaluated in the program below.
CALLS = {
    "isa": "",
    "get_num_threads": "",
    "set_num_threads": "2",
    "encode_blocks": "text, 64, True, 0",
    "encode_file": "text, text, 64, False, 0, text, text",
    "decode_blocks": "blocks, headers, np.array([16], 'i8'), 0",
    "block_checksum": "text",
    "encode_ans": "bits, frequencies",
    "decode_ans": "coded, frequencies, 100",
    "columns_of": "np.ones((7, 3))",
    "code_columns": "np.arange(21.0).reshape(7, 3), np.full(3, 200, 'i4')",
    "table_sums": "np.ones((3, 4), 'i8'), np.ones(3), np.ones(4), np.ones((2, 3, 5))",
    "joint_counts": "levels, levels, 5, 5",
    "count_tables": "[codes16, codes16], [np.zeros((5, 5), 'i8')], np.array([[0, 1]], 'i4')",
    "bin_codes": "np.arange(20.0), np.arange(9.0), np.full(4, 255, 'u1'), 3",
    "look_up_codes": "levels, np.arange(9, dtype='u2'), 0, 0, np.full(9, 255, 'u1'), 1",
    "neighbours": "points, 3",
    "neighbours_across": "points, points, 3",
    "neighbours_within": "points, np.ones(40)",
    "pairwise_kl": "rows, rows, 1e-9",
    "pairwise_js": "rows, rows, 1e-9",
    "random_tables": "np.array([5, 5], 'i8'), np.array([3, 7], 'i8'), 1, 0, 10",
    "random_table": "np.array([5, 5], 'i8'), np.array([3, 7], 'i8'), 1, 0",
    "entropy": "rows, 1e-9",
    "cross_entropy": "rows, rows, 1e-9",
    "kl": "rows, rows, 1e-9",
    "js": "rows, rows, 1e-9",
    "normal_kl": "np.zeros(30), np.ones(30), np.ones(30), np.ones(1)",
    "normal_kl_slopes": "np.zeros(30), np.ones(30), np.ones(30), np.ones(1), np.ones(30), 15",
    "Spectrum": "100",
    "Spectrum.add": "native.Spectrum(9), np.arange(30.0), np.full(5, 255, 'u1'), 2, np.arange(30)",
    "Spectrum.merge": "spectrum(), spectrum()",
    "Spectrum.__setstate__": "native.Spectrum.__new__(native.Spectrum), *pickled",
    "Spectrum.__getstate__": "spectrum()",
    "Spectrum.cells": "spectrum()",
    "add_within": "[spectrum()], np.arange(30.0), np.zeros(1), np.ones(1), np.full(5, 255, 'u1'), 2",
    "grow_c45": "x, np.array([0, 5], 'i4'), y, np.ones(30), 3, 2.0, 0.25, True, True, True, 9, 0.0",
    "BinnedColumns": "x, np.tile(np.arange(255.0), (2, 1))",
    "grow_histogram": "binned, np.full(2, 256, 'i4'), np.zeros(2, 'u1'), y, 3, 1.0, 0.25, True, 9",
    "predict_tree": "*nodes, np.ones_like(nodes[-1]), x, np.array([0, 5], 'i4')",
    "logits_entropy": "z, 1.0, np.empty_like(z)",
    "logits_cross_entropy_labels": "np.zeros(4, 'i8'), z, 1.0, 0.1, -1, np.empty_like(z)",
    "logits_policy": "np.zeros(4, 'i8'), z, 1.0, -1, np.ones(4), np.ones(4), np.empty_like(z)",
    "logits_cross_entropy_probs": "np.full((4, 6), 1 / 6), z, 1e-9, 1.0, np.empty_like(z)",
    "logits_kl": "z, z, 1.0, 2.0, np.empty_like(z), np.empty_like(z)",
    "logits_js": "z, z, 1.0, 2.0, np.empty_like(z), np.empty_like(z)",
    "softmax": "z, 1.0, np.empty_like(z)",
    "log_softmax": "z, 1.0, None",
    "empty_aligned": "[3, 4], 'float32'",
    "pairwise_information": "codes8, np.full(3, 5, 'i4')",
    "CountedColumns": "codes8, np.full(3, 5, 'i4'), np.ones(30)",
    "CountedColumns.beside": "columns, z32, 6, 2",
    "CountedColumns.table": "columns, 0, z32, 6",
    "CountedColumns.add_cells": "columns, 0, z32, np.ones((6, 5)), np.ones(30)",
}
PROGRAM = """
import faulthandler, random, sys, warnings
import numpy as np
from plogp import _native as native

faulthandler.enable()
warnings.simplefilter("ignore")  # of casts, and of a spectrum that is set a second time
rng, draw = np.random.default_rng(0), random.Random(0)
text = np.arange(100, dtype=np.uint8)
blocks = np.frombuffer(native.encode_blocks(text, 100, False, 0), np.uint8)
headers = blocks[:16].reshape(1, 16)
bits = (text % 2).astype(np.uint8)
frequencies = np.array([1 << 14, 1 << 14] + [0] * 254, np.uint16)
coded = np.frombuffer(native.encode_ans(bits, frequencies), np.uint8)
levels = rng.integers(0, 5, 30)
codes16, z32, codes8 = levels.astype(np.uint16), levels.astype(np.int32), np.tile(levels.astype(np.uint8), (3, 1))
columns = native.CountedColumns(codes8, np.full(3, 5, np.int32), None)
points, rows, z = rng.random((40, 3)), rng.dirichlet(np.ones(6), 4), rng.normal(size=(4, 6))
x, y = np.array([rng.random(30), levels.astype(float)]), rng.integers(0, 3, 30).astype(np.int32)
x[0, 3] = np.nan
binned = native.BinnedColumns(x, np.tile(np.arange(255.0), (2, 1)))
grown = native.grow_c45(x, np.array([0, 5], np.int32), y, np.ones(30), 3, 1.0, 0.9, False, False, False, 9, 0.0)
nodes = [*grown[:7], grown[8]]

def spectrum():
    of = native.Spectrum(draw.choice([10, 65536]))
    of.add(rng.random(60))
    return of

pickled = [spectrum().__getstate__()]

NUMBERS = [0, 1, -1, 2, 7, 2**15, 2**31 - 1, 2**31, 2**32, 2**63 - 1, 2**63, 2**64, -2**63, 0.5, -1.0, 1e308]
NUMBERS += [float("nan"), float("inf"), None, "7", True]

def hostile_array(a):
    kind = draw.randrange(11)
    if kind == 0: return a[:-1] if a.ndim and draw.random() < 0.5 else np.concatenate([a.ravel(), a.ravel()])
    if kind == 1: return np.zeros((0,) * a.ndim, a.dtype)
    if kind == 2: return a.astype(draw.choice(["f8", "f4", "i8", "i4", "u1", "u2", "?", "O", "c16"]))
    if kind == 3: return np.repeat(a[..., None], 2, -1)[..., 0]  # not contiguous
    if kind == 4: return a.reshape(a.shape + (1,)) if draw.random() < 0.5 else a.reshape(-1)
    if kind == 5: return np.zeros((draw.choice([2**33, 2**40]), 0), a.dtype)[:, :0]
    if kind == 6: return np.frombuffer(b"x" + a.tobytes(), a.dtype, a.size, 1).reshape(a.shape)  # not aligned
    if kind == 7: return draw.choice([None, 3.0, "ab", [], [1, 2], object(), np.float64(1)])
    b = a.copy()
    if b.size == 0: return b
    value = draw.choice(NUMBERS[:-3])
    at = draw.randrange(b.size) if kind < 10 else slice(None)
    if b.dtype.kind == "f": b.reshape(-1)[at] = value
    else:
        info = np.iinfo(b.dtype)
        b.reshape(-1)[at] = min(max(int(value) if value == value and abs(value) < 2**70 else 0, info.min), info.max)
    return b

def hostile(value):
    if isinstance(value, np.ndarray): return hostile_array(value)
    if isinstance(value, list): return draw.choice([[], [None], value * 3, value + [7], 5, [hostile(v) for v in value]])
    if isinstance(value, tuple):
        at = draw.randrange(len(value))
        return draw.choice([value[:at] + (hostile(value[at]),) + value[at + 1:]] * 9 + [(), value[:-1], None])
    if isinstance(value, (int, float, str, type(None))): return draw.choice(NUMBERS)
    return draw.choice([None, value, object(), native.Spectrum(3)])

def of(name):
    found = native
    for part in name.split("."): found = getattr(found, part)
    return found

for name, arguments in CALLS.items():
    eval(f"of(name)({arguments})")  # the good call
    for _ in range(EACH):
        given = list(eval(f"[{arguments}]"))
        if not given: break
        for at in {draw.randrange(len(given)) for _ in range(draw.choice([1, 1, 2, 3]))}: given[at] = hostile(given[at])
        said = [(g.dtype.str, g.shape, g.strides) if isinstance(g, np.ndarray) else str(type(g)) for g in given]
        print(name, said, flush=True)
        try:
            result = of(name)(*given)
        except (TypeError, ValueError, OverflowError, MemoryError) as error:
            if not str(error) or "std::" in str(error): raise
        native.set_num_threads(2)
print("all done")
"""


def test_every_function_has_a_call():
    public = {name for name in dir(_native) if not name.startswith("_")} - {"Fault", "PlogpError"}
    assert public == {name for name in CALLS if "." not in name}
    for kind in ("Spectrum", "CountedColumns"):
        methods = {name for name in vars(getattr(_native, kind)) if callable(getattr(getattr(_native, kind), name))}
        methods -= {"__init__", "__new__", "__doc__", "__module__"}
        assert {name.split(".")[1] for name in CALLS if name.startswith(f"{kind}.")} == methods


@pytest.mark.slow
def test_hostile_arguments_are_answered_or_refused_by_name():
    each = 200 if "PLOGP_HOSTILE_CALLS" in os.environ else 30
    program = f"CALLS = {CALLS!r}\nEACH = {each}\n{PROGRAM}"
    if "ASAN_OPTIONS" not in os.environ:  # whose shadow is larger than any limit
        program = f"import resource\nresource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))\n{program}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=False)
    last = "\n".join(done.stdout.splitlines()[-1:])
    assert done.returncode == 0, f"{last}\n{done.stderr[-3000:]}"
    assert last == "all done"
