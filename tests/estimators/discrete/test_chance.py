"""The permutation model against scikit-learn, the definition, and random matchings."""

from math import comb, inf, log

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix, expected_mutual_information

import plogp
from plogp import Counts, PlugIn, Samples
from plogp.estimators.expected_mutual_information import chance
from plogp.estimators.testing.chance_test import shared_by_chance
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import ShapeMismatch, Unanswerable

PAIRS = [(2, 2, 6), (3, 4, 50), (10, 12, 1000), (40, 7, 300), (200, 200, 400), (3, 2, 100_000)]


def columns(kx, ky, n):
    rng = np.random.default_rng([kx, ky, n])
    x = rng.integers(0, kx, n)
    return x, np.where(rng.random(n) < 0.3, x % ky, (rng.random(n) ** 2 * ky).astype(int))


@pytest.mark.parametrize("shape", PAIRS)
def test_expected_and_adjusted_agree_with_scikit_learn(shape):
    x, y = columns(*shape)
    table = contingency_matrix(x, y, sparse=True)
    expected = expected_mutual_information(table, len(x))
    assert chance(Samples(x, y).contingency()).mean == pytest.approx(expected, rel=1e-9, abs=1e-14)
    adjusted = plogp.adjusted_mutual_information(Samples(x, y))
    assert adjusted.value == pytest.approx(adjusted_mutual_info_score(x, y), rel=1e-7, abs=1e-11)
    assert plogp.adjusted_mutual_information(Samples(y, x)).value == pytest.approx(adjusted.value, rel=1e-9)
    assert adjusted.low < adjusted.value < adjusted.high


def test_the_expectation_is_the_sum_of_the_paper():
    n = np.array([[3, 1, 0], [2, 2, 4]])
    total, expected = 12, 0.0
    for a in n.sum(1):
        for b in n.sum(0):
            for k in range(max(1, a + b - total), min(a, b) + 1):
                p = comb(a, k) * comb(total - a, b - k) / comb(total, b)
                expected += p * k / total * log(total * k / (a * b))
    assert chance(Contingency.of_table(n)).mean == pytest.approx(expected, rel=1e-13)


def test_random_matchings_have_this_mean_and_about_this_spread():
    x, y = columns(15, 20, 400)
    rng = np.random.default_rng(1)
    drawn = [plogp.mutual_information(Samples(x, rng.permutation(y)), estimator=PlugIn()).value for _ in range(400)]
    random = chance(Samples(x, y).contingency())
    assert np.mean(drawn) == pytest.approx(random.mean, abs=4 * np.std(drawn) / 20)
    assert np.var(drawn) == pytest.approx(random.variance, rel=0.3)


def test_three_thousand_levels_by_three_thousand():
    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 3000, (2, 100_000))
    assert abs(plogp.adjusted_mutual_information(Samples(x, y)).value) < 1e-3
    assert plogp.adjusted_mutual_information(Samples(x, x * 7)).value == pytest.approx(1)


def test_independent_thin_tables_do_not_seem_dependent():
    rng = np.random.default_rng(3)
    p = np.array([0.4, 0.4, *[0.2 / 8] * 8])
    held = 0
    for _ in range(100):
        n = rng.multinomial(150, np.outer(p, p).ravel()).reshape(10, 10)
        held += plogp.mutual_information(Counts(n)).low <= 0
    assert held >= 88


@pytest.mark.parametrize("labels", [[0, 1, 2, 3], [0, 0, 1, 1], [5]])
def test_labellings_that_are_the_same_agree_by_one(labels):
    adjusted = plogp.adjusted_mutual_information(Samples(labels, labels))
    assert adjusted.value == pytest.approx(adjusted_mutual_info_score(labels, labels) if len(labels) > 1 else 0)


def test_where_there_is_no_answer():
    for t in (Samples(range(9), range(9)), Counts([[4, 0]]), Counts([[249]])):
        adjusted = plogp.adjusted_mutual_information(t)
        assert adjusted.warnings[0].startswith("saturated")
        assert (adjusted.low, adjusted.high) == (-inf, 1)
    with pytest.raises(Unanswerable, match="no sample"):
        plogp.adjusted_mutual_information([[0.5, 0.5]])
    with pytest.raises(ShapeMismatch):
        plogp.adjusted_mutual_information(Counts([1, 2]))


@pytest.mark.parametrize("shape", [(12, 12), (40, 40), (30, 7)])
def test_where_all_tables_of_the_margins_share_as_much_nothing_is_significant(shape):
    """Rounding of their information is no variance (was: p of 0 or 1 as the last bits had it)."""
    rng = np.random.default_rng(shape)
    rows, columns = np.eye(shape[0], dtype=int), np.repeat(np.arange(shape[1]), -(-shape[0] // shape[1]))[: shape[0]]
    for _ in range(5):
        table = np.zeros(shape, dtype=int)
        np.add.at(table, (rng.permutation(shape[0]), columns), 1)
        for t in (Contingency.of_table(table), Contingency.of_table(rows)):
            assert chance(t).certain
            assert shared_by_chance(t).p_value == 1
        found = shared_by_chance(*[Contingency.of_table(table)] * 3)
        assert found.p_value == 1
