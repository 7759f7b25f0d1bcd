"""Divergences and entropies of families against closed forms in 60 digits, PyTorch, and the laws that they obey."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import numpy as np
import pytest
import scipy.stats

import drawn_families
import exact_families as exact
import plogp
from drawn_families import DRAWN, MATRICES, NAMES, ORDERS, flat, made, off, pairs
from libraries import read
from plogp import PlogpError
from plogp.theory.errors import InvalidParameter

RNG = drawn_families.RNG  # which conftest resets before each test


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-12), (np.float32, 1e-5)], ids=["float64", "float32"])
@pytest.mark.parametrize("name", DRAWN)
def test_divergences_to_the_last_digits_also_near_equality(name: str, dtype: Any, tolerance: float) -> None:
    for p, q in pairs(name, 6, dtype):
        P, Q = made(name, p), made(name, q)
        truth = exact.kl_divergence(name, flat(p), flat(q))
        found = plogp.kl_divergence(P, Q)
        assert found.dtype == dtype
        if 1e-16 < truth < 1e6:
            assert off(found, truth) < tolerance
            both = truth + exact.kl_divergence(name, flat(q), flat(p))
            assert off(plogp.jeffreys_divergence(P, Q), both) < tolerance
        for order in ORDERS if name != "Laplace" and truth > 1e-16 else ():
            try:
                truth = exact.renyi_divergence(name, flat(p), flat(q), order)
            except (ValueError, ZeroDivisionError):
                continue
            found = plogp.renyi_divergence(P, Q, order=order)
            if not isinstance(truth, mp.mpf) or not mp.isfinite(truth) or truth < 0:
                assert found == np.inf  # the order leaves the natural parameters
            elif 1e-16 < truth < 1e6:
                assert off(found, truth) < tolerance
        truth = exact.entropy(name, flat(p))
        assert abs(float(mp.mpf(float(plogp.entropy(P))) - truth)) < tolerance * max(1, abs(float(truth)))


def test_divergences_of_matrices() -> None:
    for near in (1e-7, 1e-3, None):
        (m, a), (n, b) = MATRICES["MultivariateNormal"](), MATRICES["MultivariateNormal"]()
        if near:
            b, n = a * (1 + near), m + near
        truth = exact.kl_of_normals(m, a, n, b)
        assert off(plogp.kl_divergence(plogp.MultivariateNormal(m, a), plogp.MultivariateNormal(n, b)), truth) < 1e-12
        for factor in (a, b):
            root = np.linalg.cholesky(factor)
            one = plogp.MultivariateNormal(m, factor)
            other = plogp.MultivariateNormal(m, scale_tril=root)
            assert plogp.entropy(one) == pytest.approx(plogp.entropy(other), rel=1e-12)
            assert plogp.kl_divergence(one, other) < 1e-13
        df, other = 5.5, 5.5 * (1 + (near or 0.5))
        truth = exact.kl_of_wisharts(df, a, other, b)
        assert off(plogp.kl_divergence(plogp.Wishart(df, a), plogp.Wishart(other, b)), truth) < 1e-12


def test_one_coordinate_of_a_matrix_family_is_its_scalar_family() -> None:
    normals = [plogp.MultivariateNormal([m], [[s * s]]) for m, s in ((0.5, 2.0), (1.0, 0.5))]
    scalars = [plogp.Normal(m, s) for m, s in ((0.5, 2.0), (1.0, 0.5))]
    wisharts = [plogp.Wishart(n, [[v]]) for n, v in ((5.0, 2.0), (7.0, 0.5))]
    gammas = [plogp.Gamma(n / 2, 1 / (2 * v)) for n, v in ((5.0, 2.0), (7.0, 0.5))]
    for matrices, numbers in ((normals, scalars), (wisharts, gammas)):
        for order in (*ORDERS, 1):
            found = plogp.renyi_divergence(*matrices, order=order)
            assert found == pytest.approx(plogp.renyi_divergence(*numbers, order=order), rel=1e-12)
        assert plogp.entropy(matrices[0]) == pytest.approx(plogp.entropy(numbers[0]), rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_laws(name: str) -> None:
    draw = (DRAWN | MATRICES)[name]
    P, Q = made(name, draw()), made(name, draw())
    kl = plogp.kl_divergence(P, Q)
    assert plogp.kl_divergence(P, P) == plogp.jeffreys_divergence(P, P) == plogp.hellinger_distance(P, P) == 0
    assert kl > 0
    assert plogp.cross_entropy(P, Q) == pytest.approx(plogp.entropy(P) + kl)
    assert plogp.jeffreys_divergence(P, Q) == pytest.approx(kl + plogp.kl_divergence(Q, P))
    assert plogp.kl_divergence(P, Q, base=2) == pytest.approx(kl / np.log(2))
    assert plogp.perplexity(P) == pytest.approx(np.exp(plogp.entropy(P)))
    growing = [plogp.renyi_divergence(P, Q, order=order) for order in (0, 0.1, 0.5, 0.9, 1, 1.1, 2)]
    assert growing == sorted(growing)
    assert plogp.renyi_divergence(P, Q, order=1 - 1e-13) == pytest.approx(kl, rel=1e-3)
    skew = plogp.renyi_divergence(Q, P, order=0.75) / 3
    assert plogp.renyi_divergence(P, Q, order=0.25) == pytest.approx(skew)
    affinity = np.exp(-plogp.renyi_divergence(P, Q, order=0.5) / 2)
    assert plogp.hellinger_distance(P, Q) ** 2 == pytest.approx(1 - affinity, abs=1e-12)


@pytest.mark.parametrize("name", ["Normal", "Bernoulli", "Gamma"])
def test_every_array_library_gives_the_same_and_its_own(lib: Any, name: str) -> None:
    draw = (DRAWN | MATRICES)[name]
    p, q = draw(), draw()
    p, q = ([np.stack([np.asarray(x, float)] * 2) for x in parameters] for parameters in (p, q))
    held = [made(name, [lib(x) for x in parameters]) for parameters in (p, q)]
    for quantity in (plogp.cross_entropy, plogp.hellinger_distance):
        found = quantity(*held)
        assert type(found) is type(lib(p[0]))
        np.testing.assert_allclose(read(found), quantity(made(name, p), made(name, q)), rtol=1e-10)


def test_torch_agrees_where_it_is_right() -> None:
    torch = pytest.importorskip("torch")
    for name, draw in {name: draw for name, draw in (DRAWN | MATRICES).items() if name != "InverseGaussian"}.items():
        p, q = ([torch.tensor(x, dtype=torch.float64) for x in draw()] for _ in range(2))
        theirs = [getattr(torch.distributions, name)(*x) for x in (p, q)]
        truth = float(torch.distributions.kl_divergence(*theirs).detach())
        assert float(plogp.kl_divergence(made(name, p), made(name, q))) == pytest.approx(truth, rel=1e-9, abs=1e-9)
        if name != "Poisson":
            entropy = float(theirs[0].entropy().detach())
            assert float(plogp.entropy(made(name, p))) == pytest.approx(entropy, rel=1e-9, abs=1e-9)


def test_laplace_with_two_centres_by_quadrature() -> None:
    from scipy.integrate import quad

    for (m, a), (n, b) in (((0.0, 1.0), (2.0, 0.7)), ((0.0, 1.0), (0.1, 1.0)), ((-3.0, 0.2), (4.0, 3.0))):
        p, q = scipy.stats.laplace(m, a), scipy.stats.laplace(n, b)
        for order in (0.3, 0.5, 1.1):
            mass = quad(
                lambda x, w=order, p=p, q=q: np.exp(w * p.logpdf(x) + (1 - w) * q.logpdf(x)), -40, 40, points=(m, n)
            )[0]
            found = plogp.renyi_divergence(plogp.Laplace(m, a), plogp.Laplace(n, b), order=order)
            assert found == pytest.approx(np.log(mass) / (order - 1), rel=1e-6)


def test_certain_outcomes_of_a_bernoulli() -> None:
    certain = plogp.Bernoulli([0.0, 1.0, 1.0])
    half = plogp.Bernoulli(0.5)
    np.testing.assert_allclose(plogp.kl_divergence(certain, half, base=2), 1.0)
    np.testing.assert_allclose(plogp.renyi_divergence(certain, half, order=0.5, base=2), 1.0)
    np.testing.assert_allclose(plogp.renyi_divergence(certain, half, order=2, base=2), 1.0)
    np.testing.assert_array_equal(plogp.kl_divergence(half, certain), np.inf)
    np.testing.assert_array_equal(plogp.entropy(certain), 0.0)
    z = np.array([-1000.0, -2.0, 0.0, 3.0, 1000.0])
    for target in (0.0, 1.0, 0.3):
        rows = np.stack([0 * z, z], axis=-1)
        truth = plogp.cross_entropy([1 - target, target], plogp.Logits(rows))
        found = plogp.cross_entropy(plogp.Bernoulli(target), plogp.Bernoulli(logits=z))
        np.testing.assert_allclose(found, truth, atol=1e-300)


def test_errors_name_the_parameter() -> None:
    cases = [
        (lambda: plogp.entropy(plogp.Normal(0, -1)), "scale of Normal must be positive and finite, but it is -1"),
        (lambda: plogp.entropy(plogp.Normal([0, 1], [1, 0])), "scale of Normal .* but at 1 it is 0"),
        (lambda: plogp.entropy(plogp.Bernoulli(1.5)), "p of Bernoulli must be from 0 to 1"),
        (lambda: plogp.Bernoulli(), "takes one of p and logits"),
        (lambda: plogp.entropy(plogp.Wishart(1.0, np.eye(3))), "df of a Wishart of 3 × 3 matrices must be above 2"),
        (lambda: plogp.entropy(plogp.MultivariateNormal([0, 0], [[1, 2], [2, 1]])), "positive definite"),
        (lambda: plogp.entropy(plogp.Gamma(np.nan, 1)), "concentration of Gamma"),
        (lambda: plogp.Normal.from_samples([1.0, 1.0]), "no Normal is likeliest"),
    ]
    for call, message in cases:
        with pytest.raises(InvalidParameter, match=message):
            call()
    for call in (
        lambda: plogp.kl_divergence(plogp.Normal(0, 1), [0.5, 0.5]),
        lambda: plogp.kl_divergence(plogp.Counts([1, 2]), plogp.Normal(0, 1)),
        lambda: plogp.kl_divergence(plogp.Normal([0, 1], 1), plogp.Normal([0, 1, 2], 1)),
        lambda: plogp.kl_divergence(plogp.Dirichlet([1, 1]), plogp.Dirichlet([1, 1, 1])),
        lambda: plogp.pairwise(plogp.kl_divergence, plogp.Normal([0, 1], 1)),
        lambda: plogp.entropy(plogp.Normal("a", 1)),
        lambda: plogp.entropy(plogp.Normal(0, 1), estimator=plogp.PlugIn()),
    ):
        with pytest.raises(PlogpError):
            call()
