"""Families fitted to samples, and taken from the distributions of SciPy and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special
import scipy.stats

import drawn_families
import plogp
from drawn_families import DRAWN, MATRICES, NAMES, made
from plogp import PlogpError

RNG = drawn_families.RNG  # which conftest resets before each test


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
