"""Matrices of divergences of the native core: every pair as right as the kernel of two rows has it, near pairs too."""

import numpy as np
import pytest

import exact_rows
from plogp import _native

PAIRWISE = {"kl": _native.pairwise_kl, "js": _native.pairwise_js}
ROWS = {"kl": _native.kl, "js": _native.js}
TOLERANCE = 1e-6


def one_by_one(quantity: str, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return np.stack([ROWS[quantity](row, q, TOLERANCE) for row in p])


def sets(k: int, n: int = 5, m: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Rows far apart, near (1e-1 to 1e-14), equal, peaked, and not quite normalised."""
    rng = np.random.default_rng(k)
    p = rng.dirichlet(np.ones(k), n)
    near = [p[0] * (1 + 10.0**-d * rng.uniform(-1, 1, k)) for d in range(1, 15)]
    peaked = 1e-9 * rng.dirichlet(np.ones(k), 2)
    peaked[:, 0] += 1 - 1e-9
    q = np.vstack([rng.dirichlet(np.ones(k), m), near, p[:2], peaked])
    q /= q.sum(1, keepdims=True)
    q[3] *= 1 + 5e-7
    p[1] *= 1 - 5e-7
    return np.vstack([p, peaked[:1]]), q


@pytest.mark.parametrize("quantity", PAIRWISE)
@pytest.mark.parametrize("k", [1, 2, 9, 25])
def test_every_pair_is_right_to_1e_12_of_the_exact_value(quantity, k):
    p, q = sets(k)
    values = PAIRWISE[quantity](p, q, TOLERANCE)
    assert values.shape == (len(p), len(q))
    assert (values >= 0).all()
    for i, j in np.ndindex(*values.shape):
        assert exact_rows.relative_error(values[i, j], getattr(exact_rows, quantity)(p[i], q[j])) <= 1e-12


@pytest.mark.parametrize("quantity", PAIRWISE)
@pytest.mark.parametrize("k", [3, 64, 65, 127, 128, 200, 256, 1000])
def test_every_pair_agrees_with_the_kernel_of_two_rows(quantity, k):
    p, q = sets(k, 13, 40)
    np.testing.assert_allclose(PAIRWISE[quantity](p, q, TOLERANCE), one_by_one(quantity, p, q), rtol=1e-12, atol=0)


@pytest.mark.parametrize("quantity", PAIRWISE)
@pytest.mark.parametrize("concentration", [0.1, 30.0, 3000.0])
def test_sets_of_like_and_unlike_rows(quantity, concentration):
    p = np.random.default_rng(1).dirichlet(np.full(150, concentration), 37)
    values = PAIRWISE[quantity](p, p, TOLERANCE)
    np.testing.assert_allclose(values, one_by_one(quantity, p, p), rtol=1e-12, atol=0)
    np.testing.assert_array_equal(np.diag(values), 0.0)
    # A copy is not the same array, so that it cannot go by symmetry.
    np.testing.assert_allclose(values, PAIRWISE[quantity](p, p.copy(), TOLERANCE), rtol=2e-12, atol=0)
    if quantity == "js":
        np.testing.assert_array_equal(values, values.T)


@pytest.mark.parametrize("quantity", PAIRWISE)
@pytest.mark.parametrize("k", [5, 64, 100, 130])
def test_zeros_are_cases_of_the_mathematics(quantity, k):
    rng = np.random.default_rng(k)
    p, q = rng.dirichlet(np.ones(k), (2, 30))
    q[::3, 1] = 0
    q[1::5, k - 1] = 0
    p[::2, 1] = 0
    p[::4, k - 1] = 0
    p[3], q[4] = np.eye(k)[0], np.eye(k)[2]
    p, q = (x / x.sum(1, keepdims=True) for x in (p, q))
    q[7, 0], q[7, 2] = 5e-324, q[7, 2] + q[7, 0]
    values = PAIRWISE[quantity](p, q, TOLERANCE)
    np.testing.assert_allclose(values, one_by_one(quantity, p, q), rtol=1e-12, atol=0)
    off = ((p[:, None] > 0) & (q[None] == 0)).any(-1)
    assert off.any()
    assert not off.all()
    np.testing.assert_array_equal(np.isinf(values), off if quantity == "kl" else np.zeros_like(off))


@pytest.mark.parametrize("quantity", PAIRWISE)
@pytest.mark.parametrize(("n", "m"), [(0, 3), (3, 0), (1, 1), (9, 25), (33, 31), (65, 49)])
def test_sizes_that_do_not_fill_the_tiles(quantity, n, m):
    p, q = (np.random.default_rng(n).dirichlet(np.ones(20), x) for x in (n, m))
    values = PAIRWISE[quantity](p, q, TOLERANCE)
    assert values.shape == (n, m)
    if n:
        np.testing.assert_allclose(values, one_by_one(quantity, p, q), rtol=1e-12, atol=0)


@pytest.mark.parametrize("quantity", PAIRWISE)
def test_float32_pairs_are_right_to_two_ulp(quantity):
    p, q = (x.astype(np.float32) for x in sets(40))
    values = PAIRWISE[quantity](p, q, 1e-5)
    assert values.dtype == np.float32
    exact = one_by_one(quantity, p.astype(float), q.astype(float))
    np.testing.assert_allclose(values, exact, rtol=2.4e-7, atol=0)


@pytest.mark.parametrize("quantity", PAIRWISE)
def test_the_number_of_threads_does_not_change_the_values(quantity):
    p, q = np.random.default_rng(0).dirichlet(np.ones(64), (2, 130))
    before = _native.get_num_threads()
    try:
        _native.set_num_threads(1)
        alone = PAIRWISE[quantity](p, q, TOLERANCE)
        _native.set_num_threads(4)
        np.testing.assert_array_equal(PAIRWISE[quantity](p, q, TOLERANCE), alone)
    finally:
        _native.set_num_threads(before)


@pytest.mark.parametrize("quantity", PAIRWISE)
@pytest.mark.parametrize("side", ["p", "q"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -0.5, 0.5])
def test_the_first_row_that_is_no_distribution_is_named(quantity, side, bad):
    pair = {"p": np.full((40, 9), 1 / 9), "q": np.full((40, 9), 1 / 9)}
    pair[side][29, 4] = pair[side][31, 0] = bad
    with pytest.raises(_native.Fault, match=f"{side}: row 29 "):
        PAIRWISE[quantity](pair["p"], pair["q"], TOLERANCE)
    pair[side][29, :3] = [1.5, -0.5, 0.0]
    pair[side][29, 3:] = 0
    with pytest.raises(_native.Fault, match=f"{side}: row 29 "):
        PAIRWISE[quantity](pair["p"], pair["q"], TOLERANCE)


@pytest.mark.parametrize("quantity", PAIRWISE)
def test_shapes_and_types_that_do_not_fit_are_refused(quantity):
    f, p = PAIRWISE[quantity], np.full((4, 4), 0.25)
    for q in (p[0], p[None], p[:, :3].copy(), p.astype(np.float32)):
        with pytest.raises(TypeError):
            f(p, q, TOLERANCE)
    with pytest.raises(_native.Fault):
        f(np.zeros((2, 0)), np.zeros((0, 0)), TOLERANCE)
