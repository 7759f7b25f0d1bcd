"""Gradients of the logit kernels against exact formulas and torch's autograd, and where they are written."""

import numpy as np
import pytest
import torch
from torch.nn import functional

import exact_logits as exact
from plogp import _native

INF = np.inf
TOLERANCE = {np.float32: 4e-7, np.float64: 4e-16}  # of the largest entry of a softmax, 1, over the temperature
types = pytest.mark.parametrize("dtype", [np.float32, np.float64])
temperatures = pytest.mark.parametrize("t", [1.0, 0.05, 20.0])

ROWS = {
    "one class": [3.0],
    "all equal": [0.1] * 9,
    "certain": [1e4, 0.0, 0.0, -3.0],
    "confident": [40.0, 0.0, 1.0, -2.0],
    "subnormal": [0.0, -90.0, -95.5, -740.0],
    "impossible entries": [1.0, -INF, 2.0, -INF],
    "one possible": [-INF, 5.0, -INF],
    "some": np.linspace(-3, 3, 37) ** 3,
}


def assert_near(gradient, answer, dtype, t, scale=1.0):
    assert np.isfinite(gradient).all()
    np.testing.assert_allclose(gradient, np.array(answer, float), rtol=0, atol=TOLERANCE[dtype] * scale / t)


@types
@temperatures
@pytest.mark.parametrize("name", ROWS)
def test_gradients_of_one_row(name, t, dtype):
    z = np.array(ROWS[name], dtype)
    k = len(z)
    s = exact.Softmax(z, t)
    g = np.empty_like(z)
    _native.logits_entropy(z, t, g)
    assert_near(g, exact.entropy_gradient(s, t), dtype, t, 8)
    for y in {0, k // 2}:
        for smoothing in (0.0, 0.2):
            _native.logits_cross_entropy_labels(np.array(y), z, t, smoothing, None, g)
            answer = exact.cross_entropy_gradient(exact.label_target(y, k, smoothing), s, t)
            assert_near(g, answer, dtype, t)
            if smoothing == 0:  # also where p_y is 1 but for 1e-17
                assert exact.relative_error(g[y], answer[y], 1e-43) < 40 * TOLERANCE[dtype]
    p = np.random.default_rng(0).dirichlet(np.ones(k)).astype(dtype)
    _native.logits_cross_entropy_probs(p, z, 1e-5, t, g)
    assert_near(g, exact.cross_entropy_gradient([exact.exact(x) for x in p], s, t), dtype, t)


@types
@pytest.mark.parametrize(("tp", "tq"), [(1.0, 1.0), (0.05, 0.05), (20.0, 20.0), (2.0, 0.7)])
@pytest.mark.parametrize("name", ROWS)
def test_gradients_of_two_rows(name, tp, tq, dtype):
    z = np.array(ROWS[name], dtype)
    rng = np.random.default_rng(1)
    for other in (z[::-1].copy(), (z + 1e-4 * rng.standard_normal(len(z))).astype(dtype), np.zeros_like(z)):
        p, q = exact.Softmax(z, tp), exact.Softmax(other, tq)
        one, two, both_p, both_q = (np.empty_like(z) for _ in range(4))
        value = _native.logits_kl(z, other, tp, tq, None, one)
        assert _native.logits_kl(z, other, tp, tq, two) == value
        assert _native.logits_kl(z, other, tp, tq, both_p, both_q) == value
        to_q = [(b - a) / exact.exact(tq) for a, b in zip(p.p, q.p, strict=True)]
        assert_near(one, to_q, dtype, tq)
        assert_near(both_q, to_q, dtype, tq)
        np.testing.assert_array_equal(two, both_p)
        if np.isfinite(value):
            size = max(
                1.0, max((abs(float(y - x)) for x, y in zip(p.minus_log, q.minus_log, strict=True) if max(x, y) < INF))
            )
            assert_near(two, exact.kl_gradient_p(p, q, tp), dtype, tp, size)
        else:  # it stays infinite whatever the finite logits do
            assert (two == 0).all()
        value = _native.logits_js(z, other, tp, tq, one, two)
        assert _native.logits_js(z, other, tp, tq, None, both_q) == value
        np.testing.assert_array_equal(two, both_q)
        assert_near(one, exact.js_gradient_q(q, p, tp), dtype, tp)
        assert_near(two, exact.js_gradient_q(p, q, tq), dtype, tq)


@types
def test_gradients_of_near_rows_keep_their_digits(dtype):
    """Where q - p is 1e-4 of p, it is not the difference of two rounded numbers."""
    rng = np.random.default_rng(2)
    z = rng.standard_normal(2000).astype(dtype)
    near = (z + 1e-4 * rng.standard_normal(2000)).astype(dtype)
    gp, gq = np.empty_like(z), np.empty_like(z)
    _native.logits_kl(z, near, 1.0, 1.0, gp, gq)
    p, q = exact.Softmax(z), exact.Softmax(near)
    answer = np.array([b - a for a, b in zip(p.p, q.p, strict=True)], float)
    rounding = np.finfo(dtype).eps * 4
    np.testing.assert_allclose(gq, answer, rtol=rounding, atol=rounding * abs(answer).max())
    np.testing.assert_allclose(
        gp, np.array(exact.kl_gradient_p(p, q, 1), float), rtol=rounding, atol=rounding * abs(gp).max()
    )


@temperatures
def test_gradients_are_those_of_autograd(t):
    rng = np.random.default_rng(7)
    z, other = 2 * rng.standard_normal((2, 5, 70))
    y = rng.integers(0, 70, 5)
    y[2] = -100
    p = rng.dirichlet(np.ones(70), 5)
    a, b = (torch.from_numpy(x).requires_grad_() for x in (z, other))
    log_p, log_q = torch.log_softmax(a / t, 1), torch.log_softmax(b / t, 1)
    log_m = torch.logaddexp(log_p, log_q) - np.log(2)
    labels = functional.cross_entropy(
        b / t, torch.from_numpy(y), reduction="none", ignore_index=-100, label_smoothing=0.1
    )
    kl = (log_p.exp() * (log_p - log_q)).sum(1)
    js = ((log_p.exp() * (log_p - log_m)) + (log_q.exp() * (log_q - log_m))).sum(1) / 2
    gp, gq = np.empty_like(z), np.empty_like(z)

    def check(value, ours, *wanted):
        np.testing.assert_allclose(ours, value.detach(), rtol=1e-12, atol=1e-14)
        grads = torch.autograd.grad(value.sum(), [x for x, _ in wanted], retain_graph=True)
        for grad, (_, mine) in zip(grads, wanted, strict=True):
            np.testing.assert_allclose(mine, grad, rtol=1e-11, atol=1e-12 / t)

    check(-(log_p.exp() * log_p).sum(1), _native.logits_entropy(z, t, gp), (a, gp))
    check(labels, _native.logits_cross_entropy_labels(y, other, t, 0.1, -100, gq), (b, gq))
    check(-(torch.from_numpy(p) * log_q).sum(1), _native.logits_cross_entropy_probs(p, other, 1e-9, t, gq), (b, gq))
    check(kl, _native.logits_kl(z, other, t, t, gp, gq), (a, gp), (b, gq))
    check(js, _native.logits_js(z, other, t, t, gp, gq), (a, gp), (b, gq))
