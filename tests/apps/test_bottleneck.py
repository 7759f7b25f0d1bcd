"""Capacity and rate-distortion are those of closed forms, and their certificates hold."""

from __future__ import annotations

from math import log2, sqrt

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import rel_entr

from plogp import Logits, PlogpError, entropy, mutual_information
from plogp.apps.bottleneck import channel_capacity, rate_distortion

RNG = np.random.default_rng(9)
BAR = 1e-9  # bit


def binary_entropy(p: float) -> float:
    return float(entropy([p, 1 - p], base=2))


@pytest.mark.parametrize("e", [0.0, 1e-6, 0.05, 0.3, 0.499, 0.5, 1.0])
def test_channels_of_two_inputs_have_their_closed_forms(e) -> None:
    z = log2(1 + (1 - e) * e ** (e / (1 - e))) if e < 1 else 0.0  # 0^0 = 1
    for W, exact in (
        ([[1 - e, e], [e, 1 - e]], 1 - binary_entropy(e)),
        ([[1 - e, e, 0], [0, e, 1 - e]], 1 - e),
        ([[1, 0], [e, 1 - e]], z),
    ):
        found = channel_capacity(W, base=2)
        assert found.gap <= BAR
        assert found.value - 1e-13 <= exact <= found.value + found.gap + 1e-13


@pytest.mark.parametrize("n", [2, 10, 40])
@pytest.mark.parametrize("spread", [0.03, 0.3, 3.0])
def test_the_certificate_of_a_random_channel_holds(n, spread) -> None:
    W = RNG.dirichlet(np.full(RNG.integers(2, 40), spread), n)
    W = W[RNG.integers(n, size=n + 5)]  # inputs that are the same, so that the best distribution is not one alone
    found = channel_capacity(W, base=2)
    bound = rel_entr(W, found.outputs).sum(axis=1).max() / np.log(2)  # of the dual problem, by SciPy
    reached = mutual_information(found.inputs[:, None] * W, base=2)
    assert found.gap <= BAR
    assert found.value == pytest.approx(reached, abs=1e-12)
    assert found.value + found.gap == pytest.approx(bound, abs=1e-12)
    assert found.inputs.sum() == pytest.approx(1, rel=1e-12)


def test_a_convex_solver_finds_the_same_capacity() -> None:
    W = RNG.dirichlet(np.full(5, 0.4), 6)
    softmax = lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()  # noqa: E731
    other = minimize(lambda z: -float(mutual_information(softmax(z)[:, None] * W, base=2)), np.zeros(6), tol=1e-12)
    assert channel_capacity(W, base=2).value == pytest.approx(-other.fun, abs=1e-7)


@pytest.mark.parametrize("W", [np.full((3, 2), 0.5), [[0.2, 0.8]], np.eye(7)], ids=["useless", "one", "perfect"])
def test_channels_that_need_no_search(W) -> None:
    found = channel_capacity(W, base=2)
    assert found.value == pytest.approx(log2(len(W)) if len(W) == 7 else 0.0, abs=1e-12)


def test_a_channel_may_be_held_as_logits(lib) -> None:
    z = RNG.normal(size=(4, 3))
    W = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    assert channel_capacity(Logits(lib(z))).value == pytest.approx(channel_capacity(lib(W)).value, abs=1e-9)


@pytest.mark.parametrize("p", [0.5, 0.3, 0.02])
def test_a_coin_with_errors(p) -> None:
    for level in (0.0, 1e-5, 0.01, 0.1, 0.4, 2.0):
        found = rate_distortion([p, 1 - p], 1 - np.eye(2), level, base=2)
        exact = max(0.0, binary_entropy(p) - binary_entropy(min(level, p)))
        assert found.gap <= BAR
        assert found.rate - found.gap - 1e-13 <= exact <= found.rate + 1e-13


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_a_normal_source_on_a_grid(level) -> None:
    """A symbol is within h/2 of the number that it stands for, and a reproduction of its place on the grid: so R of the
    grid is between those of the normal source at (√D + h/2)² and (√D - h)², up to the mass beyond its ends, 2e-9."""
    h = 0.1
    x = np.arange(-60, 61) * h
    p = np.exp(-x * x / 2)
    found = rate_distortion(p / p.sum(), (x[:, None] - x) ** 2, level, base=2)
    least, most = (max(0.0, -log2(root)) for root in (sqrt(level) + h / 2, sqrt(level) - h))
    assert found.gap <= BAR
    assert least <= found.rate <= most
    assert found.rate == pytest.approx(-log2(level) / 2, abs=1e-4)  # the sums are far more exact than the bound
    assert found.slope == pytest.approx(1 / (2 * level * np.log(2)), rel=1e-3)


def test_the_rate_is_convex_and_falls_with_the_level() -> None:
    p, d = RNG.dirichlet(np.ones(8)), RNG.random((8, 6))
    ends = p @ d.min(axis=1), (p @ d).min()
    rates = np.array([rate_distortion(p, d, level).rate for level in np.linspace(*ends, 12)])
    assert (np.diff(rates) < 0).all()
    assert (np.diff(rates, 2) > -1e-9).all()
    assert rates[-1] == 0


def test_straight_pieces_and_what_must_not_be_taken() -> None:
    erasing = [[0, np.inf, 1], [np.inf, 0, 1]]  # never wrong, but sometimes silent: R = 1 - D
    for level in (0.0, 0.25, 0.9, 1.0):
        found = rate_distortion([0.5, 0.5], erasing, level, base=2)
        assert found.gap <= BAR
        assert found.rate == pytest.approx(1 - level, abs=BAR)


@pytest.mark.parametrize(
    "call",
    [
        lambda: channel_capacity([0.5, 0.5]),
        lambda: channel_capacity([[0.5, 0.6]]),
        lambda: rate_distortion([0.5, 0.5], np.ones((3, 2)), 1),
        lambda: rate_distortion([0.5, 0.5], np.ones((2, 2)), 0.9),
        lambda: rate_distortion([0.5, 0.5], [[np.inf, np.inf], [0, 0]], 1),
        lambda: rate_distortion([0.5, 0.5], [[np.nan, 0], [0, 0]], 1),
        lambda: rate_distortion([0.5, 0.5], np.eye(2), "much"),
    ],
)
def test_what_makes_no_problem_is_refused(call) -> None:
    with pytest.raises(PlogpError):
        call()
