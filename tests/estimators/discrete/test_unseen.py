"""Outcomes that were not seen: the spread is that of the bootstrap, and the interval holds what the sample lacks."""

import numpy as np
import pytest

import plogp
from plogp import ChaoWangJost, Counts, Grassberger, MillerMadow
from plogp.backend import random_tables
from plogp.estimators.discrete.unseen_species import source, spread
from plogp.estimators.expected_mutual_information import chance
from plogp.estimators.intervals import between
from plogp.estimators.strata import strata
from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.fingerprint import Fingerprint


def sample(k, n, seed, heads=0.0):
    p = np.exp(-5 * np.arange(k) / k) + heads * (np.arange(k) < 3)
    return Fingerprint.of((x := np.random.default_rng(seed).multinomial(n, p / p.sum()))[x > 0])


@pytest.mark.parametrize("estimator", [ChaoWangJost(), MillerMadow(), Grassberger()], ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("heads", [0.0, 100.0])
def test_the_spread_is_that_of_samples_of_the_suggested_source(estimator, heads):
    def value(f):
        return estimator.entropy(f)[0]

    f = sample(300, 600, 1, heads)
    rates, times = source(f)
    assert times @ rates == pytest.approx(f.n, rel=1e-9)
    p = np.repeat(rates, np.round(times).astype(int))
    drawn = np.random.default_rng(2).multinomial(f.n, p / p.sum(), 2000)
    bootstrap = np.std([value(Fingerprint.of(n[n > 0])) for n in drawn])
    assert spread(value, f) == pytest.approx(bootstrap, rel=0.08)


def test_unlike_outcomes_can_only_add_to_the_entropy():
    estimator = ChaoWangJost()
    for seed in range(20):
        f = sample(200, 150, seed)
        assert estimator.most(f) >= estimator.entropy(f)[0]
    alike = Fingerprint(np.array([1, 2, 3, 4]), np.array([368, 184, 61, 15]))  # Poisson of mean 1: all rates are equal
    assert estimator.most(alike) == pytest.approx(estimator.entropy(alike)[0], abs=0.01)


def test_the_interval_holds_what_the_sample_lacks():
    # ten thousand outcomes of rates 5 … 0.03, of which a third is never seen: the estimate misses by five deviations
    p = np.exp(-5 * np.arange(10_000) / 10_000)
    p /= p.sum()
    truth = -(p * np.log(p)).sum()
    rng = np.random.default_rng(3)
    found = [plogp.entropy(Counts(rng.multinomial(10_000, p))) for _ in range(40)]
    assert sum(h.low <= truth <= h.high for h in found) >= 34
    assert np.mean([h.value for h in found]) < truth - 3 * found[0].stderr


def test_bounds_that_are_one_give_the_normal_interval():
    assert between((1.0, 0.1), (1.0, 0.1)) == pytest.approx((1 - 0.1959964, 1 + 0.1959964), abs=1e-6)
    low, high = between((1.0, 0.1), (9.0, 0.1))
    assert (low, high) == pytest.approx((1 - 0.1644854, 9 + 0.1644854), abs=1e-6)


@pytest.mark.parametrize("rows", [[80, 12, 2, 2, 1, 1, 1, 1], [30, 30, 20, 20]])
def test_the_variance_by_chance_is_that_of_random_tables(rows):
    rng = np.random.default_rng(4)
    x, y = (rng.permutation(np.repeat(np.arange(len(rows)), rows)) for _ in range(2))
    t = Contingency.of_table(plogp.Samples(x, y).counts().n)
    (stratum,) = strata(t)
    drawn = random_tables.sums(stratum.rows, stratum.columns, 5, 0, 4000) / t.total  # I and a constant
    assert chance(t).variance ** 0.5 == pytest.approx(drawn.std(), rel=0.08)
