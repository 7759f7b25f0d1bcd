"""What the logit kernels take and where they write: shapes, broadcasting, in place, unaligned, threads, and faults."""

import numpy as np
import pytest
import torch

from plogp import _native

types = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def logits(dtype, *shape, seed=0):
    return (3 * np.random.default_rng(seed).standard_normal(shape)).astype(dtype)


def unaligned(z):
    """The same values one element off any alignment."""
    store = np.empty(z.size + 1, z.dtype)
    store[1:] = z.ravel()
    return store[1:].reshape(z.shape)


def outcomes(z, other):
    """Every kernel's value and gradients, by name; z and other may be overwritten by none of them."""
    y = np.arange(z.shape[0], dtype=np.int64) % z.shape[-1]
    p = _native.softmax(other, 1.0)
    calls = {
        "entropy": lambda g: _native.logits_entropy(z, 0.9, g),
        "labels": lambda g: _native.logits_cross_entropy_labels(y, z, 0.9, 0.1, 2, g),
        "probs": lambda g: _native.logits_cross_entropy_probs(p, z, 1e-4, 0.9, g),
        "kl p": lambda g: _native.logits_kl(z, other, 0.9, 0.9, g),
        "kl q": lambda g: _native.logits_kl(other, z, 1.0, 0.9, None, g),
        "js p": lambda g: _native.logits_js(z, other, 0.9, 1.0, g),
        "js q": lambda g: _native.logits_js(other, z, 0.9, 0.9, None, g),
        "softmax": lambda g: _native.softmax(z, 0.9, g),
        "log_softmax": lambda g: _native.log_softmax(z, 0.9, g),
    }
    return calls.items()


@types
@pytest.mark.parametrize("k", [1, 5, 16, 33, 1025])
def test_in_place_is_the_same(k, dtype):
    z, other = logits(dtype, 7, k), logits(dtype, 7, k, seed=1)
    beside = {}
    for name, call in outcomes(z, other):
        gradient = np.full_like(z, np.nan)
        beside[name] = np.array(call(gradient)), gradient
        if "softmax" not in name:
            np.testing.assert_array_equal(call(None), beside[name][0])
    again = z.copy()
    for name, call in outcomes(again, other):
        again[...] = z
        value = np.array(call(again))
        np.testing.assert_array_equal(value, beside[name][0])
        np.testing.assert_array_equal(again, beside[name][1])


@types
def test_alignment_changes_nothing(dtype):
    z, other = logits(dtype, 5, 131), logits(dtype, 5, 131, seed=1)
    wanted = {name: (np.array(call(g := np.empty_like(z))), g) for name, call in outcomes(z, other)}
    for name, call in outcomes(unaligned(z), unaligned(other)):
        g = unaligned(z)
        np.testing.assert_array_equal(call(g), wanted[name][0])
        np.testing.assert_array_equal(g, wanted[name][1])


@types
def test_large_outputs_are_the_same_as_small_ones(dtype):
    """Outputs beyond the caches are written around them, aligned or not."""
    rows = 16
    k = (40 << 20) // rows // np.dtype(dtype).itemsize + 3
    z = logits(dtype, rows, k)
    y = np.arange(rows)
    for g in (_native.empty_aligned([rows, k], np.dtype(dtype).name), unaligned(z)):
        g[...] = np.nan
        values = _native.logits_cross_entropy_labels(y, z, 1.0, 0.0, None, g)
        kl = _native.logits_kl(z[::-1].copy(), z, 1.0, 1.0, None, h := np.empty_like(z))
        for i in (0, 7, rows - 1):
            row = np.empty_like(z[i])
            assert (
                _native.logits_cross_entropy_labels(y[i : i + 1], z[i : i + 1], 1.0, 0.0, None, row[None]) == values[i]
            )
            np.testing.assert_array_equal(g[i], row)
            assert _native.logits_kl(z[rows - 1 - i], z[i], 1.0, 1.0, None, row) == kl[i]
            np.testing.assert_array_equal(h[i], row)


@types
def test_the_number_of_threads_changes_nothing(dtype):
    z, other = logits(dtype, 300, 1500), logits(dtype, 300, 1500, seed=1)
    before = _native.get_num_threads()
    found = {}
    try:
        for threads in (1, 2, 5):
            _native.set_num_threads(threads)
            for name, call in outcomes(z, other):
                g = np.empty_like(z)
                found.setdefault(name, []).append((np.array(call(g)), g))
    finally:
        _native.set_num_threads(before)
    for first, *others in found.values():
        for one in others:
            np.testing.assert_array_equal(first[0], one[0])
            np.testing.assert_array_equal(first[1], one[1])


