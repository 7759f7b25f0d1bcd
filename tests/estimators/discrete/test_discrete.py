"""Discrete estimators against outside values and theorems; every law runs over every estimator."""

from math import e, inf, log

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

import plogp
from discrete_estimators import EVERY
from plogp import (
    NSB,
    ChaoShen,
    ChaoWangJost,
    Counts,
    Grassberger,
    Jackknife,
    JamesStein,
    MillerMadow,
    PlugIn,
    Samples,
)
from plogp.estimators.digamma import digamma_less_log
from plogp.theory.counts.fingerprint import Fingerprint
from plogp.theory.errors import InvalidParameter

each = pytest.mark.parametrize("estimator", EVERY, ids=lambda e: type(e).__name__)

SPECIES = [4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1]  # the example of R's package `entropy`


def value(n, estimator):
    return plogp.entropy(Counts(n), estimator=estimator).value


def test_outside_values():
    assert value(SPECIES, MillerMadow()) == pytest.approx(2.152593, abs=5e-7)
    assert value(SPECIES, ChaoShen()) == pytest.approx(2.201137, abs=5e-7)
    p = np.array(SPECIES)[np.array(SPECIES) > 0] / 19
    assert value(SPECIES, PlugIn()) == pytest.approx(-(p * np.log(p)).sum(), rel=1e-14)


def test_chao_wang_jost_is_its_published_sum():
    n, f = np.array([5, 3, 2, 2, 1, 1, 1, 1]), 16
    once, twice = 4, 2
    a = 2 * twice / ((f - 1) * once + 2 * twice)
    first = sum(c / f * sum(1 / k for k in range(c, f)) for c in n)
    tail = once / f * (1 - a) ** (1 - f) * (-log(a) - sum((1 - a) ** r / r for r in range(1, f)))
    assert value(n, ChaoWangJost()) == pytest.approx(first + tail, rel=1e-12)


def test_jackknife_leaves_out_each_observation():
    n = np.array([5, 3, 2, 2, 1, 1])
    sample = np.repeat(np.arange(6), n)
    without = [value(np.bincount(np.delete(sample, i)), PlugIn()) for i in range(sample.size)]
    assert value(n, Jackknife()) == pytest.approx(14 * value(n, PlugIn()) - 13 * np.mean(without), rel=1e-12)


def test_grassberger_is_the_integral_of_the_paper():
    # G(n) = psi(n) + (-1)^n · integral of x^(n-1) / (1 + x) over [0, 1]
    n = np.array([5, 3, 2, 2, 1, 1])
    x = np.polynomial.legendre.leggauss(60)
    nodes, weights = (x[0] + 1) / 2, x[1] / 2
    g = [special.digamma(c) + (-1) ** c * (weights * nodes ** (c - 1) / (1 + nodes)).sum() for c in n]
    assert value(n, Grassberger()) == pytest.approx(log(14) - (n * g).sum() / 14, rel=1e-12)


def test_james_stein_is_plug_in_of_shrunken_frequencies():
    p = np.array(SPECIES) / 19
    w = (1 - (p**2).sum()) / (18 * ((1 / 11 - p) ** 2).sum())
    shrunk = w / 11 + (1 - w) * p
    assert value(SPECIES, JamesStein(11)) == pytest.approx(special.entr(shrunk).sum(), rel=1e-12)
    assert value([3, 3, 3], JamesStein()) == pytest.approx(log(3))


tables = st.lists(st.integers(0, 40), min_size=12, max_size=12).filter(lambda n: sum(n) > 1 and sum(n) > max(n))


@each
@settings(max_examples=25, deadline=None)
@given(n=tables, seed=st.integers(0, 100))
def test_names_of_outcomes_do_not_matter(estimator, n, seed):
    shuffled = np.random.default_rng(seed).permutation([*n, 0, 0])
    assert value(shuffled, estimator) == value(n, estimator)
    square = np.array(n).reshape(3, 4)
    if (square > 1).any():
        kept = plogp.mutual_information(Counts(square), estimator=estimator)
        moved = plogp.mutual_information(Counts(square[[2, 0, 1]][:, [3, 1, 0, 2]].T), estimator=estimator)
        assert kept.value == pytest.approx(moved.value, abs=1e-12)
        assert (kept.low, kept.high) == pytest.approx((moved.low, moved.high), abs=1e-9)


