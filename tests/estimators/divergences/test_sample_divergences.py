"""Divergences of continuous samples: closed forms, Ross's estimator, and what must not matter."""

from math import log

import numpy as np
import pytest
from scipy import integrate, stats

import plogp
from plogp import MixedKSG, NearestNeighbourKL, Samples, js_divergence, kl_divergence


def draws(law, n, seed):
    return law.rvs(n, random_state=seed)


def js_of(laws, weights):
    def density(x):
        p = [law.pdf(x) for law in laws]
        m = sum(w * v for w, v in zip(weights, p, strict=True))
        return sum(w * v * log(v / m) for w, v in zip(weights, p, strict=True) if v > 0)

    return integrate.quad(density, -30, 30, limit=200)[0]


@pytest.mark.parametrize("k", [1, 3, 10])
@pytest.mark.parametrize(("loc", "scale", "m"), [(0, 1, 4000), (1, 1, 4000), (0.5, 2, 1500)])
def test_kl_of_normals(loc, scale, m, k):
    x, y = draws(stats.norm(), 3000, 1), draws(stats.norm(loc, scale), m, 2)
    exact = log(scale) + (1 + loc**2) / (2 * scale**2) - 0.5
    estimate = kl_divergence(Samples(x), Samples(y), estimator=NearestNeighbourKL(k))
    assert estimate == pytest.approx(exact, abs=max(3 * estimate.stderr, 0.02))
    assert estimate.stderr < 0.1
    assert kl_divergence(Samples(x), Samples(y), estimator=NearestNeighbourKL(k), base=2) == pytest.approx(
        estimate / log(2)
    )


def test_kl_in_several_coordinates_does_not_depend_on_units():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((3000, 2)), rng.normal([1, 0], 1, (3000, 2))
    estimate = kl_divergence(Samples(x), Samples(y))
    assert estimate.low < 0.5 < estimate.high
    assert kl_divergence(Samples(4 * x), Samples(4 * y)) == pytest.approx(estimate, abs=1e-9)
    assert kl_divergence(Samples(x[:, 0], x[:, 1]), Samples(y[:, 0], y[:, 1])) == estimate


@pytest.mark.parametrize("weights", [None, (0.5, 0.5), (0.2, 0.8)])
@pytest.mark.parametrize(("n", "m"), [(3000, 3000), (4000, 1500)])
def test_js_of_two_samples(weights, n, m):
    laws = [stats.norm(), stats.norm(1.5, 0.5)]
    x, y = draws(laws[0], n, 1), draws(laws[1], m, 2)
    estimate = js_divergence(Samples(x), Samples(y), weights=weights)
    exact = js_of(laws, weights or (0.5, 0.5))
    assert estimate == pytest.approx(exact, abs=3 * estimate.stderr)
    assert estimate.stderr < 0.03
    other = None if weights is None else weights[::-1]
    assert js_divergence(Samples(y), Samples(x), weights=other) == pytest.approx(estimate, abs=1e-12)


def test_js_of_samples_of_one_size_is_the_information_about_where_a_draw_came_from():
    x, y = draws(stats.norm(), 1000, 1), draws(stats.norm(1), 1000, 2)
    label = np.repeat([0, 1], 1000)
    information = plogp.mutual_information(Samples(label, np.append(x, y)), estimator=MixedKSG())
    assert js_divergence(Samples(x), Samples(y)) == pytest.approx(information, abs=1e-12)


@pytest.mark.parametrize("step", [3, 0.5, 0.1, 0.02, 0.004])
@pytest.mark.parametrize("shift", [0, 1])
def test_js_of_rounded_numbers_is_that_of_their_levels(step, shift):
    x, y = (np.round(draws(stats.norm(loc), n, n) / step) * step for loc, n in ((0, 2000), (shift, 1000)))
    ends = (np.arange(-10 / step, 10 / step + 1).round() + 0.5) * step
    exact = plogp.js_divergence(*(np.diff(stats.norm(loc).cdf(ends), prepend=0, append=1) for loc in (0, shift)))
    estimate = js_divergence(Samples(x), Samples(y))
    assert estimate == pytest.approx(exact, abs=2.5 * estimate.stderr)
    assert estimate.stderr < 0.015
    assert js_divergence(Samples(-x), Samples(-y)) == pytest.approx(estimate, abs=1e-12)


def test_js_of_three_samples():
    laws = [stats.norm(), stats.norm(1), stats.norm(3, 2)]
    samples = [Samples(draws(law, 2000 + 300 * i, i)) for i, law in enumerate(laws)]
    estimate = js_divergence(*samples, base=2)
    assert estimate == pytest.approx(js_of(laws, [1 / 3] * 3) / log(2), abs=3 * estimate.stderr)


def test_samples_far_apart_and_alike():
    x = draws(stats.norm(), 2000, 1)
    assert js_divergence(Samples(x), Samples(x + 100), base=2) == pytest.approx(1, abs=2e-3)
    alike = js_divergence(Samples(x), Samples(draws(stats.norm(), 2000, 2)))
    assert alike.low == 0 < alike.high
