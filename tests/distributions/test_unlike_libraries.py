"""Unlike families in PyTorch and JAX: gradients, tracing, mixtures as trees of arrays; the pairs that PyTorch knows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import plogp
from libraries import read
from plogp import Beta, Gamma, Geometric, Laplace, Mixture, Normal, Poisson, StudentT, Uniform
from plogp.theory.errors import NotConverged

CASES: dict[str, tuple[Any, tuple[float, ...]]] = {
    "KL": (lambda m, s: plogp.kl_divergence(Normal(m, s), Laplace(0.0, 0.8)), (0.5, 1.2)),
    "JS with moving ends": (lambda a, b: plogp.js_divergence(Uniform(a, b), Laplace(0.0, 0.8)), (0.5, 1.2)),
    "mixture": (
        lambda m, w: plogp.kl_divergence(Mixture([Normal(m, 1.0), Gamma(2.0, 1.0)], [w, 1 - w]), StudentT(3.0)),
        (0.5, 0.3),
    ),
    "entropy": (lambda m, s: plogp.entropy(Mixture([Normal(m, s), Normal(0.0, 1.0)])), (0.5, 1.2)),
    "whole numbers": (lambda p, r: plogp.kl_divergence(Geometric(p), Poisson(r)), (0.4, 2.5)),
    "singular": (lambda a, b: plogp.js_divergence(Beta(a, b), Uniform(0.0, 1.0)), (0.5, 0.4)),
    "closed form": (lambda a, r: plogp.kl_divergence(Gamma(a, r), Normal(0.0, 1.0)), (2.5, 0.4)),
}


def _slopes(f: Any, at: tuple[float, ...]) -> list[float]:
    steps = np.eye(len(at)) * 1e-5
    return [float(f(*(np.array(at) + d)) - f(*(np.array(at) - d))) / 2e-5 for d in steps]


@pytest.mark.parametrize("name", CASES)
def test_gradients_are_slopes(name: str, autodiff: Any) -> None:
    f, at = CASES[name]
    expected = _slopes(f, at)
    if autodiff.name == "torch":
        import torch

        leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in at]
        if name == "mixture":
            m, w = leaves
            weights = torch.stack([w, 1 - w])
            value = plogp.kl_divergence(Mixture([Normal(m, 1.0), Gamma(2.0, 1.0)], weights), StudentT(3.0))
        else:
            value = f(*leaves)
        value.backward()
        found = [float(x.grad) for x in leaves]
        assert float(value.detach()) == pytest.approx(float(f(*at)), rel=1e-12)
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)
        return
    if name != "KL":
        return  # a compilation for each operation
    import jax

    value, found = jax.jit(jax.value_and_grad(f, argnums=(0, 1)))(*map(autodiff, map(np.array, at)))
    assert float(value) == pytest.approx(float(f(*at)), rel=1e-6)
    np.testing.assert_allclose([float(x) for x in found], expected, rtol=1e-3)


def test_a_mixture_is_a_tree_of_arrays() -> None:
    jax = pytest.importorskip("jax")
    held = Mixture([Normal(jax.numpy.asarray([0.0, 1.0]), 1.0), Mixture([Normal(0.0, 2.0), Laplace(0.0, 1.0)])])
    doubled = jax.tree.map(lambda x: 2 * x, held)
    np.testing.assert_array_equal(doubled.components[0].loc, [0.0, 2.0])
    assert doubled.components[1].components[1].scale == 2.0
    found = plogp.entropy(held)
    assert isinstance(found, jax.Array)
    numpy = Mixture([Normal([0.0, 1.0], 1.0), held.components[1]])
    np.testing.assert_allclose(read(found), plogp.entropy(numpy), rtol=1e-6)


def test_what_the_rule_of_derivatives_does_not_resolve_is_no_number() -> None:
    torch = pytest.importorskip("torch")
    shape = torch.tensor(0.04, dtype=torch.float64, requires_grad=True)
    with pytest.raises(NotConverged, match="derivatives"):
        plogp.js_divergence(Gamma(shape, 1.0), Laplace(0.0, 1.0))
    traced = torch.func.vmap(lambda rate: plogp.js_divergence(Poisson(rate), Geometric(0.5)))
    found = traced(torch.tensor([3.0, 1e4], dtype=torch.float64))
    assert float(found[0]) == pytest.approx(plogp.js_divergence(Poisson(3.0), Geometric(0.5)), rel=1e-9)
    assert bool(torch.isnan(found[1]))


def test_precision_and_library_that_come_in_go_out() -> None:
    torch = pytest.importorskip("torch")
    for dtype in (torch.float32, torch.float64):
        found = plogp.js_divergence(Normal(torch.tensor([0.0, 1.0], dtype=dtype), 1.0), Laplace(0.0, 1.0))
        assert found.dtype == dtype
        expected = plogp.js_divergence(Normal([0.0, 1.0], 1.0), Laplace(0.0, 1.0))
        np.testing.assert_allclose(read(found), expected, rtol=1e-6)
    found = plogp.js_divergence(Normal(np.float32([0.0, 1.0]), 1.0), Laplace(0.0, 1.0))
    assert found.dtype == np.float32
    assert plogp.js_divergence(Normal(np.zeros((0, 3)), 1.0), Laplace(0.0, 1.0)).shape == (0, 3)


def test_every_pair_that_pytorch_registers_for_these_families() -> None:
    torch = pytest.importorskip("torch")
    d = torch.distributions

    def double(*x: Any) -> Any:
        return torch.tensor(x if len(x) > 1 else x[0], dtype=torch.float64)

    unit = torch.eye(2, dtype=torch.float64)
    made = {
        "Normal": lambda i: d.Normal(double(0.3 + i), double(1.2 - 0.3 * i)),
        "Laplace": lambda i: d.Laplace(double(i - 0.5), double(0.7 + i)),
        "Exponential": lambda i: d.Exponential(double(0.8 + i)),
        "Poisson": lambda i: d.Poisson(double(2.5 + i)),
        "Geometric": lambda i: d.Geometric(double(0.3 + 0.2 * i)),
        "Bernoulli": lambda i: d.Bernoulli(double(0.4 + 0.2 * i)),
        "Gamma": lambda i: d.Gamma(double(2.5 + i), double(1.5)),
        "Beta": lambda i: d.Beta(double(2.0 + i), double(1.5)),
        "Uniform": lambda i: d.Uniform(double(0.2 - 0.1 * i), double(0.7 + 0.2 * i)),
        "Dirichlet": lambda i: d.Dirichlet(double(2.0 + i, 1.5, 1.0)),
        "Categorical": lambda i: d.Categorical(logits=double(0.2 - 0.1 * i, 1.0, 2.0)),
        "OneHotCategorical": lambda i: d.OneHotCategorical(logits=double(0.2 - 0.1 * i, 1.0, 2.0)),
        "MultivariateNormal": lambda i: d.MultivariateNormal(double(0.2, i), (1 + i) * unit),
    }
    compared = 0
    for p, q in d.kl._KL_REGISTRY:
        if p.__name__ in made and q.__name__ in made:
            P, Q = made[p.__name__](0), made[q.__name__](1)
            truth = float(d.kl_divergence(P, Q))
            assert float(plogp.kl_divergence(P, Q)) == pytest.approx(truth, rel=1e-9), (p, q)
            compared += 1
    assert compared >= 40
    mixed = d.MixtureSameFamily(d.Categorical(double(0.3, 0.7)), d.Normal(double(0.0, 2.0), double(1.0, 0.5)))
    ours = Mixture([Normal(0.0, 1.0), Normal(2.0, 0.5)], [0.3, 0.7])
    assert float(plogp.entropy(mixed)) == pytest.approx(plogp.entropy(ours), rel=1e-12)
    assert float(plogp.entropy(d.StudentT(double(3.0)))) == pytest.approx(plogp.entropy(StudentT(3.0)), rel=1e-12)