@each
def test_every_quantity_is_composed_from_the_same_entropies(estimator):
    n = np.random.default_rng(5).poisson(4, (3, 4, 2)) + 1
    h = {axes: value(n.sum(axis=tuple({0, 1, 2} - set(axes))), estimator) for axes in _subsets(3)}
    pair = Counts(n.sum(axis=2))
    with_given = Counts(n, given=(2,))
    i = h[0,] + h[1,] - h[0, 1]
    i_given = h[0, 2] + h[1, 2] - h[0, 1, 2] - h[2,]

    def estimated(quantity, data, **keywords):
        return quantity(data, estimator=estimator, **keywords).value

    assert estimated(plogp.mutual_information, pair) == pytest.approx(i, abs=1e-12)
    assert estimated(plogp.mutual_information, with_given) == pytest.approx(i_given, abs=1e-12)
    assert estimated(plogp.mutual_information, Counts(n), given=2) == pytest.approx(i_given, abs=1e-12)
    assert estimated(plogp.conditional_entropy, pair) == pytest.approx(h[0, 1] - h[1,], abs=1e-12)
    assert estimated(plogp.conditional_entropy, Counts(n)) == pytest.approx(h[0, 1, 2] - h[1, 2], abs=1e-12)
    assert estimated(plogp.variation_of_information, pair) == pytest.approx(2 * h[0, 1] - h[0,] - h[1,], abs=1e-12)
    assert estimated(plogp.normalized_mutual_information, pair) == pytest.approx(2 * i / (h[0,] + h[1,]), abs=1e-12)
    total = h[0,] + h[1,] + h[2,] - h[0, 1, 2]
    assert estimated(plogp.total_correlation, Counts(n)) == pytest.approx(total, abs=1e-12)
    assert estimated(plogp.interaction_information, Counts(n)) == pytest.approx(i_given - i, abs=1e-12)
    assert estimated(plogp.perplexity, Counts(n)) == pytest.approx(e ** h[0, 1, 2], rel=1e-12)


def _subsets(order):
    return [tuple(i for i in range(order) if bits >> i & 1) for bits in range(1, 1 << order)]


@each
def test_estimates_converge_and_their_intervals_hold_the_truth(estimator):
    p = np.array([0.4, 0.3, 0.2, 0.05, 0.05])
    h = plogp.entropy(Counts(np.random.default_rng(6).multinomial(200_000, p)), estimator=estimator)
    truth = special.entr(p).sum()
    assert h.value == pytest.approx(truth, abs=4 * h.stderr)
    assert h.low < h.value < h.high
    assert h.high - h.low == pytest.approx(2 * 1.96 * np.sqrt((p @ np.log(p) ** 2 - truth**2) / 200_000), rel=0.02)


@each
def test_ten_million_values_are_as_easy_as_ten(estimator):
    once = Fingerprint(np.array([1, 2, 1000]), np.array([9_000_000, 500_000, 7]))
    assert once.seen == 9_500_007
    found, bias = estimator.entropy(once)
    assert 15 < found < 25
    assert found + bias == pytest.approx(PlugIn().entropy(once)[0], rel=1e-9)


def test_fingerprint_counts_counts():
    f = Fingerprint.of(np.array([3, 1, 1, 10**12, 3, 1]))
    assert f.counts.tolist() == [1, 3, 10**12]
    assert f.times.tolist() == [3, 2, 1]
    assert (f.n, f.seen, f.singletons, f.seen_exactly(2)) == (10**12 + 9, 6, 3, 0)
    for count in (1, 3, 10**12):
        less = f.without(count)
        assert less.n == f.n - 1
        assert less.seen == f.seen - (count == 1)
        assert (less.times > 0).all()


