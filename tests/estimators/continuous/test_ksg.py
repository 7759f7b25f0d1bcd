"""Mutual information from nearest neighbours: scikit-learn, closed forms, and the laws that information obeys."""

from math import log

import numpy as np
import pytest
from scipy import special, stats
from sklearn.feature_selection._mutual_info import _compute_mi_cc, _compute_mi_cd

import plogp
from plogp import KSG, GaussianCopula, MixedKSG, RankKSG, Samples, mutual_information
from plogp.distributions.observations.columns import Column
from plogp.estimators.continuous.mixed_ksg import between_levels
from plogp.estimators.continuous.neighbour_statistics import on_average

CONTINUOUS = [KSG(), KSG(algorithm=2), MixedKSG(), RankKSG(), GaussianCopula()]
names = lambda estimator: f"{type(estimator).__name__}{getattr(estimator, 'algorithm', '')}"  # noqa: E731


def normals(n, rho, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(n)
    return x, rho * x + np.sqrt(1 - rho**2) * rng.standard_normal(n)


def covers(estimate, truth, wider=1.5):
    """Whether the truth lies within the interval, made wider because many such claims are tested at once."""
    below, above = ((wider - 1) * max(gap, 0.0) for gap in (estimate - estimate.low, estimate.high - estimate))
    return estimate.low - below <= truth <= estimate.high + above


@pytest.mark.parametrize("n", [4, 10, 1000, 5000])
@pytest.mark.parametrize("k", [1, 3, 10])
def test_algorithm_1_is_that_of_scikit_learn_without_its_noise(n, k):
    if k >= n:
        k = n - 1
    for x, y in (normals(n, 0.6, n), np.random.default_rng(n).standard_cauchy((2, n)).cumsum(axis=0)):
        assert mutual_information(Samples(x, y), estimator=KSG(k)) == pytest.approx(_signed_cc(x, y, k), abs=1e-9)


def _signed_cc(x, y, k):
    """Scikit-learn shows no negative value; adding one observation's worth undoes that where it matters."""
    shown = _compute_mi_cc(x, y, k)
    if shown > 0:
        return shown
    from scipy.spatial import cKDTree
    from scipy.special import digamma

    points = np.column_stack([x, y])
    radius = np.nextafter(cKDTree(points).query(points, [k + 1], p=np.inf)[0][:, 0], 0)
    near = [(np.abs(c[:, None] - c) <= radius[:, None]).sum(axis=1) for c in (x, y)]
    return digamma(len(x)) + digamma(k) - np.mean(digamma(near[0]) + digamma(near[1]))


@pytest.mark.parametrize("k", [1, 3, 10])
def test_ross_is_that_of_scikit_learn(k):
    rng = np.random.default_rng(k)
    levels = rng.integers(0, 4, 3000)
    x = levels + rng.standard_normal(3000)
    levels[0] = 99  # occurs once
    expected = _compute_mi_cd(x, levels, k)
    for columns in ((levels, x), (x, levels), (levels.astype(str), x)):
        assert mutual_information(Samples(*columns), estimator=MixedKSG(k)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("estimator", CONTINUOUS, ids=names)
@pytest.mark.parametrize("rho", [0, 0.6, 0.95])
def test_normals(estimator, rho):
    estimate = mutual_information(Samples(*normals(3000, rho)), estimator=estimator)
    assert covers(estimate, -log(1 - rho**2) / 2)
    assert estimate.stderr < 0.05
    assert estimate.n == 3000
    assert estimate.estimator == type(estimator).__name__


@pytest.mark.parametrize("estimator", CONTINUOUS, ids=names)
def test_symmetric_and_without_units(estimator):
    x, y = normals(1000, 0.6)
    there = mutual_information(Samples(x, y), estimator=estimator)
    assert mutual_information(Samples(y, x), estimator=estimator) == pytest.approx(there, abs=1e-12)
    assert mutual_information(Samples(8 * x, 8 * y), estimator=estimator) == pytest.approx(there, abs=1e-12)
    assert mutual_information(Samples(x + 4, y), estimator=estimator) == pytest.approx(there, abs=0.01)
    scaled = mutual_information(Samples(3 * x, y), estimator=estimator)
    assert scaled == pytest.approx(there, abs=0 if estimator in (RankKSG(), GaussianCopula()) else there.stderr)
    assert mutual_information(Samples(x, y), base=2, estimator=estimator).unit == "bit"


@pytest.mark.parametrize("estimator", [RankKSG(), GaussianCopula()], ids=names)
def test_rising_maps_change_nothing_for_ranks(estimator):
    x, y = normals(1000, 0.6)
    there = mutual_information(Samples(x, y), estimator=estimator)
    assert mutual_information(Samples(np.exp(x), y**3), estimator=estimator) == there


@pytest.mark.parametrize("estimator", [KSG(), MixedKSG(), RankKSG(), GaussianCopula()], ids=names)
def test_given_a_common_cause_nothing_is_left(estimator):
    rng = np.random.default_rng(0)
    z = rng.standard_normal(3000)
    x, y = z + 0.5 * rng.standard_normal(3000), z + 0.5 * rng.standard_normal(3000)
    assert mutual_information(Samples(x, y), estimator=estimator) > 0.4
    left = mutual_information(Samples(x, y, given=z), estimator=estimator)
    assert abs(left) < 0.06
    assert covers(left, 0)
    assert mutual_information(Samples(x, y, z), given=2, estimator=estimator) == left


@pytest.mark.parametrize("estimator", CONTINUOUS, ids=names)
def test_variables_of_several_coordinates(estimator):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((3000, 2))
    y = x + rng.standard_normal((3000, 2))
    assert covers(mutual_information(Samples(x, y), estimator=estimator), log(2))
    noise = rng.standard_normal((3000, 3))
    assert covers(mutual_information(Samples(x, noise), estimator=estimator), 0)


@pytest.mark.parametrize("levels", [2, 5, 10, 20, 50, 200])
def test_independent_numbers_with_ties_have_nothing_in_common(levels):
    x, y = np.random.default_rng(levels).integers(0, levels, (2, 1000)).astype(float)
    assert covers(mutual_information(Samples(x, y)), 0)
    assert abs(mutual_information(Samples(x, y))) < 0.08
    with pytest.warns(plogp.TiedSamplesWarning, match="RankKSG"):
        mutual_information(Samples(x, y), estimator=KSG())


@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("levels", [2, 5])
def test_a_class_shares_nothing_with_rounded_numbers(decimals, levels):
    """On average over classes in random order nothing, exactly, whatever ties: Ross's estimator has no bias there."""
    rng = np.random.default_rng(decimals)
    y = np.round(rng.standard_normal(60), decimals)
    classes = np.repeat(np.arange(levels), 60 // levels)
    found = [between_levels(rng.permutation(classes), y[:, None], 3) for _ in range(200)]
    error = np.std([local.value for local in found])
    assert np.mean([local.value for local in found]) == pytest.approx(0, abs=4 * error / 200**0.5)
    stated = np.mean([np.var(local.influence[0]) / 60 for local in found])
    assert 0.7 < stated / error**2 < 3  # chi-square where cells are few


@pytest.mark.parametrize(("others", "own", "wanted"), [(1, 1, 1), (5, 3, 2), (40, 7, 3), (300, 300, 3), (30_000, 2, 2)])
def test_random_order_is_averaged_exactly(others, own, wanted):
    """Of the wanted in a random order: 1, …, others, by the negative hypergeometric distribution of SciPy."""
    x = np.arange(others + 1)
    p = stats.nhypergeom(others + own, others, own - wanted + 1).pmf(others - x)
    cases = [np.array([float(v)]) for v in (others, own, wanted)]
    found = on_average(lambda before, shift: special.digamma(before + shift), *cases, np.array([2.0]))
    assert found[0] == pytest.approx(p @ special.digamma(x + 2), abs=1e-9 if others < 4096 else 1e-3)


@pytest.mark.parametrize("levels", [2, 12, 60, 300, 1500])
@pytest.mark.parametrize("shared", [0, 1])
def test_a_class_and_a_number_with_ties(levels, shared):
    rng = np.random.default_rng(levels)
    z = rng.standard_normal(2000)
    x, y = np.round(z * levels / 6), (shared * z + rng.standard_normal(2000) > 0.5).astype(int)
    grid = np.linspace(-6, 6, 200_001)
    yes = special.ndtr(shared * grid - 0.5) * np.exp(-(grid**2) / 2)
    bins = np.unique(np.round(grid * levels / 6), return_inverse=True)[1]
    joint = np.array([np.bincount(bins, part) for part in (yes, np.exp(-(grid**2) / 2) - yes)])
    estimate = mutual_information(Samples(x, y))
    assert estimate.estimator == "MixedKSG"
    assert estimate.stderr < 0.02
    assert covers(estimate, plogp.mutual_information(joint / joint.sum()))


def test_ties_that_are_equal_are_counted():
    """Gao et al.: on discrete data, the plug-in value with its bias removed."""
    x, y = np.random.default_rng(0).integers(0, 3, (2, 3000)).astype(float)
    y = np.where(np.random.default_rng(1).random(3000) < 0.5, x, y)
    exact = plogp.mutual_information([[2 / 9 if i == j else 1 / 18 for j in range(3)] for i in range(3)])
    estimate = mutual_information(Samples(x, y), estimator=MixedKSG())
    assert covers(estimate, exact)
    discrete = mutual_information(Samples(x, y, discrete=True), estimator=plogp.MillerMadow())
    assert estimate == pytest.approx(discrete, abs=2e-4)


def test_a_coin_that_a_measurement_gives_away():
    rng = np.random.default_rng(0)
    coin = rng.integers(0, 2, 2000)
    assert mutual_information(Samples(coin, 10.0 * coin + rng.standard_normal(2000)), base=2) == pytest.approx(
        1, abs=0.002
    )
    assert covers(mutual_information(Samples(coin, rng.standard_normal(2000))), 0)
    given = mutual_information(Samples(rng.standard_normal(2000), rng.standard_normal(2000), given=coin))
    assert covers(given, 0)


def test_uniform_noise_added_to_a_uniform():
    """With noise of ± e: e - log(2e) nats where e < 1/2, 1 / 4e else (Czyż et al. 2023)."""
    rng = np.random.default_rng(0)
    x = rng.random(10_000)
    assert covers(mutual_information(Samples(x, x + rng.uniform(-0.75, 0.75, 10_000))), 0.3333)
    # Sharp edges: the estimate is too low, by more than the interval foresees.
    assert mutual_information(Samples(x, x + rng.uniform(-0.1, 0.1, 10_000))) == pytest.approx(1.7094, abs=0.04)


@pytest.mark.parametrize(("d", "freedom"), [(3, np.inf), (5, np.inf), (3, 2), (5, 2)])
def test_many_coordinates_of_normal_and_student_samples(d, freedom):
    """Truth by the entropies of Student distributions (Arellano-Valle et al. 2013)."""
    rng = np.random.default_rng(d)
    dispersion = np.full((2 * d, 2 * d), 0.5) + 0.5 * np.eye(2 * d)
    points = rng.standard_normal((4000, 2 * d)) @ np.linalg.cholesky(dispersion).T
    truth = np.linalg.slogdet(dispersion[:d, :d])[1] - np.linalg.slogdet(dispersion)[1] / 2
    if freedom < np.inf:
        points /= np.sqrt(rng.chisquare(freedom, (4000, 1)) / freedom)
        part = lambda v: special.gammaln(v / 2) - v / 2 * special.digamma(v / 2)  # noqa: E731
        truth += part(freedom) + part(freedom + 2 * d) - 2 * part(freedom + d)
    estimate = mutual_information(Samples(points[:, :d], points[:, d:]))
    assert covers(estimate, truth)
    assert estimate == pytest.approx(truth, abs=4 * estimate.stderr)


def test_no_two_samples_break_their_ties_alike():
    """Else the noise of one order of ties is there in all samples of a source, as a bias."""
    rng = np.random.default_rng(0)
    found = [
        RankKSG().mutual_information(
            *(Column(np.round(3 * v)[:, None], False) for v in rng.standard_normal((2, 200))), ()
        )
        for _ in range(100)
    ]
    values = [local.value for local in found]
    assert np.mean(values) == pytest.approx(0, abs=3 * np.std(values) / 10)


def test_a_seed_decides_the_order_of_ties_and_nothing_else():
    x, y = np.random.default_rng(0).integers(0, 20, (2, 300)).astype(float)
    assert mutual_information(Samples(x, y), estimator=RankKSG(seed=1)) == mutual_information(
        Samples(x, y), estimator=RankKSG(seed=1)
    )
    assert mutual_information(Samples(x, y), estimator=RankKSG(seed=1)) != mutual_information(
        Samples(x, y), estimator=RankKSG(seed=2)
    )
    x, y = normals(300, 0.5)
    assert mutual_information(Samples(x, y), estimator=RankKSG(seed=1)) == mutual_information(
        Samples(x, y), estimator=RankKSG(seed=2)
    )
