"""Row entropy of the native core against 50 digits, and what it refuses."""

import math

import numpy as np
import pytest

import exact_rows
from plogp import _native

TINY = 5e-324
ADVERSARIAL = {
    "one class": [1.0],
    "one hot": [0.0, 1.0, 0.0],
    "one hot, off by the tolerance": [0.0, 1 + 1e-7, 0.0],
    "nearly one hot": [1 - 1e-9, 1e-9],
    "one ulp from one hot": [1 - 2.0**-53, 2.0**-53],
    "two ulps short": [1 - 2.0**-52],
    "a subnormal beside one": [1.0, TINY, TINY],
    "negative zero": [-0.0, 0.5, 0.5],
    "fair coin": [0.5, 0.5],
    "just above one half nat": [0.8, 0.2],
    "just below": [0.81, 0.19],
    "a peak among many": [0.9, *[0.1 / 999] * 999],
    "a peak at the end": [*[1e-12] * 99, 1 - 99e-12],
    "uniform": [1 / 1000] * 1000,
    "too heavy by the tolerance": [0.25 * (1 + 1e-7)] * 4,
    "too light by the tolerance": [0.99 * (1 - 1e-7), 0.01],
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_adversarial_rows_are_right_to_1e_14(name):
    row = np.array(ADVERSARIAL[name])
    value = float(_native.entropy(row, 1e-6))
    assert value >= 0
    assert exact_rows.relative_error(value, exact_rows.entropy(row)) <= 1e-14


@pytest.mark.parametrize("k", [1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 255, 1000])
@pytest.mark.parametrize("concentration", [0.02, 1.0, 50.0])
def test_random_rows_are_right_to_1e_14(k, concentration):
    rows = np.random.default_rng(k).dirichlet(np.full(k, concentration), 4)
    values = _native.entropy(rows, 1e-9)
    for row, value in zip(rows, values, strict=True):
        assert exact_rows.relative_error(value, exact_rows.entropy(row)) <= 1e-14


def test_many_classes():
    row = np.random.default_rng(0).dirichlet(np.ones(200_000))
    total = math.fsum(row)
    assert _native.entropy(row, 1e-9) == pytest.approx(math.fsum(-row * np.log(row / total)) / total, rel=1e-14)


def test_float32_rows_give_the_float32_nearest_to_the_value():
    rows = np.random.default_rng(0).dirichlet(np.ones(37), 5).astype(np.float32)
    for row, value in zip(rows, _native.entropy(rows, 1e-6), strict=True):
        assert value == np.float32(float(exact_rows.entropy(row)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_leading_axes_are_kept(dtype):
    rows = np.random.default_rng(0).dirichlet(np.ones(6), (2, 3, 4)).astype(dtype)
    values = _native.entropy(rows, 1e-6)
    assert values.shape == (2, 3, 4)
    assert values.dtype == dtype
    assert values[1, 2, 3] == _native.entropy(rows[1, 2, 3], 1e-6)
    assert _native.entropy(rows[0, 0, 0], 1e-6).shape == ()
    assert _native.entropy(rows[:0], 1e-6).shape == (0, 3, 4)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -0.25, 0.75])
@pytest.mark.parametrize("position", [0, 3, 8, 18])
def test_the_first_row_that_is_no_distribution_is_named(bad, position, dtype):
    rows = np.full((30, 19), 1 / 19, dtype)
    rows[17, position] = bad
    rows[23, 0] = bad
    with pytest.raises(_native.Fault, match="row 17"):
        _native.entropy(rows, 1e-6)


def test_a_negative_entry_is_a_fault_though_the_sum_is_one():
    with pytest.raises(_native.Fault):
        _native.entropy(np.array([1.5, -0.5]), 1e-6)


def test_no_classes_is_a_fault_if_there_is_a_row():
    with pytest.raises(_native.Fault):
        _native.entropy(np.zeros((2, 0)), 1e-6)
    assert _native.entropy(np.zeros((0, 0)), 1e-6).shape == (0,)


def test_inputs_are_taken_as_they_are_or_refused():
    rows = np.full((4, 4), 0.25)
    rows.setflags(write=False)
    assert _native.entropy(rows, 1e-9).shape == (4,)
    for other in (rows.T[::2], rows.astype(np.float16), rows.astype(int), np.array(1.0), [0.5, 0.5]):
        with pytest.raises(TypeError):
            _native.entropy(other, 1e-9)