@each
def test_doubtful_samples_are_marked(estimator):
    one = plogp.entropy(Counts([1]), estimator=estimator)
    unique = plogp.entropy(Samples(np.arange(50)), estimator=estimator)
    constant = plogp.entropy(Counts([60, 0]), estimator=estimator)
    fine = plogp.entropy(Counts([60, 50]), estimator=estimator)
    assert any("one observation" in warning for warning in one.warnings)
    assert any("seen twice" in warning for warning in unique.warnings)
    assert "undersampled" in str(unique)
    assert constant.high > 0
    assert any("one outcome" in warning for warning in constant.warnings)
    assert constant.low >= min(constant.value, 0)
    assert not fine.warnings
    assert one.high >= one.value


def test_nothing_seen_twice_leaves_an_unknown_alphabet_without_bound():
    h = plogp.entropy(Counts([1, 1, 1]), estimator=NSB())
    assert h.value == inf
    assert h.high == inf
    assert h.low == 0


@pytest.mark.parametrize("strategy", [NSB, JamesStein])
def test_the_number_of_classes_is_checked(strategy):
    with pytest.raises(InvalidParameter, match="3 different outcomes were seen"):
        plogp.entropy(Counts([1, 2, 3]), estimator=strategy(2))
    with pytest.raises(InvalidParameter, match="one number for each"):
        plogp.mutual_information(Counts([[1, 2], [3, 4]]), estimator=strategy(4))
    with pytest.raises(InvalidParameter, match="short of a number"):
        plogp.mutual_information(Counts([[1, 2], [3, 4]]), estimator=strategy((4,)))
    known = plogp.mutual_information(Counts([[5, 2], [3, 4]]), estimator=strategy((2, 2)))
    assert known.value == pytest.approx(0.04, abs=0.1)


def test_the_dropped_are_counted_in_the_result():
    h = plogp.entropy(Samples([1, None, 2, 1], missing="drop"))
    assert h.dropped == 1
    assert h.n == 3


@each
@settings(max_examples=25, deadline=None)
@given(n=tables)
def test_the_chain_rule_is_exact(estimator, n):
    joint = np.array(n).reshape(2, 2, 3)  # X, Z, Y
    if not (joint > 1).any():
        return  # NSB needs something that was seen twice
    both = plogp.mutual_information(Counts(joint.reshape(4, 3)), estimator=estimator).value
    first = plogp.mutual_information(Counts(joint.sum(axis=0)), estimator=estimator).value
    then = plogp.mutual_information(Counts(joint, given=(1,)), estimator=estimator).value
    assert both == pytest.approx(first + then, abs=1e-9)


@each
def test_processing_loses_information_within_error(estimator):
    rng = np.random.default_rng(7)
    x = rng.integers(0, 8, 5000)
    y = (x + rng.integers(0, 3, 5000)) % 8
    whole = plogp.mutual_information(Samples(x, y), estimator=estimator)
    merged = plogp.mutual_information(Samples(x // 2, y), estimator=estimator)
    assert merged.value < whole.value + 3 * whole.stderr
    assert plogp.conditional_entropy(Samples(x, x), estimator=estimator).value == pytest.approx(0, abs=1e-12)


@each
def test_any_number_of_threads_gives_the_same(estimator):
    x, y = np.random.default_rng(8).integers(0, 9, (2, 300_000))
    before, found = plogp.get_num_threads(), []
    for threads in (1, 2, 3):
        plogp.set_num_threads(threads)
        found.append(plogp.mutual_information(Samples(x, y), estimator=estimator))
    plogp.set_num_threads(before)
    assert len({(i.value, i.low, i.high) for i in found}) == 1


def test_digamma_less_log_to_its_own_last_digits():
    n = np.concatenate([np.arange(1, 1200), 10 ** np.arange(4, 19)])
    with mpmath.workdps(50):
        wanted = [float(mpmath.digamma(int(k)) - mpmath.log(int(k))) for k in n]
    for found in (digamma_less_log(n), [float(digamma_less_log(int(k))) for k in n]):
        np.testing.assert_allclose(found, wanted, rtol=1e-13)
