"""Pickles that were not written by plogp: what they hold is checked before it is walked through."""

import copy
import subprocess
import sys

import numpy as np
import pytest

from plogp import _native
from plogp.apps.tree import InformationTreeClassifier


def states():
    rng = np.random.default_rng(0)
    exact, cells = _native.Spectrum(1000), _native.Spectrum(10)
    for spectrum in (exact, cells):
        spectrum.add(rng.integers(0, 400, 1000) / 7)
    return exact.__getstate__(), cells.__getstate__()


EXACT, CELLS = states()


def changed(state, **parts):
    most, (least, greatest, n), rest, kept, depth, exact, whole = state
    held = {"most": most, "least": least, "greatest": greatest, "n": n, "rest": rest, "kept": kept, "depth": depth}
    held["exact"] = exact
    held |= {name: part(held[name]) if callable(part) else part for name, part in parts.items()}
    cells = held["least"], held["greatest"], held["n"]
    return held["most"], cells, held["rest"], held["kept"], held["depth"], held["exact"], whole


def with_first(value):
    return lambda array: np.concatenate([np.array([value], array.dtype), array[1:]])


@pytest.mark.parametrize("state", [EXACT, CELLS], ids=["exact", "cells"])
def test_a_state_is_read_back(state):
    spectrum = _native.Spectrum.__new__(_native.Spectrum)
    spectrum.__setstate__(state)
    for one, other in zip(spectrum.__getstate__()[1], state[1], strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "state",
    [
        changed(EXACT, least=lambda x: x[:-1]),
        changed(EXACT, greatest=lambda x: x[:0]),
        changed(EXACT, rest=lambda x: x[:-1]),
        changed(EXACT, n=with_first(0)),
        changed(EXACT, n=with_first(-1)),
        changed(EXACT, n=lambda x: np.full_like(x, 2**62)),
        changed(EXACT, least=with_first(np.nan)),
        changed(EXACT, least=lambda x: x[::-1].copy(), greatest=lambda x: x[::-1].copy()),
        changed(EXACT, greatest=lambda x: x + 1),
        changed(EXACT, kept=np.ones(3, np.uint64)),
        changed(EXACT, depth=1),
        changed(EXACT, exact=False),
        changed(CELLS, exact=True),
        changed(CELLS, depth=-1),
        changed(CELLS, depth=64),
        changed(CELLS, depth=2**31 - 1),
        changed(CELLS, kept=with_first(0)),
        changed(CELLS, kept=lambda x: np.tile(x, 99)),
        changed(CELLS, rest=np.zeros(5, np.int64)),
    ],
)
def test_an_impossible_state_of_a_spectrum_is_refused(state):
    with pytest.raises(_native.Fault):
        _native.Spectrum.__new__(_native.Spectrum).__setstate__(state)


@pytest.fixture(scope="module")
def tree():
    rng = np.random.default_rng(1)
    x = np.array([rng.random(300), rng.integers(0, 3, 300)], dtype=object).T
    x[:, 1] = np.array(["a", "b", "c"])[x[:, 1].astype(int)]
    y = (x[:, 0] > 0.5) ^ (x[:, 1] == "a")
    return InformationTreeClassifier().fit(x, y.astype(int)), x


@pytest.mark.parametrize(
    "name", ["feature", "threshold", "first_child", "children", "map", "missing", "branch", "cases"]
)
@pytest.mark.parametrize("damage", ["shorter", "longer", "empty", "large", "negative", "cyclic"])
def test_damaged_nodes_are_refused_or_walked_through(tree, name, damage):
    fitted, x = tree
    damaged = copy.deepcopy(fitted)
    array = getattr(damaged.nodes_, name)
    value = {
        "shorter": array[:-1],
        "longer": np.concatenate([array, array[:1]]),
        "empty": array[:0],
        "large": np.full_like(array, 2**31 - 1),
        "negative": np.full_like(array, -2),
        "cyclic": np.zeros_like(array),
    }[damage]
    object.__setattr__(damaged.nodes_, name, value)
    try:
        with np.errstate(all="ignore"):
            proba = damaged.predict_proba(x)
    except (ValueError, IndexError):  # a fault of the native core, or of the NumPy code before it
        return
    assert proba.shape == (300, 2)


def _on_one_slot(n: int) -> np.ndarray:
    """Numbers that fall on one slot of a hash table under the multiplier with which it begins."""
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    numbers = (np.arange(1, n, dtype=np.uint64) * np.uint64(inverse)).view(np.float64)
    return numbers[np.isfinite(numbers) & (abs(numbers) < 1e300)]


def test_tables_that_draw_another_multiplier_lose_nothing():
    x = np.random.default_rng(0).choice(_on_one_slot(240), 5000)
    codes, sizes = _native.code_columns(x[:, None], np.array([256], np.int32))
    levels, expected, times = np.unique(x, return_inverse=True, return_counts=True)
    assert sizes[0] == len(levels)
    np.testing.assert_array_equal(codes[0], expected)

    rests = np.random.default_rng(1).integers(-1, 2, len(x))
    spectrum = _native.Spectrum()
    spectrum.add(x)
    np.testing.assert_array_equal(spectrum.cells()[2], times)
    spectrum.add(x, rest=rests)
    with_rests = np.stack([np.tile(x, 2), np.concatenate([0 * rests, rests])])
    np.testing.assert_array_equal(spectrum.cells()[2], np.unique(with_rests, axis=1, return_counts=True)[1])


def test_no_data_can_make_a_hash_table_slow():
    """Where they are placed differs from process to process, and what comes out does not."""
    hostile = np.tile(_on_one_slot(40_000), 2)
    # Counted comparisons would tell more exactly than a clock; a slot in common took a minute for these.
    program = (
        "import sys, numpy as np, hashlib; from plogp import _native as n\n"
        "x = np.frombuffer(sys.stdin.buffer.read()); d = hashlib.sha256()\n"
        "for most in (65536, 100):\n"
        "    s = n.Spectrum(most); s.add(x)\n"
        "    for a in (*s.__getstate__()[1], s.__getstate__()[3]): d.update(np.asarray(a).tobytes())\n"
        "print(d.hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program], input=hostile.tobytes(), capture_output=True, timeout=50, check=True
        )
        for _ in range(2)
    ]
    assert len({run.stdout for run in runs}) == 1
