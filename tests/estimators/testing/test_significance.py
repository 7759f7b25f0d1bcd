"""Tests of independence and equality: exact p-values of small tables, uniform ones under the hypothesis, and laws."""

from itertools import product
from math import comb, log

import numpy as np
import pytest
from scipy.stats import chi2_contingency, kstest, random_table

import plogp
from plogp import Counts, Permutation, PlugIn, Samples
from plogp.backend import random_tables
from plogp.estimators.strata import strata
from plogp.estimators.testing.independence_methods import permutation
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import InvalidParameter, ShapeMismatch, Unanswerable


def exact(n):
    """The p-value over all 2 × c tables with these margins, weighted by their hypergeometric probabilities."""
    n = np.array(n)
    rows, columns = n.sum(1), n.sum(0)

    def information(t):
        return sum(k * log(k) for k in np.ravel(t) if k)

    p = 0.0
    for first in product(*[range(c + 1) for c in columns]):
        if sum(first) == rows[0]:
            odds = np.prod([comb(c, k) for c, k in zip(columns, first, strict=True)]) / comb(int(n.sum()), int(rows[0]))
            p += odds * (information([first, columns - first]) >= information(n) - 1e-9)
    return p


@pytest.mark.parametrize("n", [[[3, 1], [1, 4]], [[5, 0, 2], [1, 3, 3]], [[2, 2], [2, 2]], [[9, 0], [0, 1]]])
def test_small_tables_have_their_exact_p_values(n):
    found = plogp.independence_test(Counts(n), method=Permutation(40_000))
    truth = exact(n)
    assert found.p_value == pytest.approx(truth, abs=5 * (truth * (1 - truth) / 40_000) ** 0.5 + 1e-4)
    assert plogp.independence_test(Counts(n)).replicates == 9999  # the cells are too small for chi-square


def test_chi_square_is_scipys_g_test():
    n = np.array([[30, 25, 45], [40, 10, 50], [20, 20, 60]])
    found = plogp.independence_test(Counts(n))
    oracle = chi2_contingency(n, correction=False, lambda_="log-likelihood")
    assert found.replicates == 0
    assert found.p_value == pytest.approx(oracle.pvalue, rel=1e-12)
    assert found.statistic == pytest.approx(oracle.statistic / (2 * n.sum()), rel=1e-12)
    drawn = plogp.independence_test(Counts(n), method=Permutation(4000), rng=3)
    assert drawn.p_value == pytest.approx(oracle.pvalue, abs=0.01)


@pytest.mark.parametrize("shape", [(3, 4), (30, 40)])  # drawn as tables, and by shuffling
def test_random_tables_are_scipys(shape):
    n = np.random.default_rng(1).multinomial(400, np.ones(shape[0] * shape[1]) / np.prod(shape)).reshape(shape)
    (stratum,) = strata(Contingency.of_table(n))
    ours = random_tables.sums(stratum.rows, stratum.columns, 2, 0, 2000)
    theirs = random_table(n.sum(1), n.sum(0)).rvs(2000, random_state=3)
    theirs = (theirs * np.log(np.maximum(theirs, 1))).sum(axis=(1, 2))
    assert kstest(ours, theirs).pvalue > 1e-3


@pytest.mark.parametrize("given", [False, True])
def test_p_values_are_uniform_for_independent_variables(given):
    rng = np.random.default_rng(4)
    found = []
    for i in range(150):
        z = rng.integers(0, 2, 60)
        x, y = (rng.random((2, 60)) < 0.3 + 0.4 * z * given).astype(int)  # both follow z
        y = y + rng.integers(0, 2, 60)
        samples = Samples(x, y, given=z) if given else Samples(x, y)
        found.append(plogp.independence_test(samples, method=Permutation(199), rng=i).p_value)
    assert kstest(found, "uniform").pvalue > 1e-3
    assert np.mean(np.array(found) <= 0.05) <= 0.12


def test_what_follows_a_third_is_dependent_until_that_is_given():
    rng = np.random.default_rng(5)
    z = rng.integers(0, 3, 3000)
    x, y = (z + (rng.random((2, 3000)) < 0.2)) % 3
    assert plogp.independence_test(Samples(x, y)).p_value < 1e-6
    assert plogp.independence_test(Samples(x, y, given=z)).p_value > 1e-3
    table = Samples(x, y, z).counts()
    named = plogp.independence_test(table, given=2, method=Permutation(500), rng=1)
    assert named.p_value == plogp.independence_test(Samples(x, y, given=z), method=Permutation(500), rng=1).p_value
    assert named.statistic == pytest.approx(
        plogp.mutual_information(Samples(x, y, given=z), estimator=PlugIn()).value, rel=1e-9
    )


