"""Quantities of rows of logits against 350 digits: random, adversarial and hypothesis rows, in both types."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exact_logits as exact
from plogp import _native

# float64 keeps all digits. In float32 the exponent z' is rounded, so that tails of e^-100 have five digits.
TOLERANCE = {np.float32: 1.5e-5, np.float64: 3e-15}
# What rounding among subnormal exponentials may leave: some hundred steps for each entry.
SMALLEST = {np.float32: 1e-42, np.float64: 1e-321}
INF = np.inf
ADVERSARIAL = {
    "one class": [3.0],
    "all equal": [0.1] * 9,
    "two ties": [7.0, 7.0, -1e4],
    "certain": [1e4, 0.0, 0.0, -3.0],
    "one far below": [-1e4, 0.0, 0.5],
    "confident": [40.0, 0.0, 1.0, -2.0],
    "very confident": [0.0, -87.0, -85.0],
    "most confident in double": [0.0, -700.0, -690.0],
    "subnormal in float": [0.0, -90.0, -95.5],
    "subnormal in double": [0.0, -720.0, -744.0],
    "impossible entries": [1.0, -INF, 2.0, -INF],
    "one possible": [-INF, 5.0, -INF],
    "far from zero": [1e4, 1e4 + 1, 1e4 - 2],
    "huge": [1e12, -1e12],
    "a vector and one": np.linspace(-3, 3, 17),
    "many": np.sin(np.arange(515.0)) * 5,
}
types = pytest.mark.parametrize("dtype", [np.float32, np.float64])
temperatures = pytest.mark.parametrize("t", [1.0, 0.05, 20.0, 0.7])


def assert_near(value, answer, dtype, entries=1, tolerance=None):
    value = float(value)
    assert not np.isnan(value)
    if float(np.dtype(dtype).type(np.inf)) == value:  # beyond the type's largest number
        assert answer > np.finfo(dtype).max
        return
    smallest = SMALLEST[dtype] * entries
    assert exact.relative_error(value, answer, smallest) <= (tolerance or TOLERANCE[dtype])


@types
@temperatures
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_entropy_softmax_and_labels_of_adversarial_rows(name, t, dtype):
    z = np.array(ADVERSARIAL[name], dtype)
    s = exact.Softmax(z, t)
    k = len(z)
    assert_near(_native.logits_entropy(z, t), exact.entropy(s), dtype, k)
    for value, answer in zip(_native.softmax(z, t), s.p, strict=True):
        assert_near(value, answer, dtype)
    for value, answer in zip(_native.log_softmax(z, t), s.minus_log, strict=True):
        assert_near(-value, answer, dtype)
    for y in {0, k // 2, k - 1}:
        for smoothing in (0.0, 0.1, 1.0):
            value = _native.logits_cross_entropy_labels(np.array(y), z, t, smoothing, None)
            assert value >= 0
            assert_near(value, exact.cross_entropy(exact.label_target(y, k, smoothing), s), dtype)


@types
@temperatures
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_soft_targets_of_adversarial_rows(name, t, dtype):
    z = np.array(ADVERSARIAL[name], dtype)
    s = exact.Softmax(z, t)
    rng = np.random.default_rng(len(z))
    targets = [np.eye(len(z))[0], np.full(len(z), 1 / len(z)), rng.dirichlet(np.full(len(z), 0.1))]
    targets.append(np.array(s.p, float) / float(sum(s.p)))  # 0 where the logit is -inf
    for target in targets:
        p = target.astype(dtype)
        answer = exact.cross_entropy([exact.exact(x) for x in p], s)
        assert_near(_native.logits_cross_entropy_probs(p, z, 1e-5, t), answer, dtype, len(z))


@types
@pytest.mark.parametrize("a", ADVERSARIAL)
@pytest.mark.parametrize(("tp", "tq"), [(1.0, 1.0), (0.05, 0.05), (20.0, 20.0), (2.0, 0.7)])
def test_divergences_of_adversarial_pairs(a, tp, tq, dtype):
    z = np.array(ADVERSARIAL[a], dtype)
    rng = np.random.default_rng(3)
    others = [z[::-1].copy(), z + np.asarray(1e-3 * rng.standard_normal(len(z)), dtype), np.zeros_like(z)]
    others += [np.where(np.arange(len(z)) == len(z) - 1, z, -INF).astype(dtype)] if np.isfinite(z[-1]) else []
    p = exact.Softmax(z, tp)
    for other in others:
        q = exact.Softmax(other, tq)
        assert_near(_native.logits_kl(z, other, tp, tq), exact.kl(p, q), dtype, len(z))
        assert_near(_native.logits_kl(other, z, tq, tp), exact.kl(q, p), dtype, len(z))
        value = _native.logits_js(z, other, tp, tq)
        assert 0 <= value <= dtype(np.log(2))
        assert_near(value, exact.js(p, q), dtype, len(z))
        assert value == _native.logits_js(other, z, tq, tp)


@types
@temperatures
@pytest.mark.parametrize("name", ADVERSARIAL)
def test_equal_rows_do_not_diverge_at_all(name, t, dtype):
    z = np.array(ADVERSARIAL[name], dtype)
    assert _native.logits_kl(z, z.copy(), t, t) == 0
    assert _native.logits_js(z, z.copy(), t, t) == 0


@types
@pytest.mark.parametrize("k", [1, 2, 7, 8, 9, 16, 33, 600])
@pytest.mark.parametrize("scale", [0.1, 5.0])
def test_random_rows(k, scale, dtype):
    rng = np.random.default_rng(k)
    z, other = (scale * rng.standard_normal((2, 3, k))).astype(dtype)
    near = (z + 1e-4 * rng.standard_normal((3, k)) + 2).astype(dtype)
    y = rng.integers(0, k, 3)
    entropies, losses = _native.logits_entropy(z, 2.0), _native.logits_cross_entropy_labels(y, z, 2.0, 0.0, None)
    for i in range(3 if k < 600 else 1):  # 350 digits of 600 classes take a second
        s, far, close, mixed = (exact.Softmax(a[i], t) for a, t in ((z, 2), (other, 2), (near, 2), (near, 1.9)))
        assert_near(entropies[i], exact.entropy(s), dtype)
        assert_near(losses[i], exact.cross_entropy(exact.label_target(y[i], k, 0), s), dtype)
        for b, t, q in ((other, 2.0, far), (near, 2.0, close), (near, 1.9, mixed)):
            assert_near(_native.logits_kl(z[i], b[i], 2.0, t), exact.kl(s, q), dtype)
            assert_near(_native.logits_kl(b[i], z[i], t, 2.0), exact.kl(q, s), dtype)
            assert_near(_native.logits_js(z[i], b[i], 2.0, t), exact.js(s, q), dtype)


def log_softmax(z):
    """In 64-bit mantissas, which are enough for values of 1e-9."""
    z = z.astype(np.longdouble) - z.max()
    return z - np.log(np.exp(z).sum())


def test_a_divergence_of_5e_9_between_50000_float32_classes():
    rng = np.random.default_rng(5)
    z = rng.standard_normal(50_000).astype(np.float32)
    near = (z + 1e-4 * rng.standard_normal(50_000)).astype(np.float32)
    log_p, log_q = log_softmax(z), log_softmax(near)
    p, q = np.exp(log_p), np.exp(log_q)
    kl = float((p * (log_p - log_q)).sum())
    log_m = np.log((p + q) / 2)
    js = float((p * (log_p - log_m) + q * (log_q - log_m)).sum() / 2)
    assert 4e-9 < kl < 6e-9
    assert _native.logits_kl(z, near, 1.0, 1.0) == pytest.approx(kl, rel=1e-6)
    assert _native.logits_js(z, near, 1.0, 1.0) == pytest.approx(js, rel=1e-6)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 1e-7), (np.float64, 1e-15)])
def test_200000_classes(dtype, tolerance):
    z = (3 * np.random.default_rng(0).standard_normal(200_000)).astype(dtype)
    log_p = log_softmax(z)
    assert _native.logits_entropy(z, 1.0) == pytest.approx(float(-(np.exp(log_p) * log_p).sum()), rel=tolerance)
    loss = _native.logits_cross_entropy_labels(np.array(199_999), z, 1.0, 0.0, None)
    assert loss == pytest.approx(float(-log_p[-1]), rel=tolerance)


logit = st.floats(-800, 800, width=32) | st.floats(-3, 3, width=32) | st.just(-INF)
row = st.lists(logit, min_size=3, max_size=3).filter(lambda r: max(r) > -INF)


@types
@settings(max_examples=60, deadline=None)
@given(a=row, b=row, t=st.sampled_from([0.05, 1.0, 3.7, 20.0]), s=st.sampled_from([1.0, 3.7]))
def test_any_rows(dtype, a, b, t, s):
    z, other = np.array(a, dtype), np.array(b, dtype)
    p, q = exact.Softmax(z, t), exact.Softmax(other, s)
    assert_near(_native.logits_entropy(z, t), exact.entropy(p), dtype, 3)
    assert_near(_native.logits_cross_entropy_labels(np.array(1), z, t, 0.0, None), p.minus_log[1], dtype)
    assert_near(_native.logits_kl(z, other, t, s), exact.kl(p, q), dtype, 3)
    assert_near(_native.logits_js(z, other, t, s), exact.js(p, q), dtype, 3)
