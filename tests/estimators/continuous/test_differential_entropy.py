"""Entropy of continuous samples: SciPy's values and its published errors, closed forms, scaling."""

from math import e, log, pi

import numpy as np
import pytest
from scipy import stats

import plogp
from plogp import Correa, Ebrahimi, KozachenkoLeonenko, Samples, VanEs, Vasicek, entropy

SPACINGS = {Vasicek: "vasicek", VanEs: "van es", Ebrahimi: "ebrahimi", Correa: "correa"}


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize(("n", "window"), [(3, 1), (10, 4), (50, None), (1000, 7), (5000, None)])
def test_spacings_are_those_of_scipy(spacing, n, window):
    x = np.random.default_rng(n).standard_normal(n)
    expected = stats.differential_entropy(x, window_length=window, method=SPACINGS[spacing])
    assert entropy(Samples(x), estimator=spacing(window)) == pytest.approx(expected, abs=1e-12)


# Root mean squared error and standard deviation in samples of 50 with a window of 7, which SciPy tests too: Noughabi
# 2015, doi:10.1007/s40745-015-0045-9, tables 1 and 2.
PUBLISHED = {
    "norm": {Vasicek: (0.198, 0.109), VanEs: (0.212, 0.110), Correa: (0.135, 0.112), Ebrahimi: (0.128, 0.109)},
    "expon": {Vasicek: (0.194, 0.148), VanEs: (0.179, 0.149), Correa: (0.155, 0.152), Ebrahimi: (0.151, 0.148)},
}


@pytest.mark.study
@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("source", PUBLISHED)
def test_errors_are_those_that_were_published(source, spacing):
    law = getattr(stats, source)
    x = law.rvs(size=(10_000, 50, 1), random_state=0)
    values = np.array([spacing(7).differential_entropy(row).value for row in x])
    root, deviation = PUBLISHED[source][spacing]
    assert np.sqrt(np.mean((values - law.entropy()) ** 2)) == pytest.approx(root, abs=0.005)
    assert values.std() == pytest.approx(deviation, abs=0.002)


@pytest.mark.parametrize("law", [stats.norm(2, 3), stats.uniform(0, 4), stats.expon(0, 2), stats.t(5)])
@pytest.mark.parametrize(
    "estimator", [KozachenkoLeonenko(1), KozachenkoLeonenko(), VanEs(), Ebrahimi(), Correa()], ids=str
)
def test_closed_forms(law, estimator):
    estimate = entropy(Samples(law.rvs(4000, random_state=1)), estimator=estimator)
    bias = 0.1 if isinstance(estimator, VanEs) else 0.02  # heavier tails than an exponential's mislead Van Es's
    assert estimate == pytest.approx(law.entropy(), abs=max(4 * estimate.stderr, bias))
    assert estimate.stderr < 0.05


@pytest.mark.parametrize("n", [5, 30, 300])
def test_the_centre_of_spacing_intervals_has_no_bias_at_the_uniform(n):
    found = [Vasicek().differential_entropy(x).centre for x in np.random.default_rng(n).random((2000, n, 1))]
    assert abs(np.mean(found)) < 4 * np.std(found) / 2000**0.5


def test_the_influence_of_spacings_tells_their_variance():
    found = [Vasicek().differential_entropy(x) for x in np.random.default_rng(0).standard_normal((1000, 2000, 1))]
    told = np.mean([np.var(local.influence[0]) / 2000 for local in found])
    assert np.var([local.centre for local in found]) == pytest.approx(told, rel=0.2)  # 4.5 % is one standard error


@pytest.mark.parametrize("estimator", [Vasicek(), VanEs(), Ebrahimi(), Correa()], ids=str)
def test_ties_leave_an_interval_where_no_spacing_is_zero(estimator):
    x = np.round(np.random.default_rng(0).standard_normal(2000), 2)
    found = entropy(Samples(x, discrete=False), estimator=estimator)
    assert found.low < log(2 * pi * e) / 2 < found.high < found.low + 0.2


def test_an_estimate_outside_of_its_interval_says_so():
    x = Samples(np.random.default_rng(0).standard_normal(1000))
    biased, fair = entropy(x, estimator=VanEs()), entropy(x, estimator=Ebrahimi())
    assert biased < biased.low < log(2 * pi * e) / 2 < biased.high
    assert "biased" in str(biased)
    assert fair.low < fair < fair.high
    assert not fair.warnings


@pytest.mark.parametrize("d", [2, 3])
def test_normals_of_several_coordinates(d):
    x = np.random.default_rng(d).standard_normal((5000, d))
    estimate = entropy(Samples(x))
    assert estimate.low <= d * log(2 * pi * e) / 2 <= estimate.high
    pairs = Samples(x[:, :1], x[:, 1:])
    assert entropy(pairs) == estimate


@pytest.mark.parametrize("estimator", [KozachenkoLeonenko(), Vasicek(), VanEs(), Ebrahimi(), Correa()], ids=str)
def test_scaling_adds_its_logarithm_and_moving_nothing(estimator):
    x = np.random.default_rng(0).standard_normal(500)
    there = entropy(Samples(x), estimator=estimator)
    assert entropy(Samples(8 * x), estimator=estimator) == pytest.approx(there + log(8), abs=1e-9)
    assert entropy(Samples(x + 1), estimator=estimator) == pytest.approx(there, abs=1e-9)
    assert entropy(Samples(x), base=2, estimator=estimator) == pytest.approx(there / log(2), abs=1e-12)


def test_the_default_of_continuous_samples():
    assert entropy(Samples(np.random.default_rng(0).random(100))).estimator == "KozachenkoLeonenko"
    assert plogp.entropy(Samples([1, 2, 2])).estimator != "KozachenkoLeonenko"
