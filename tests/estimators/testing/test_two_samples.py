"""The test of two samples: published quantiles, exact enumeration, and no more false alarms than asked for."""

from itertools import product
from math import comb

import numpy as np
import pytest
from scipy.stats import anderson_ksamp, chi2, chi2_contingency, ncx2

from plogp.estimators.testing import anderson_darling
from plogp.estimators.testing.smallest_change import smallest_change
from plogp.estimators.testing.two_sample_test import TwoSamples, _statistics

RNG = np.random.default_rng(0)


def test_anderson_darling_has_its_published_quantiles():
    weight = anderson_darling.weights(np.ones(300, np.int64))
    np.testing.assert_allclose(np.sort(weight)[::-1][:4], [1 / (i * (i + 1)) for i in range(1, 5)], rtol=0.03)
    for level, quantile in ((0.10, 1.933), (0.05, 2.492), (0.025, 3.070), (0.01, 3.857)):  # Anderson & Darling 1954
        assert anderson_darling.p_value(quantile, weight) == pytest.approx(level, rel=0.08)


@pytest.mark.filterwarnings("ignore")
def test_without_ties_it_is_that_of_scholz_and_stephens():
    ours, theirs = [], []
    for shift in (0.0, 0.5, 1.0, 2.0):
        x, y = RNG.standard_normal(12), RNG.standard_normal(20) + shift
        first = np.argsort(np.concatenate([x, y])) < 12
        ours.append(float(anderson_darling.statistic(first.astype(np.int64), (~first).astype(np.int64))))
        theirs.append(anderson_ksamp([x, y], midrank=False).statistic)  # less its mean, over its standard deviation
    np.testing.assert_allclose(np.polyval(np.polyfit(theirs, ours, 1), theirs), ours, rtol=1e-9)


def test_weights_are_those_of_the_permutations():
    both = np.array([30, 50, 20, 60, 40])
    drawn = RNG.multivariate_hypergeometric(both, 80, 20_000)
    found = anderson_darling.statistic(both - drawn, drawn)
    weight = anderson_darling.weights(both)
    assert found.mean() == pytest.approx(weight.sum(), rel=0.03)
    assert found.var() == pytest.approx(2 * (weight**2).sum(), rel=0.1)


def test_g_squared_is_that_of_scipy_and_its_tail_is_corrected():
    a, b = RNG.multinomial(5000, np.ones(6) / 6), RNG.multinomial(3000, np.ones(6) / 6)
    samples = TwoSamples(a, b)
    theirs = chi2_contingency([a, b], correction=False, lambda_="log-likelihood")
    assert float(_statistics(samples, b)[0]) == pytest.approx(theirs.statistic, rel=1e-9)
    assert samples.p_value(RNG) == pytest.approx(theirs.pvalue, rel=0.01)


@pytest.mark.parametrize(("a", "b"), [((8, 1, 3), (2, 6, 4)), ((5, 5, 0), (3, 4, 1)), ((9, 0, 0), (1, 7, 2))])
def test_random_tables_agree_with_all_tables(a, b):
    a, b = np.array(a), np.array(b)
    samples, both = TwoSamples(a, b), a + b
    tables = [k for k in product(*(range(t + 1) for t in both)) if sum(k) == b.sum()]
    chance = np.array([np.prod([comb(t, i) for t, i in zip(both, k, strict=True)]) for k in tables], float)
    g = _statistics(samples, np.array(tables))[0]
    exact = chance[g >= float(_statistics(samples, b)[0]) - 1e-9].sum() / chance.sum()
    assert samples.p_value(np.random.default_rng(1)) == pytest.approx(exact, rel=0.5, abs=0.002)
    many = np.mean([samples.p_value(np.random.default_rng(seed)) for seed in range(40)])
    assert many == pytest.approx(exact, rel=0.12, abs=5e-4)


@pytest.mark.parametrize(
    ("k", "n", "ordered"), [(2, 60, 0), (300, 200, 0), (16, 100, 16), (16, 2000, 16), (40, 800, 0)]
)
def test_of_unchanged_samples_few_alarm(k, n, ordered):
    rng = np.random.default_rng([k, n])
    p = 1 / np.arange(1, k + 1)
    p /= p.sum()
    found = [TwoSamples(*rng.multinomial(n, p, 2), ordered).p_value(rng) for _ in range(200)]
    assert np.mean(np.array(found) <= 0.05) <= 0.09  # of 200 at 5 %, more are a chance of 1 in 200
    assert np.mean(np.array(found) <= 0.5) <= 0.6


def test_groups_are_compared_within():
    moved = TwoSamples(np.array([400, 100, 10, 40]), np.array([40, 10, 100, 400]), groups=(0, 2))
    assert moved.freedom == 2
    assert moved.p_value(RNG) > 0.2
    assert TwoSamples(moved.reference, moved.current).p_value(RNG) < 1e-9


def test_the_far_tail_goes_on_where_no_random_table_reaches():
    p = TwoSamples(np.array([60, 1, 2, 0]), np.array([0, 50, 3, 9])).p_value(RNG)
    assert 0 < p < 1e-9


@pytest.mark.parametrize("k", [2, 20])
def test_the_smallest_change_is_found_four_times_in_five(k):
    n = np.full(k, 10_000)
    js = smallest_change(TwoSamples(n, n), 0.01)
    noncentrality = 8 * js * (10_000 * k) / 2
    assert ncx2.sf(chi2.isf(0.01, k - 1), k - 1, noncentrality) == pytest.approx(0.8, abs=1e-6)
    assert smallest_change(TwoSamples(np.array([1, 1]), np.array([1, 1])), 0.01) == np.log(2)
