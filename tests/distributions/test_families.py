"""Parametric families against closed forms in 60 digits, PyTorch, SciPy, and the laws of an exponential family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mpmath as mp
import numpy as np
import pytest
import scipy.stats

import exact_families as exact
import plogp
from libraries import read
from plogp import PlogpError
from plogp.distributions.families.domains import POSITIVE
from plogp.theory.errors import InvalidParameter

RNG = np.random.default_rng(0)


def _positive(spread: float = 2.0) -> float:
    return float(np.exp(RNG.normal() * spread))


def _scatter(d: int) -> Any:
    x = RNG.normal(size=(d, d))
    return x @ x.T + 0.3 * np.eye(d)


DRAWN = {
    "Normal": lambda: [RNG.normal() * 3, _positive()],
    "Exponential": lambda: [_positive()],
    "Poisson": lambda: [_positive(1.0)],
    "Geometric": lambda: [1 / (1 + _positive())],
    "Bernoulli": lambda: [1 / (1 + _positive())],
    "Gamma": lambda: [_positive(), _positive()],
    "Beta": lambda: [_positive(), _positive()],
    "Dirichlet": lambda: [[_positive(), _positive(), _positive()]],
    "InverseGaussian": lambda: [_positive(), _positive()],
    "Laplace": lambda: [RNG.normal(), _positive()],
}
MATRICES = {
    "MultivariateNormal": lambda: [RNG.normal(size=3), _scatter(3)],
    "Wishart": lambda: [3.5 + _positive(), _scatter(3)],
}
NAMES = [*DRAWN, *MATRICES]
ORDERS = (0.25, 0.5, 0.9, 1.5, 2.5)


def made(name: str, parameters: list[Any]) -> Any:
    return getattr(plogp, name)(*parameters)


def pairs(name: str, n: int, dtype: Any) -> Any:
    """Random pairs, two thirds of which almost agree."""
    for i in range(n):
        p = DRAWN[name]()
        near = 10 ** RNG.uniform(-8, -0.3)
        q = DRAWN[name]() if i % 3 == 0 else [np.asarray(x) * (1 + near * RNG.uniform(-1, 1, np.shape(x))) for x in p]
        if name in ("Geometric", "Bernoulli") and not 0 < np.float32(q[0]) < 1:
            continue
        yield [np.asarray(x, dtype) for x in p], [np.asarray(x, dtype) for x in q]


def flat(parameters: list[Any]) -> Any:
    return np.concatenate([np.ravel(x) for x in parameters])


def off(found: Any, truth: Any) -> float:
    return abs(float((mp.mpf(float(found)) - truth) / truth))


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


@pytest.mark.parametrize("name", NAMES)
def test_the_gradient_by_autodiff_is_the_slope(name: str) -> None:
    torch = pytest.importorskip("torch")
    draw = (DRAWN | MATRICES)[name]
    p, q = draw(), draw()

    def divergence(*x: Any) -> Any:
        return plogp.kl_divergence(made(name, [*x[: len(p)]]), made(name, [*x[len(p) :]]))

    held = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (*p, *q)]
    if name in DRAWN:
        assert torch.autograd.gradcheck(divergence, held, rtol=1e-4, atol=1e-6)
    gradients = torch.autograd.grad(divergence(*held[: len(p)], *held[: len(p)]), held[: len(p)])
    assert all(float(g.abs().max()) < 1e-6 for g in gradients)  # none where the two are equal, and no NaN


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


@pytest.mark.parametrize("name", NAMES)
def test_the_likeliest_member_has_the_largest_likelihood(name: str) -> None:
    rng = np.random.default_rng(1)
    parameters = (DRAWN | MATRICES)[name]()
    x = {
        "Normal": lambda: rng.normal(1, 2, (400, 2)),
        "Exponential": lambda: rng.exponential(2.0, (400, 2)),
        "Poisson": lambda: rng.poisson(3.0, (400, 2)),
        "Geometric": lambda: rng.geometric(0.3, (400, 2)) - 1,
        "Bernoulli": lambda: rng.random((400, 2)) < 0.3,
        "Gamma": lambda: rng.gamma(2.5, 2.0, (400, 2)),
        "Beta": lambda: rng.beta(2.0, 0.7, (400, 2)),
        "Dirichlet": lambda: rng.dirichlet([2.0, 0.5, 3.0], 400),
        "InverseGaussian": lambda: rng.wald(2.0, 3.0, (400, 2)),
        "Laplace": lambda: rng.laplace(1.0, 2.0, (400, 2)),
        "MultivariateNormal": lambda: rng.multivariate_normal([1.0, 2.0], [[2.0, 0.5], [0.5, 1.0]], 400),
        "Wishart": lambda: scipy.stats.wishart(5, np.eye(2)).rvs(400, random_state=2),
    }[name]()
    fitted = getattr(plogp, name).from_samples(x)
    assert len(parameters) == len(fitted.parameters)
    expected = {
        "Normal": lambda: scipy.stats.norm.fit(x[:, 0]),
        "Gamma": lambda: (lambda a, _, s: (a, 1 / s))(*scipy.stats.gamma.fit(x[:, 0], floc=0)),
        "Beta": lambda: scipy.stats.beta.fit(x[:, 0], floc=0, fscale=1)[:2],
        "Laplace": lambda: scipy.stats.laplace.fit(x[:, 0]),
    }.get(name)
    if expected:
        found = [value[0] for value in fitted.parameters.values()]
        np.testing.assert_allclose(found, expected(), rtol=1e-4)
    if name == "Dirichlet":
        a = fitted.concentration
        means = scipy.special.digamma(a) - scipy.special.digamma(a.sum())
        np.testing.assert_allclose(means, np.log(x).mean(axis=0), rtol=1e-10)
    if name == "Wishart":
        mean_log = scipy.special.digamma((fitted.df - np.arange(2)) / 2).sum() + np.linalg.slogdet(2 * fitted.scale)[1]
        assert mean_log == pytest.approx(np.linalg.slogdet(x)[1].mean(), rel=1e-10)


@dataclass(frozen=True, eq=False)
class Rayleigh(plogp.ExponentialFamily):
    scale: Any
    domains = {"scale": POSITIVE}  # noqa: RUF012

    def natural(self):
        return (-0.5 / self.scale**2,)

    def log_normalizer(self, xp, theta):
        return -xp.log(-2 * theta)

    def statistics(self, xp, x):
        return (x * x,)

    def expected_log_carrier(self):
        return self.xp.log(self.scale) + 0.5 * (np.log(2) - np.euler_gamma)


def test_a_family_of_ones_own_has_everything(lib: Any) -> None:
    if lib.name == "array-api-strict":
        pytest.skip("it has no derivatives")
    a, b = lib(np.array([0.5, 2.0, 3.0])), lib(np.array([2.0, 2.0 * (1 + 1e-7), 3.0]))
    P, Q = Rayleigh(a), Rayleigh(b)
    held = [plogp.Exponential(0.5 / read(x) ** 2) for x in (a, b)]  # of x², whose divergences are those of x
    np.testing.assert_allclose(read(plogp.kl_divergence(P, Q)), plogp.kl_divergence(*held), rtol=1e-7)
    if lib.name == "jax":
        return  # a compilation for each operation
    for quantity in (plogp.jeffreys_divergence, plogp.hellinger_distance):
        np.testing.assert_allclose(read(quantity(P, Q)), quantity(*held), rtol=1e-7)
    for order in (0.5, 1.03):
        found = read(plogp.renyi_divergence(P, Q, order=order))
        np.testing.assert_allclose(found, plogp.renyi_divergence(*held, order=order), rtol=1e-7)
    np.testing.assert_allclose(read(plogp.entropy(P)), scipy.stats.rayleigh(scale=read(a)).entropy(), rtol=1e-10)
    x = np.random.default_rng(0).rayleigh(2.0, (50, 3))
    np.testing.assert_allclose(read(Rayleigh.from_samples(lib(x)).scale), np.sqrt((x * x).mean(axis=0) / 2), rtol=1e-6)


def test_its_gradient_is_the_difference_of_the_means(autodiff: Any) -> None:
    def by_natural(theta: Any) -> Any:
        return plogp.kl_divergence(Rayleigh(autodiff(1.5)), Rayleigh((-0.5 / theta) ** 0.5)).sum()

    theta = autodiff(np.array([-0.3]))
    if autodiff.name == "torch":
        theta.requires_grad_()
        by_natural(theta).backward()
        found = theta.grad
    else:
        import jax

        found = jax.jit(jax.grad(by_natural))(theta)
    np.testing.assert_allclose(read(found), 1 / 0.3 - 2 * 1.5**2, rtol=1e-9)  # ηq - ηp


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
        lambda: plogp.kl_divergence(plogp.Normal(0, 1), plogp.Gamma(1, 1)),
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


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_kernel_of_normals_is_the_equation(dtype: str) -> None:
    rng = np.random.default_rng(5)
    m, s = rng.normal(size=100), np.exp(rng.normal(size=100) * 3)
    near = 10 ** rng.uniform(-8, 0, 100)
    n, t = m + near * rng.normal(size=100), s * np.exp(near * rng.normal(size=100))
    held = [x.astype(dtype) for x in (m, s, n, t)]
    found = plogp.kl_divergence(plogp.Normal(*held[:2]), plogp.Normal(*held[2:]))
    assert found.dtype == dtype
    apart = [x[:, None] for x in held]  # a strided view, which the kernel does not take
    by_equation = plogp.kl_divergence(
        plogp.Normal(*(np.broadcast_to(x, (100, 2)) for x in apart[:2])), plogp.Normal(*apart[2:])
    )
    np.testing.assert_allclose(found, by_equation[:, 0], rtol=1e-13 if dtype == "float64" else 1e-6)
    one = plogp.kl_divergence(plogp.Normal(*held[:2]), plogp.Normal(0, 1))
    np.testing.assert_allclose(one, plogp.kl_divergence(plogp.Normal(*held[:2]), plogp.Normal([0.0], [1.0])), rtol=1e-6)
    for i in range(100):
        truth = exact.kl_divergence("Normal", [held[0][i], held[1][i]], [held[2][i], held[3][i]])
        if 1e-16 < truth < 1e6:
            assert off(found[i], truth) < (1e-12 if dtype == "float64" else 1e-5)


def test_gradients_of_the_kernel_of_normals() -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(6)
    held = [torch.tensor(x, requires_grad=True) for x in (*rng.normal(size=(2, 5)), *np.exp(rng.normal(size=(2, 5))))]

    def divergence(m: Any, n: Any, s: Any, t: Any) -> Any:
        return plogp.kl_divergence(plogp.Normal(m, s), plogp.Normal(n, t))

    assert torch.autograd.gradcheck(divergence, held)
    assert torch.autograd.gradgradcheck(divergence, held)
    assert torch.autograd.gradcheck(lambda m, s: divergence(m, 0.5, s, 2.0), [held[0], held[2]])
    single = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda m: divergence(m, held[1], held[2], held[3]), [single])


def test_a_reparameterised_model_trains() -> None:
    torch = pytest.importorskip("torch")
    rng = torch.Generator().manual_seed(0)
    x = 3 + 0.5 * torch.randn(200, generator=rng)
    loc, log_scale = (torch.tensor(value, requires_grad=True) for value in (0.0, -2.5))
    optimizer = torch.optim.Adam([loc, log_scale], lr=0.05)
    for _ in range(400):  # the posterior of a mean under N(0, 1), by its evidence lower bound
        optimizer.zero_grad()
        mean = loc + log_scale.exp() * torch.randn(16, generator=rng)
        misfit = ((x - mean[:, None]) ** 2).sum(dim=1).mean() / (2 * 0.5**2)
        (misfit + plogp.kl_divergence(plogp.Normal(loc, log_scale.exp()), plogp.Normal(0, 1))).backward()
        optimizer.step()
    precision = 1 + 200 / 0.5**2
    assert float(loc.detach()) == pytest.approx(float(x.sum()) / 0.5**2 / precision, abs=0.05)
    assert float(log_scale.exp().detach()) == pytest.approx(precision**-0.5, rel=0.3)


def test_distributions_of_scipy_are_taken_as_they_are() -> None:
    st = scipy.stats
    matrix = [[2.0, 0.5], [0.5, 1.0]]
    for theirs, ours in (
        (st.norm(1, 2), plogp.Normal(1, 2)),
        (st.norm(loc=[1, 2], scale=2), plogp.Normal([1, 2], 2)),
        (st.laplace(1, 2), plogp.Laplace(1, 2)),
        (st.expon(scale=2), plogp.Exponential(0.5)),
        (st.gamma(2.5, scale=2), plogp.Gamma(2.5, 0.5)),
        (st.beta(2, 3), plogp.Beta(2, 3)),
        (st.invgauss(0.5, scale=3), plogp.InverseGaussian(1.5, 3)),
        (st.poisson(3), plogp.Poisson(3)),
        (st.bernoulli(0.3), plogp.Bernoulli(0.3)),
        (st.geom(0.3, loc=-1), plogp.Geometric(0.3)),
        (st.multivariate_normal([0, 1], matrix), plogp.MultivariateNormal([0, 1], matrix)),
        (st.dirichlet([1, 2, 3]), plogp.Dirichlet([1, 2, 3])),
        (st.wishart(4, matrix), plogp.Wishart(4, matrix)),
    ):
        np.testing.assert_array_equal(plogp.kl_divergence(theirs, ours), 0 * plogp.entropy(ours))
        np.testing.assert_allclose(plogp.entropy(theirs), theirs.entropy(), rtol=1e-6)
    for unknown in (st.gamma(2.5, 1), st.geom(0.3), st.cauchy(0, 1)):
        with pytest.raises(PlogpError):
            plogp.entropy(unknown)
        with pytest.raises(PlogpError):
            plogp.kl_divergence(plogp.Normal(0, 1), unknown)


def test_distributions_of_torch_are_taken_as_they_are() -> None:
    torch = pytest.importorskip("torch")
    for name, draw in {name: draw for name, draw in (DRAWN | MATRICES).items() if name != "InverseGaussian"}.items():
        given = [torch.tensor(x, dtype=torch.float64) for x in draw()]
        theirs = getattr(torch.distributions, name)(*given)
        assert float(plogp.kl_divergence(theirs, made(name, given))) < 1e-12
    logits = torch.tensor([0.5, -1.0, 2.0])
    model = torch.distributions.Bernoulli(logits=logits)
    assert torch.equal(plogp.entropy(model), plogp.entropy(plogp.Bernoulli(logits=logits)))
    classes = torch.distributions.Categorical(logits=logits)
    assert float(plogp.entropy(classes)) == pytest.approx(float(classes.entropy()), rel=1e-6)
    with pytest.raises(PlogpError):
        plogp.entropy(torch.distributions.Cauchy(0.0, 1.0))
