"""What the intervals of continuous estimates rest on: variances that are the same for every density."""

from itertools import product

import numpy as np
import pytest

from plogp import MixedKSG, NearestNeighbourKL, RankKSG
from plogp.backend import neighbours
from plogp.distributions.observations.columns import Column
from plogp.estimators.continuous.neighbour_statistics import noise, once, popularity

N, SAMPLES = 200, 400


@pytest.mark.parametrize("k", [1, 3, 8])
@pytest.mark.parametrize("d", [1, 2])
def test_on_a_torus_there_is_the_noise_of_neighbours_and_nothing_else(k, d):
    rng = np.random.default_rng(10 * k + d)
    around = np.array(sorted(product((0.0, 1.0, -1.0), repeat=d), key=lambda step: step != (0.0,) * d))
    means, told = [], []
    for _ in range(SAMPLES):
        x = rng.random((N, d))
        radii, rows = neighbours.nearest(np.vstack([x + step for step in around]), k)
        terms = d * np.log(radii[:N])
        means.append(terms.mean())
        told.append(np.var(once(terms - popularity(rows[:N] % N, N), k, d)) / N)
    found = np.var(means)  # known to 7 %
    assert noise(k) / N == pytest.approx(found, rel=0.2)
    assert np.mean(told) == pytest.approx(found, rel=0.25)


def normals(rho, rng):
    x = rng.standard_normal(500)
    return Column(x[:, None], False), Column((rho * x + (1 - rho**2) ** 0.5 * rng.standard_normal(500))[:, None], False)


def of_a_class(rng):
    level = rng.integers(0, 3, 500)
    return Column(level, True), Column((level + 2 * rng.random(500))[:, None], False)


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: RankKSG().mutual_information(*normals(0, rng), ()),
        lambda rng: RankKSG().mutual_information(*normals(0.8, rng), ()),
        lambda rng: MixedKSG().mutual_information(*of_a_class(rng), ()),
        lambda rng: NearestNeighbourKL().kl_divergence(rng.random((400, 1)), 1.2 * rng.random((600, 1)) - 0.1),
        lambda rng: NearestNeighbourKL().kl_divergence(rng.normal(0, 1, (600, 2)), rng.normal(0.5, 1, (400, 2))),
    ],
    ids=["independent", "dependent", "class", "KL", "KL of two coordinates"],
)
def test_the_variance_that_is_told_is_that_between_samples(draw):
    rng = np.random.default_rng(0)
    found = [draw(rng) for _ in range(SAMPLES)]
    assert np.mean([sum(np.var(part) / len(part) for part in local.influence) for local in found]) == pytest.approx(
        np.var([local.value for local in found]), rel=0.25
    )