@types
def test_leading_axes_and_one_row_for_all(dtype):
    z, row = logits(dtype, 2, 3, 9), logits(dtype, 9, seed=4)
    full = np.broadcast_to(row, z.shape).copy()
    y = np.arange(6).reshape(2, 3)
    p = _native.softmax(row, 1.0)
    assert _native.logits_entropy(z, 1.0).shape == (2, 3)
    assert _native.logits_entropy(z, 1.0).dtype == dtype
    assert _native.logits_entropy(row, 1.0).shape == ()
    assert _native.logits_entropy(z[:0], 1.0).shape == (0, 3)
    assert _native.softmax(z, 1.0).shape == z.shape
    assert _native.logits_cross_entropy_labels(y, z, 1.0, 0.0, None).shape == (2, 3)
    for divergence in (_native.logits_kl, _native.logits_js):
        np.testing.assert_array_equal(divergence(row, z, 1.0, 2.0), divergence(full, z, 1.0, 2.0))
        gp, gq, wp, wq = (np.empty_like(z) for _ in range(4))
        divergence(z, row, 1.0, 1.0, gp, gq)
        divergence(z, full, 1.0, 1.0, wp, wq)
        np.testing.assert_array_equal(gp, wp)
        np.testing.assert_array_equal(gq, wq)
    np.testing.assert_array_equal(
        _native.logits_cross_entropy_probs(p, z, 1e-5, 1.0),
        _native.logits_cross_entropy_probs(np.broadcast_to(p, z.shape).copy(), z, 1e-5, 1.0),
    )
    np.testing.assert_array_equal(
        _native.logits_cross_entropy_labels(y, row, 1.0, 0.0, None),
        _native.logits_cross_entropy_labels(y, full, 1.0, 0.0, None),
    )


def test_ignored_labels_cost_nothing_whatever_their_logits():
    z = logits(np.float64, 3, 4)
    z[1] = np.nan
    g = np.ones_like(z)
    values = _native.logits_cross_entropy_labels(np.array([0, -1, 3]), z, 1.0, 0.0, -1, g)
    assert values[1] == 0
    assert (g[1] == 0).all()
    assert (values[[0, 2]] > 0).all()


@types
@pytest.mark.parametrize("wrong", [np.nan, np.inf, "all impossible"])
def test_what_is_not_a_logit_is_a_fault(wrong, dtype):
    for k in (1, 9, 40):
        for place in {0, k // 2, k - 1}:
            good, bad = logits(dtype, 5, k), logits(dtype, 5, k)
            bad[3, place] = 0 if isinstance(wrong, str) else wrong
            if isinstance(wrong, str):
                bad[3] = -np.inf
            for name, call in outcomes(bad, good):
                with pytest.raises(_native.Fault, match="row 3"):
                    call(np.empty_like(bad))
                assert name


@types
def test_targets_that_are_none_are_faults(dtype):
    z = logits(dtype, 4, 6)
    for y in ([0, 6, 1, 1], [0, -1, 1, 1], [0, 2**40, 0, 0]):
        with pytest.raises(_native.Fault, match="row 1"):
            _native.logits_cross_entropy_labels(np.array(y), z, 1.0, 0.0, None)
    for entry in (-0.5, np.nan, np.inf, 0.5):
        p = np.full((4, 6), 1 / 6, dtype)
        p[2, 1] = entry
        with pytest.raises(_native.Fault, match="row 2"):
            _native.logits_cross_entropy_probs(p, z, 1e-4, 1.0)
    with pytest.raises(_native.Fault):
        _native.logits_entropy(np.empty((2, 0), dtype), 1.0)


def test_arguments_that_do_not_fit():
    z = logits(np.float64, 4, 6)
    for call in (
        lambda: _native.logits_kl(z, z[:3], 1.0, 1.0),
        lambda: _native.logits_kl(z, z[0, :5].copy(), 1.0, 1.0),
        lambda: _native.logits_entropy(z, 1.0, np.empty((4, 5))),
        lambda: _native.logits_cross_entropy_labels(np.zeros(3, int), z, 1.0, 0.0, None),
        lambda: _native.logits_kl(row := z[0], z, 1.0, 1.0, row),
        lambda: _native.logits_kl(z, z.copy(), 1.0, 1.0, g := np.empty_like(z), g),
        lambda: _native.logits_entropy(z, 0.0),
        lambda: _native.logits_entropy(z, float("nan")),
        lambda: _native.logits_cross_entropy_labels(np.zeros(4, int), z, 1.0, 1.5, None),
    ):
        with pytest.raises(ValueError, match=r"."):
            call()
    frozen = z.copy()
    frozen.flags.writeable = False
    assert (_native.logits_entropy(frozen, 1.0) > 0).all()
    for call in (
        lambda: _native.logits_entropy(z.T, 1.0),
        lambda: _native.logits_entropy(z, 1.0, frozen),
        lambda: _native.logits_entropy(z, 1.0, np.empty((4, 6), np.float32)),
        lambda: _native.logits_entropy(z.astype(int), 1.0),
        lambda: _native.logits_kl(z, z.astype(np.float32), 1.0, 1.0),
    ):
        with pytest.raises(TypeError):
            call()


def test_torch_tensors_are_read_and_written_where_they_are():
    z = torch.randn(3, 8)
    out = torch.empty_like(z)
    value = _native.logits_entropy(z, 1.0, out)
    np.testing.assert_allclose(value, torch.distributions.Categorical(logits=z).entropy(), rtol=1e-5)
    assert _native.softmax(z, 1.0, out) is out
    np.testing.assert_allclose(out, torch.softmax(z, -1), rtol=1e-6)


@pytest.mark.parametrize("shape", [[], [0, 3], [5], [3, 7], [1 << 21]])
def test_aligned_memory(shape):
    for dtype in ("float32", "float64"):
        a = _native.empty_aligned(shape, dtype)
        assert a.shape == tuple(shape)
        assert a.dtype == dtype
        assert a.flags.writeable
        assert a.ctypes.data % (2 << 20 if a.nbytes >= 4 << 20 else 64) == 0 or a.size == 0
    with pytest.raises(TypeError):
        _native.empty_aligned([3], "int8")
