"""Row cross-entropy, Kullback-Leibler and Jensen-Shannon divergence of the native core against 50 digits."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import exact_rows
from adversarial_rows import ADVERSARIAL, TINY
from plogp import _native

QUANTITIES = ("cross_entropy", "kl", "js")
TOLERANCE = 1e-6


def error(quantity: str, p: np.ndarray, q: np.ndarray) -> float:
    """Relative error of one value, which must also be no NaN and not negative."""
    value = float(getattr(_native, quantity)(p, q, TOLERANCE))
    assert value >= 0
    return exact_rows.relative_error(value, getattr(exact_rows, quantity)(p, q), max(2, p.size))


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_adversarial_rows_are_right_to_1e_14(quantity, name):
    p, q = (np.array(row) for row in ADVERSARIAL[name])
    assert error(quantity, p, q) <= 1e-14


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("k", [2, 3, 7, 8, 9, 16, 17, 31, 100, 1000])
@pytest.mark.parametrize("concentration", [0.05, 1.0, 50.0])
def test_random_rows_are_right_to_1e_14(quantity, k, concentration):
    p, q = np.random.default_rng(k).dirichlet(np.full(k, concentration), 2)
    assert error(quantity, p, q) <= 1e-14
    p[: k // 3] = 0
    assert error(quantity, p / p.sum(), q) <= 1e-14


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("k", [2, 9, 50])
@pytest.mark.parametrize("digits", range(1, 16))
def test_rows_that_nearly_agree_are_right_to_1e_14(quantity, k, digits):
    rng = np.random.default_rng(digits)
    p = rng.dirichlet(np.ones(k))
    q = p * (1 + 10.0**-digits * rng.uniform(-1, 1, k))
    assert error(quantity, p, q / q.sum()) <= 1e-14


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("off", [9e-7, -9e-7, 2.0**-21, 3e-10, -1e-13, 2.0**-52])
@pytest.mark.parametrize("distance", [0.0, 1e-9, 0.5])
def test_rows_off_by_the_tolerance_are_taken_as_their_normalised_selves(quantity, off, distance):
    rng = np.random.default_rng(5)
    p = rng.dirichlet(np.ones(21))
    q = p * (1 + distance * rng.uniform(-1, 1, 21))
    q *= (1 + off) / q.sum()
    assert error(quantity, p, q) <= 1e-14
    assert error(quantity, q, p) <= 1e-14


entries = st.floats(0, 1) | st.sampled_from([0.0, TINY, 1e-310, 1e-200, 1e-16, 0.5, 1.0])


@st.composite
def pairs(draw):
    k = draw(st.integers(1, 20))
    p, q = (draw(arrays.arrays(float, k, elements=entries)) for _ in range(2))
    if draw(st.booleans()):
        q = p * (1 + draw(st.sampled_from([0, 1e-15, 1e-9, 1e-3])) * q)
    p[draw(st.integers(0, k - 1))] += 1
    q[draw(st.integers(0, k - 1))] += 1
    return p / p.sum(), q / q.sum()


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(pairs())
def test_any_two_rows_are_right_to_1e_14(pair):
    for quantity in QUANTITIES:
        assert error(quantity, *pair) <= 1e-14


@pytest.mark.parametrize("k", [1, 5, 64, 1000])
def test_equal_rows_have_no_divergence_at_all(k):
    p = np.random.default_rng(k).dirichlet(np.ones(k), 3)
    p[1, : k // 2] = 0
    p[1] /= p[1].sum()
    p[2] *= 1 + 5e-7
    for quantity in ("kl", "js"):
        np.testing.assert_array_equal(getattr(_native, quantity)(p, p.copy(), TOLERANCE), 0.0)


@pytest.mark.parametrize("k", [2, 10, 333])
def test_disjoint_supports_are_exactly_log_2_apart(k):
    p, q = np.random.default_rng(k).dirichlet(np.ones(k), (2, 4))
    none = np.zeros_like(p)
    distance = _native.js(np.hstack([p, none]), np.hstack([none, q]), TOLERANCE)
    np.testing.assert_array_equal(distance / math.log(2), 1.0)


def test_off_the_support_is_infinitely_far():
    p, q = np.array([[0.5, 0.5], [0.5, 0.5], [1.0, 0.0]]), np.array([[1.0, 0.0], [0.5, 0.5], [1.0, 0.0]])
    np.testing.assert_array_equal(_native.kl(p, q, TOLERANCE), [np.inf, 0.0, 0.0])
    np.testing.assert_array_equal(_native.cross_entropy(p, q, TOLERANCE)[[0, 2]], [np.inf, 0.0])


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_many_classes(quantity):
    p, q = np.random.default_rng(0).dirichlet(np.ones(200_000), 2)
    with np.errstate(divide="ignore"):
        m = (p + q) / 2
        exact = {
            "cross_entropy": math.fsum(-p * np.log(q)),
            "kl": math.fsum(p * np.log(p / q)),
            "js": math.fsum(p * np.log(p / m) + q * np.log(q / m)) / 2,
        }
    assert getattr(_native, quantity)(p, q, TOLERANCE) == pytest.approx(exact[quantity], rel=1e-13)


def test_small_divergence_of_50000_float32_classes():
    """The case that sums of p log(p/q) in float32 get wrong in the first digit."""
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.full(50_000, 5.0))
    q = p * (1 + 1e-4 * rng.standard_normal(50_000))
    p, q = (row.astype(np.float32) for row in (p, q / q.sum()))
    a, b = (row.astype(float) / math.fsum(row.astype(float)) for row in (p, q))
    exact = math.fsum(a * (np.expm1(d := np.log(b / a)) - d))
    assert 4e-9 < exact < 6e-9
    assert _native.kl(p, q, 1e-5) == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_float32_rows_are_right_to_two_ulp(quantity):
    p, q = np.random.default_rng(2).dirichlet(np.ones(37), (2, 6)).astype(np.float32)
    for a, b, value in zip(p, q, getattr(_native, quantity)(p, q, 1e-5), strict=True):
        assert exact_rows.relative_error(value, getattr(exact_rows, quantity)(a, b)) <= 2.4e-7


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_row_stands_against_many(quantity, dtype):
    p, q = np.random.default_rng(0).dirichlet(np.ones(6), (2, 3, 4)).astype(dtype)
    f = getattr(_native, quantity)
    one = np.broadcast_to(p[0, 0], p.shape).copy()
    np.testing.assert_array_equal(f(p[0, 0], q, 1e-5), f(one, q, 1e-5))
    np.testing.assert_array_equal(f(q, p[0, 0], 1e-5), f(q, one, 1e-5))
    assert f(p, q, 1e-5).shape == (3, 4)
    assert f(p, q, 1e-5).dtype == dtype
    assert f(p[0, 0], q[0, 0], 1e-5).shape == ()
    assert f(p[:0], q[:0], 1e-5).shape == (0, 4)


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -0.25, 0.75])
@pytest.mark.parametrize("zeros", [False, True])
def test_the_first_row_that_is_no_distribution_is_named(quantity, side, bad, zeros):
    pair = np.full((2, 30, 19), 1 / 19)
    if zeros:  # the way that rows with zeros take
        pair[:, :, 3:] = 0
        pair[:, :, :3] = 1 / 3
    pair[side, 17, 1] = bad
    pair[side, 23, 0] = bad
    with pytest.raises(_native.Fault, match="row 17"):
        getattr(_native, quantity)(*pair, TOLERANCE)


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("side", [0, 1])
def test_a_negative_entry_is_a_fault_though_the_sum_is_one(quantity, side):
    pair = np.full((2, 3), 1 / 3)
    pair[side] = [1.5, -0.5, 0.0]
    with pytest.raises(_native.Fault):
        getattr(_native, quantity)(*pair, TOLERANCE)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_shapes_and_types_that_do_not_fit_are_refused(quantity):
    f, p = getattr(_native, quantity), np.full((4, 4), 0.25)
    for q in (p[:3], p[:, :3].copy(), p.astype(np.float32), p[None], np.array(1.0)):
        with pytest.raises(TypeError):
            f(p, q, TOLERANCE)
    with pytest.raises(_native.Fault):
        f(np.zeros((2, 0)), np.zeros((2, 0)), TOLERANCE)
