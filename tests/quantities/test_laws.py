"""Identities and inequalities that hold for every distribution, on every array library and in every precision."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import plogp
from libraries import Library, read
from plogp import Labels, Logits, Probs

LOG2 = float(np.log(2.0))
CLOSE = {"float64": 1e-12, "float32": 2e-5}


@pytest.fixture(params=["float64", "float32"])
def dtype(request: pytest.FixtureRequest) -> str:
    return request.param


def some(lib: Library, dtype: str) -> tuple:
    """Three sets of rows: spread out, with zeros, and certain."""
    n, k = (4, 3) if lib.name == "jax" else (12, 6)  # JAX compiles once a shape: that of test_gradients
    rng = np.random.default_rng(n * k)
    p, q, r = (rng.dirichlet(np.full(k, a), n) for a in (1.0, 5.0, 0.3))
    p[: n // 3, 0] = 0
    p = p / p.sum(axis=1, keepdims=True)
    p[-1] = np.eye(k)[1]
    return tuple(lib(x.astype(np.float32).astype(np.float64), dtype) for x in (p, q, r))


def test_cross_entropy_is_entropy_plus_divergence(lib: Library, dtype: str) -> None:
    p, q, _ = some(lib, dtype)
    left = read(plogp.cross_entropy(p, q))
    assert left == pytest.approx(read(plogp.entropy(p)) + read(plogp.kl_divergence(p, q)), rel=CLOSE[dtype])


def test_divergences_are_not_negative_and_zero_only_at_equality(lib: Library, dtype: str) -> None:
    p, q, _ = some(lib, dtype)
    for quantity in (
        plogp.kl_divergence,
        plogp.js_divergence,
        plogp.jeffreys_divergence,
        plogp.total_variation,
        plogp.hellinger_distance,
        plogp.chi_square_divergence,
        lambda a, b: plogp.renyi_divergence(a, b, order=0.5),
        lambda a, b: plogp.renyi_divergence(a, b, order=2),
    ):
        assert (read(quantity(p, q)) > 0).all()
        assert not read(quantity(q, q)).any()


def test_jeffreys_is_kullback_leibler_both_ways(lib: Library, dtype: str) -> None:
    _, q, r = some(lib, dtype)
    both = read(plogp.kl_divergence(q, r)) + read(plogp.kl_divergence(r, q))
    assert read(plogp.jeffreys_divergence(q, r)) == pytest.approx(both, rel=CLOSE[dtype])


def test_js_is_symmetric_bounded_and_the_mean_divergence_to_the_mixture(lib: Library, dtype: str) -> None:
    p, q, _ = some(lib, dtype)
    js = read(plogp.js_divergence(p, q))
    assert js == pytest.approx(read(plogp.js_divergence(q, p)), rel=CLOSE[dtype])
    assert (js <= LOG2).all()
    middle = (p + q) / 2
    mean = (read(plogp.kl_divergence(p, middle)) + read(plogp.kl_divergence(q, middle))) / 2
    assert js == pytest.approx(mean, rel=CLOSE[dtype])


def test_js_of_many_is_the_entropy_of_the_mixture_less_the_mean_entropy(lib: Library, dtype: str) -> None:
    p, q, r = some(lib, dtype)
    w = [0.5, 0.2, 0.3]
    mixture = 0.5 * p + 0.2 * q + 0.3 * r
    gap = read(plogp.entropy(mixture)) - sum(s * read(plogp.entropy(d)) for s, d in zip(w, (p, q, r), strict=True))
    assert read(plogp.js_divergence(p, q, r, weights=w)) == pytest.approx(gap, rel=10 * CLOSE[dtype], abs=1e-6)


def test_distances_obey_the_triangle_inequality(lib: Library, dtype: str) -> None:
    p, q, r = some(lib, dtype)
    for distance in (plogp.js_distance, plogp.total_variation, plogp.hellinger_distance):
        over = read(distance(p, q)) + read(distance(q, r))
        assert (read(distance(p, r)) <= over * (1 + 1e-6)).all()


def test_the_order_of_divergences(lib: Library, dtype: str) -> None:
    p, q, _ = some(lib, dtype)
    kl, tv = read(plogp.kl_divergence(p, q)), read(plogp.total_variation(p, q))
    h2 = read(plogp.hellinger_distance(p, q)) ** 2
    assert (tv**2 <= kl / 2 * (1 + 1e-6)).all()  # Pinsker
    assert (h2 <= tv * (1 + 1e-6)).all()
    assert (tv <= np.sqrt(2 * h2) * (1 + 1e-6)).all()
    assert (kl <= np.log1p(read(plogp.chi_square_divergence(p, q))) * (1 + 1e-6)).all()


def test_renyi_passes_through_its_special_orders(lib: Library, dtype: str) -> None:
    p, q, _ = some(lib, dtype)
    orders = [0.0, 0.3, 0.5, 0.999999, 1.0, 1.000001, 2.0, 5.0, float("inf")]
    entropies = np.array([read(plogp.renyi_entropy(p, order=a)) for a in orders])
    assert (np.diff(entropies, axis=0) <= 1e-5).all()
    assert entropies[4] == pytest.approx(read(plogp.entropy(p)), rel=CLOSE[dtype])
    assert entropies[3] == pytest.approx(entropies[5], abs=1e-5)
    assert entropies[0] == pytest.approx(np.log((read(p) > 0).sum(axis=1)), abs=1e-5)
    assert entropies[-1] == pytest.approx(-np.log(read(p).max(axis=1) / read(p).sum(axis=1)), abs=1e-5)
    divergences = np.array([read(plogp.renyi_divergence(p, q, order=a)) for a in orders])
    assert (np.diff(divergences, axis=0) >= -1e-5).all()
    assert divergences[4] == pytest.approx(read(plogp.kl_divergence(p, q)), rel=CLOSE[dtype])
    assert divergences[6] == pytest.approx(np.log1p(read(plogp.chi_square_divergence(p, q))), rel=10 * CLOSE[dtype])
    half = -2 * np.log1p(-(read(plogp.hellinger_distance(p, q)) ** 2))
    assert divergences[2] == pytest.approx(half, rel=10 * CLOSE[dtype])


def test_tsallis_two_is_the_impurity_of_gini(lib: Library, dtype: str) -> None:
    p, _, _ = some(lib, dtype)
    gini = 1 - ((read(p) / read(p).sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
    assert read(plogp.tsallis_entropy(p, order=2)) == pytest.approx(gini, rel=CLOSE[dtype], abs=1e-7)
    assert read(plogp.tsallis_entropy(p, order=0)) == pytest.approx((read(p) > 0).sum(axis=1) - 1, rel=1e-5)


def test_f_divergence_gives_the_named_ones(lib: Library, dtype: str) -> None:
    p, q, _ = some(lib, dtype)
    xp = lib.xp
    kl = plogp.f_divergence(p, q, lambda t: t * xp.log(t), at_zero=0.0)
    assert read(kl) == pytest.approx(read(plogp.kl_divergence(p, q)), rel=1e-3 if dtype == "float32" else 1e-9)
    tv = plogp.f_divergence(p, q, lambda t: xp.abs(t - 1) / 2, slope_at_infinity=0.5)
    assert read(tv) == pytest.approx(read(plogp.total_variation(p, q)), rel=1e-4)


def test_every_form_of_the_same_distribution_gives_the_same_answer(lib: Library, dtype: str) -> None:
    _, q, r = some(lib, dtype)
    log_q = lib(np.log(read(q)) + 3.0, dtype)
    for quantity in (plogp.kl_divergence, plogp.js_divergence, plogp.cross_entropy, plogp.hellinger_distance):
        expected = read(quantity(r, q))
        assert read(quantity(Probs(r), Logits(log_q))) == pytest.approx(expected, rel=20 * CLOSE[dtype])
        assert read(quantity(r, Probs(lib(read(q).T.copy(), dtype), axis=0))) == pytest.approx(
            expected, rel=CLOSE[dtype]
        )
    assert read(plogp.entropy(Logits(log_q))) == pytest.approx(read(plogp.entropy(q)), rel=CLOSE[dtype])


def test_labels_in_every_format_give_the_same_loss(lib: Library, dtype: str) -> None:
    z = Logits(lib(np.random.default_rng(2).normal(size=(4, 3)), dtype))
    y = np.array([2, 0, 1, 1])
    loss = read(plogp.cross_entropy(Labels(lib(y)), z))
    for labels in (
        Labels(y.tolist()),
        Labels(["c", "a", "b", "b"]),
        Labels(["c", "a", "b", "b"], classes=("a", "b", "c")),
        Labels(lib(np.eye(3, dtype=np.int64)[y])),
        Labels(lib(np.eye(3)[y], dtype)),
        Probs(lib(np.eye(3)[y], dtype)),
        lib(np.eye(3)[y], dtype),
    ):
        assert read(plogp.cross_entropy(labels, z)) == pytest.approx(loss, rel=CLOSE[dtype])
    assert read(plogp.kl_divergence(Labels(lib(y)), z)) == pytest.approx(loss, rel=CLOSE[dtype])


def test_label_smoothing_mixes_in_the_uniform_distribution(lib: Library) -> None:
    z = Logits(lib(np.random.default_rng(2).normal(size=(4, 3))))
    y = np.array([2, 0, 1, 1])
    soft = 0.9 * np.eye(3)[y] + 0.1 / 3
    expected = read(plogp.cross_entropy(lib(soft), z))
    assert read(plogp.cross_entropy(Labels(lib(y), smoothing=0.1), z)) == pytest.approx(expected, rel=1e-12)
    assert read(plogp.entropy(Labels(lib(y), classes=3, smoothing=0.1))) == pytest.approx(
        read(plogp.entropy(lib(soft))), rel=1e-12
    )


def test_labels_to_ignore_count_nothing(lib: Library) -> None:
    z = Logits(lib(np.random.default_rng(2).normal(size=(4, 3))))
    loss = read(plogp.cross_entropy(Labels(lib(np.array([2, -100, 1, 1])), ignore=-100), z))
    full = read(plogp.cross_entropy(Labels(lib(np.array([2, 0, 1, 1]))), z))
    assert loss[1] == 0.0
    assert loss[[0, 2, 3]] == pytest.approx(full[[0, 2, 3]], rel=1e-14)


def test_booleans_are_classes_zero_and_one(lib: Library) -> None:
    z = Logits(lib(np.array([[0.3, 1.0], [2.0, 1.5]])))
    expected = read(plogp.cross_entropy(Labels([1, 0]), z))
    assert read(plogp.cross_entropy(Labels([True, False]), z)) == pytest.approx(expected)


def test_softmax_and_its_logarithm(lib: Library, dtype: str) -> None:
    z = lib(np.array([[1000.0, 0.0, -1000.0], [0.5, 0.5, 0.5], [-np.inf, 0.0, 1.0]]), dtype)
    p, log_p = read(plogp.softmax(z)), read(plogp.log_softmax(z))
    assert p.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0], rel=1e-6)
    assert log_p[0].tolist() == [0.0, -1000.0, -2000.0]
    assert p[2, 0] == 0.0
    assert log_p[2, 0] == -np.inf
    turned = lib(np.moveaxis(read(z), 1, 0).copy(), dtype)
    assert pytest.approx(p, rel=1e-6) == read(plogp.softmax(turned, axis=0)).T
    cold = read(plogp.softmax(lib(np.array([1.5, 0.5]), dtype), temperature=0.05))
    assert cold == pytest.approx([1 / (1 + np.exp(-20.0)), 1 / (1 + np.exp(20.0))], rel=1e-5)


rows = arrays.arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(1, 12)), elements=st.floats(0, 1))


@given(rows, st.sampled_from(["float64", "float32"]))
def test_any_weights_are_a_distribution_once_normalised(w: np.ndarray, dtype: str) -> None:
    w = w.astype(dtype)[w.sum(axis=1) > 1e-6]
    if not len(w):
        return
    p = Probs.normalized(w)
    h = plogp.entropy(p)
    assert (h >= 0).all()
    assert (h <= np.log(w.shape[1]) * (1 + 1e-6) + 1e-7).all()
    assert plogp.perplexity(p) == pytest.approx(np.exp(h), rel=1e-5)
    smooth = Probs.smoothed(p.p, 0.1)
    assert np.isfinite(plogp.kl_divergence(p, smooth)).all()
    assert (plogp.js_divergence(p, smooth) >= 0).all()
