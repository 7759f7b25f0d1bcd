"""Gradients of the divergences of families: by autodiff, by the native kernel, and in a model that trains."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import drawn_families
import exact_families as exact
import plogp
from drawn_families import DRAWN, MATRICES, NAMES, made, off

RNG = drawn_families.RNG  # which conftest resets before each test


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
