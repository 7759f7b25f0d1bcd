"""A family of one's own, written as its log-normaliser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import scipy.stats

import plogp
from libraries import read
from plogp.distributions.families.domains import POSITIVE


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
