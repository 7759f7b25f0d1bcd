"""Laws of divergences of samples: identities between estimates, and moments by chance against all tables."""

from itertools import product
from math import comb, log

import numpy as np
import pytest
from scipy.stats import multinomial

import plogp
from plogp import Counts, Pseudocount
from plogp.estimators.divergences.divergence_terms import Jeffreys, JensenShannon, KullbackLeibler
from plogp.estimators.divergences.matched_samples import Matched
from plogp.estimators.expected_mutual_information import chance
from plogp.theory.counts.contingency import Contingency

HALF = {"unseen": Pseudocount(0.5)}
QUANTITIES = [
    (plogp.js_divergence, {}),
    (plogp.kl_divergence, {}),
    (plogp.kl_divergence, HALF),
    (plogp.kl_divergence, {"unseen": Pseudocount(2)}),
    (plogp.jeffreys_divergence, HALF),
    (plogp.cross_entropy, HALF),
]
each = pytest.mark.parametrize(("quantity", "policy"), QUANTITIES)


def pairs(seed: int = 0, count: int = 8):
    """Samples of like and unlike sources, of few and of many levels, some seen once."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        k = int(rng.integers(2, 120))
        p = 1 / np.arange(1, k + 1) ** rng.uniform(0.3, 2)
        q = p * np.exp(rng.choice([0, 0.5]) * rng.standard_normal(k))
        yield rng.multinomial(rng.integers(20, 900), p / p.sum()), rng.multinomial(rng.integers(20, 900), q / q.sum())


def fields(e: plogp.Estimate) -> tuple[float, ...]:
    return e.value, e.stderr, e.low, e.high, e.bias


@each
def test_names_and_empty_levels_change_nothing(quantity, policy):
    for n, m in pairs():
        found = fields(quantity(Counts(n), Counts(m), **policy))
        order = np.random.default_rng(1).permutation(n.size)
        assert fields(quantity(Counts(n[order]), Counts(m[order]), **policy)) == pytest.approx(found, rel=1e-9)
        wider = (np.append(x, [0, 0, 0]) for x in (n, m))
        assert fields(quantity(*map(Counts, wider), **policy)) == pytest.approx(found, rel=1e-12)


@each
def test_intervals_are_ordered_and_begin_at_zero_or_above(quantity, policy):
    for n, m in pairs(1):
        found = quantity(Counts(n), Counts(m), **policy)
        assert 0 <= found.low <= max(found.value, 0) <= max(found.high, 0)
        assert found.stderr >= 0
        if quantity is plogp.js_divergence:
            assert found.high <= log(2)


@pytest.mark.parametrize("policy", [{}, HALF])
def test_the_divergence_is_cross_entropy_less_entropy(policy):
    for n, m in pairs(2, 12):
        h = plogp.entropy(Counts(n)).value
        for q in (Counts(m), (m + 1) / (m + 1).sum()):
            if policy and not isinstance(q, Counts):
                continue
            cross, d = plogp.cross_entropy(Counts(n), q, **policy), plogp.kl_divergence(Counts(n), q, **policy)
            assert d.value == pytest.approx(cross.value - h, rel=1e-12, abs=1e-12) or d.value == cross.value


def test_js_is_symmetric():
    for n, m in pairs(3):
        found = fields(plogp.js_divergence(Counts(n), Counts(m)))
        assert fields(plogp.js_divergence(Counts(m), Counts(n))) == pytest.approx(found, rel=1e-6)


def test_weighed_by_its_sizes_js_is_what_the_levels_say_of_the_sample():
    for n, m in pairs(4):
        table = Contingency.of_table(np.stack([n, m])[:, n + m > 0])
        total = n.sum() + m.sum()
        w = [n.sum() / total, m.sum() / total]
        found = plogp.js_divergence(Counts(n), Counts(m), weights=w)
        information = plogp.mutual_information(Counts(np.stack([n, m])), estimator=plogp.PlugIn())
        assert found.value + found.bias == pytest.approx(information.value, rel=1e-9, abs=1e-12)
        used = n + m > 0
        split = Matched.of(JensenShannon(*w), n[used], m[used]).by_chance
        assert split.mean == pytest.approx(chance(table).mean, rel=1e-6)
        if used.sum() > 5:
            assert split.variance == pytest.approx(chance(table).variance, rel=0.1)


@pytest.mark.parametrize("term", [JensenShannon(), KullbackLeibler(), Jeffreys()], ids=lambda t: type(t).__name__)
@pytest.mark.parametrize(
    "counts", [((4, 1, 3, 2), (2, 4, 3, 1)), ((9, 1, 0, 1, 1), (30, 1, 2, 1, 2)), ((20, 1, 0, 0), (90, 0, 2, 1))]
)
def test_moments_by_chance_are_those_of_all_tables(term, counts):
    a, b = map(np.array, counts)
    found = Matched.of(term, a, b, more=(0.5, 0.5))
    both = a + b
    tables = np.array([k for k in product(*(range(t + 1) for t in both)) if sum(k) == a.sum()])
    odds = np.array([np.prod([float(comb(t, i)) for t, i in zip(both, k, strict=True)]) for k in tables])
    odds /= odds.sum()
    value = term.value(*found.frequencies.shares(tables, both - tables)).sum(axis=1)
    mean = odds @ value
    assert found.by_chance.mean == pytest.approx(mean, rel=1e-9)
    assert found.by_chance.variance == pytest.approx(odds @ (value - mean) ** 2, rel=0.35)


@pytest.mark.parametrize("term", [JensenShannon(0.3, 0.7), KullbackLeibler()], ids=lambda t: type(t).__name__)
def test_moments_beside_a_known_distribution(term):
    q, n = np.array([0.7, 0.2, 0.1]), 25
    tables = np.array([(i, j, n - i - j) for i in range(n + 1) for j in range(n + 1 - i)])
    odds = multinomial.pmf(tables, n, q)
    found = Matched.of(term, tables[40], None, q).by_chance
    value = term.value(tables / n, q).sum(axis=1)
    assert found.mean == pytest.approx(odds @ value, rel=1e-6)
    assert found.variance == pytest.approx(odds @ (value - odds @ value) ** 2, rel=0.3)


@pytest.mark.parametrize(("quantity", "policy"), QUANTITIES[:-1])
def test_of_one_source_with_rare_levels_the_estimate_is_about_zero(quantity, policy):
    """Zipf of 200 levels: by the number of levels seen every interval lay above zero."""
    rng = np.random.default_rng(5)
    p = 1 / np.arange(1, 201)
    above = 0
    for n, m in ((1000, 1000), (300, 4000), (4000, 300)):
        found = [
            quantity(*(Counts(rng.multinomial(size, p / p.sum())) for size in (n, m)), **policy) for _ in range(25)
        ]
        above += sum(e.low > 0 for e in found)
    assert above <= 10  # of 75 at 5 %: more are a chance of 1 in 1,000


@pytest.mark.parametrize("k", [1, 2, 3])
def test_few_levels_of_which_nothing_rare_was_seen_leave_something_possible(k):
    n = Counts([30] + [0] * (k - 1))
    found = plogp.js_divergence(n, n)
    assert found.low == 0
    assert 0.01 < found.high < 0.2


def test_levels_chosen_by_their_counts_are_not_taken_for_moved():
    """Few levels hold most, 800 the rest, 835 beside 17,126: a fifth of the intervals lay above zero."""
    rng = np.random.default_rng(12)
    p = np.concatenate([np.full(33, 0.99 / 33), np.full(785, 0.01 / 785)])
    samples = [(rng.multinomial(835, p), rng.multinomial(17_126, p)) for _ in range(60)]
    above = sum(plogp.jeffreys_divergence(Counts(n), Counts(m), **HALF).low > 0 for n, m in samples)
    assert above <= 9  # at 5 %: more are a chance of 1 in 1,000


def test_what_the_pseudocount_decides_is_warned_of():
    """Three hundredths of Q are of levels that P lacks, whose ratio no sample tells."""
    rng = np.random.default_rng(13)
    p = np.array([0.4, 0.3, 0.3 - 3e-9, 1e-9, 1e-9, 1e-9])
    q = 0.97 * p + 0.03 * p[::-1]
    found = [
        plogp.jeffreys_divergence(Counts(rng.multinomial(500, p)), Counts(rng.multinomial(200, q)), **HALF)
        for _ in range(40)
    ]
    assert sum(any("pseudocount decides" in w for w in e.warnings) for e in found) >= 36
    alike = [
        plogp.jeffreys_divergence(Counts(rng.multinomial(500, w)), Counts(rng.multinomial(200, w)), **HALF)
        for w in (p, np.full(12, 1 / 12))
        for _ in range(20)
    ]
    assert not any("pseudocount decides" in w for e in alike for w in e.warnings)


@pytest.mark.parametrize(("quantity", "policy"), QUANTITIES)
def test_the_order_of_levels_changes_nothing(quantity, policy):
    rng = np.random.default_rng(14)
    p = 1 / np.arange(1, 61)
    n, m = (rng.multinomial(400, p / p.sum()) + 0 for _ in range(2))
    order = rng.permutation(n.size)
    found, again = quantity(Counts(n), Counts(m), **policy), quantity(Counts(n[order]), Counts(m[order]), **policy)
    assert fields(again) == pytest.approx(fields(found), rel=1e-9)


def test_levels_that_are_alike_are_evaluated_once():
    n, m = np.repeat([3, 9, 27], 5000), np.repeat([4, 9, 20], 5000)
    found = Matched.of(JensenShannon(), n, m)
    assert (found.a.size, found.levels) == (3, 15_000)
    assert found.sizes == (n.sum(), m.sum())