def test_equality_is_the_independence_of_category_and_sample():
    p, q = Counts([300, 500, 200]), Counts([250, 560, 190])
    found = plogp.equality_test(p, q, base=2)
    assert found.p_value == pytest.approx(chi2_contingency([p.n, q.n], lambda_="log-likelihood").pvalue, rel=1e-12)
    assert found.statistic == pytest.approx(float(plogp.js_divergence([0.3, 0.5, 0.2], [0.25, 0.56, 0.19], base=2)))
    assert found.unit == "bit"
    assert plogp.equality_test(q, p, base=2).p_value == pytest.approx(found.p_value)
    by_value = plogp.equality_test(Samples(list("aab") * 9), Samples(list("bba") * 9))
    assert by_value.p_value == pytest.approx(plogp.equality_test(Counts([18, 9]), Counts([9, 18])).p_value)
    assert plogp.equality_test(p, p).p_value == pytest.approx(1)


def test_the_seed_decides():
    n = Counts([[3, 1, 2], [1, 4, 2]])
    first = plogp.independence_test(n, rng=7)
    assert first == plogp.independence_test(n, rng=np.random.default_rng(7))
    assert first.p_value != plogp.independence_test(n, rng=8).p_value
    assert 0 < first.p_value <= 1


def test_the_threads_decide_nothing():
    n, before = Counts([[3, 1, 2], [1, 4, 2], [5, 0, 9]]), plogp.get_num_threads()
    found = []
    for threads in (1, 2, 3):
        plogp.set_num_threads(threads)
        found.append(plogp.independence_test(n, method=Permutation(5000)).p_value)
    plogp.set_num_threads(before)
    assert len(set(found)) == 1


def test_the_cost_does_not_grow_with_the_rows():
    tables = strata(Contingency.of_table(np.full((10, 10), 90_000_000 // 100)))
    assert sum(permutation(tables, np.random.default_rng(1), 250)) == 250  # nothing shares less than this table


def test_continuous_columns_are_matched_at_random():
    rng = np.random.default_rng(6)
    x = rng.standard_normal(200)
    follows = Samples(x, np.abs(x) + 0.3 * rng.standard_normal(200))
    assert plogp.independence_test(follows).p_value == 1 / 200
    found = [
        plogp.independence_test(Samples(*rng.standard_normal((2, 40))), method=Permutation(39), rng=i).p_value
        for i in range(80)
    ]
    assert kstest(found, "uniform").pvalue > 1e-3
    same, apart = Samples(rng.standard_normal((80, 2))), Samples(rng.normal([0, 2], 1, (70, 2)))
    assert plogp.equality_test(same, apart, rng=1).p_value < 0.02
    assert plogp.equality_test(same, Samples(rng.standard_normal((70, 2)))).p_value > 0.02
    assert plogp.independence_test(Samples(x, x > 0), base=2).statistic == pytest.approx(1, abs=0.05)


def test_constants_are_independent_of_everything():
    assert plogp.independence_test(Counts([[5, 9]])).p_value == 1
    assert plogp.independence_test(Counts([[5, 9]]), method=Permutation(99)).p_value == 1
    assert "p = 1" in str(plogp.independence_test(Counts([[5, 9]])))


def test_measurements_that_follow_a_third_are_matched_within_its_levels():
    rng = np.random.default_rng(11)
    z = rng.integers(0, 3, 300)
    x, y = 3 * z + rng.standard_normal((2, 300))
    method = Permutation(59)
    assert plogp.independence_test(Samples(x, y), method=method).p_value == 1 / 60
    assert plogp.independence_test(Samples(x, y, given=z), method=method).p_value > 1 / 60
    assert plogp.independence_test(Samples(x, x + y, given=z), method=method).p_value == 1 / 60


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: plogp.independence_test(Counts([1, 2])), ShapeMismatch, "2 variables"),
        (lambda: plogp.independence_test([[0.5, 0.5]]), Unanswerable, "known"),
        (lambda: plogp.independence_test(Samples([1.5, 2.5], [1, 2], given=[1.5, 2])), Unanswerable, "discrete"),
        (lambda: plogp.independence_test(Samples([1.5, 2.5], given=[1, 2])), ShapeMismatch, "2 variables"),
        (
            lambda: plogp.independence_test(Samples([1.5], [1.5]), method=plogp.ChiSquare()),
            InvalidParameter,
            "continuous",
        ),
        (lambda: plogp.equality_test(Samples([1.5]), Samples([1])), ShapeMismatch, "same columns"),
        (lambda: plogp.equality_test(Samples([1.5]), Counts([1])), Unanswerable, "continuous"),
        (lambda: plogp.independence_test(Counts([[1, 2]]), method="exact"), InvalidParameter, "Permutation"),
        (lambda: plogp.equality_test(Counts([1, 2]), [0.5, 0.5]), Unanswerable, "known"),
        (lambda: Permutation(0), InvalidParameter, "from 1 to"),
        (lambda: plogp.independence_test(Counts([[1, 2]]), base=1), InvalidParameter, "base"),
    ],
)
def test_what_cannot_be_tested(call, error, message):
    with pytest.raises(error, match=message):
        call()
