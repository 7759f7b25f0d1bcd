"""Spectra against np.unique and sorted values, in any order, in any pieces, merged in any way."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from plogp import _native


def spectrum(*pieces):
    made = _native.Spectrum()
    for piece in pieces:
        made.add(np.ascontiguousarray(piece))
    return made


def same(a, b):
    assert (a.exact, a.whole, a.different) == (b.exact, b.whole, b.different)
    for part, other in zip(a.cells(), b.cells(), strict=True):
        np.testing.assert_array_equal(part, other)


@given(arrays(np.float64, st.integers(0, 300), elements=st.floats(width=16)))
def test_few_values_are_counted_one_by_one(x):
    made = spectrum(x)
    values, n = np.unique(x[~np.isnan(x)] + 0.0, return_counts=True)
    least, greatest, counted = made.cells()
    np.testing.assert_array_equal(least, values)
    np.testing.assert_array_equal(greatest, values)
    np.testing.assert_array_equal(counted, n)
    assert made.exact
    assert made.different == len(values)
    assert made.whole == bool((np.isfinite(values) & (values == np.floor(values))).all())


@pytest.mark.parametrize("dtype", [np.int8, np.int32, np.uint16, np.uint64, np.float32, np.float64])
def test_numbers_of_any_type_and_those_that_are_missing(dtype):
    rng = np.random.default_rng(0)
    x, there = rng.integers(0, 50, 1000).astype(dtype), rng.random(1000) < 0.5
    made = _native.Spectrum()
    made.add(x, np.packbits(np.append([False] * 3, there), bitorder="little"), 3)
    same(made, spectrum(x[there].astype(float)))


def many(name):
    rng = np.random.default_rng(1)
    return {
        "normal": rng.standard_normal(300_000),
        "tied": np.append(rng.random(150_000), np.full(150_000, 0.5)),
        "scales": rng.standard_normal(300_000) * 10.0 ** rng.integers(-300, 300, 300_000),
        "far": 1.7e15 + rng.integers(0, 10**9, 300_000),
        "ends": np.append(rng.standard_cauchy(200_000), [np.inf, -np.inf, 0.0, -0.0, 5e-324] * 20_000),
    }[name]


@pytest.mark.parametrize("name", ["normal", "tied", "scales", "far", "ends"])
def test_many_values_are_counted_by_cells(name):
    x = many(name)
    made = spectrum(x)
    assert not made.exact
    least, greatest, n = made.cells()
    assert n.sum() == len(x)
    assert (least <= greatest).all()
    assert (greatest[:-1] < least[1:]).all()
    sorted_x, last = np.sort(x), np.cumsum(n) - 1
    np.testing.assert_array_equal(sorted_x[last], greatest)
    np.testing.assert_array_equal(sorted_x[np.append(0, last[:-1] + 1)], least)
    normal = np.isfinite(least) & (np.abs(least) > 1e-300)
    assert (greatest[normal] - least[normal] <= np.abs(least[normal]) / 512).all()
    assert made.different == pytest.approx(len(np.unique(x)), rel=0.05)


@pytest.mark.parametrize("name", ["normal", "tied", "far"])
def test_neither_order_nor_pieces_nor_merging_change_anything(name):
    x = many(name)
    rng = np.random.default_rng(2)
    once = spectrum(x)
    same(spectrum(*np.array_split(rng.permutation(x), 7)), once)
    for cuts in ([100, 200, 250_000], [150_000], [10_000, 20_000, 30_000, 290_000]):
        first, *others = [spectrum(part) for part in np.split(x, cuts)]
        for other in others:
            first.merge(other)
        same(first, once)
        last, *others = reversed([spectrum(part) for part in np.split(x, cuts)])
        for other in others:
            last.merge(other)
        same(last, once)
        sent = [pickle.loads(pickle.dumps(spectrum(part))) for part in np.split(x, cuts)]
        for other in sent[1:]:
            sent[0].merge(other)
        same(sent[0], once)


@given(arrays(np.float64, st.integers(1, 200), elements=st.integers(-50, 50).map(float)), st.integers(0, 5))
def test_a_second_look_at_some_ranges(x, seed):
    cuts = np.sort(np.random.default_rng(seed).choice(np.arange(-50.0, 51), 6, replace=False))
    least, greatest = cuts[::2].copy(), cuts[1::2].copy()
    spectra = [_native.Spectrum() for _ in least]
    _native.add_within(spectra, x, least, greatest)
    for low, high, made in zip(least, greatest, spectra, strict=True):
        values, n = np.unique(x[(x >= low) & (x <= high)], return_counts=True)
        np.testing.assert_array_equal(made.cells()[0], values - low)
        np.testing.assert_array_equal(made.cells()[2], n)


def test_whole_numbers_beyond_doubles_are_told_apart():
    rng = np.random.default_rng(4)
    for n, dtype in ((500, np.uint64), (300_000, np.int64)):
        x = (np.iinfo(dtype).max - rng.permutation(n).astype(dtype)).astype(dtype)
        x = np.append(x, x[: n // 2])
        whole = spectrum(x, np.arange(5.0))
        assert whole.different == pytest.approx(n + 5, rel=0 if n == 500 else 0.03)
        halves = spectrum(x[: n // 3], np.arange(5.0))
        halves.merge(pickle.loads(pickle.dumps(spectrum(x[n // 3 :]))))
        same(halves, whole)


def test_rests_tell_equal_numbers_apart():
    made = _native.Spectrum()
    made.add(np.zeros(6), None, 0, np.array([0, 1, 2, 0, 1, -1]))
    assert made.different == 4
    np.testing.assert_array_equal(made.cells()[2], [1, 2, 2, 1])


def test_threads_may_share_one():
    """The interpreter is let go while numbers are counted, so that another thread may come with the same spectrum."""
    numbers = np.random.default_rng(5).normal(size=(4, 30_000))
    shared = _native.Spectrum()

    def add(row):
        shared.add(row)
        shared.merge(_native.Spectrum())
        assert 0 < shared.different <= numbers.size
        _native.add_within([shared, shared], row, np.array([50.0, 60.0]), np.array([55.0, 65.0]))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, numbers))
    same(shared, spectrum(numbers.ravel()))
