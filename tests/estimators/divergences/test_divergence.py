"""Divergences of samples: limits, exact expectations of small samples, matching of categories, unseen ones."""

from itertools import product
from math import inf, log, log2

import numpy as np
import pytest
from scipy import special
from scipy.stats import multinomial

import plogp
from plogp import Counts, Logits, Pseudocount, Samples
from plogp.theory.errors import InvalidParameter, ShapeMismatch, Unanswerable

QUANTITIES = [plogp.cross_entropy, plogp.kl_divergence, plogp.js_divergence, plogp.jeffreys_divergence]
each = pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda q: q.__name__)
P, Q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.5, 0.3])


@each
def test_large_samples_give_the_known_answer(quantity):
    rng = np.random.default_rng(1)
    n, m = Counts(rng.multinomial(400_000, P)), Counts(rng.multinomial(300_000, Q))
    truth = quantity(P, Q, base=2)
    for p, q in product((n, P), (m, Q)):
        if p is P and q is Q:
            continue
        found = quantity(p, q, base=2)
        assert found.value == pytest.approx(truth, abs=4 * found.stderr)
        assert found.low < found.value < found.high
        assert found.unit == "bit"
    assert quantity(n, m).n == 700_000


@each
@pytest.mark.parametrize("known", [pytest.param("neither", marks=pytest.mark.study), "second"])
def test_the_bias_is_removed(quantity, known):
    """The exact mean over all samples of 40 and 60, against that of the plug-in estimate."""
    p, q, n, m = 0.35, 0.6, 40, 60
    weights, found, plug_in = [], [], []
    for i in range(1, n):
        for j in range(1, m) if known == "neither" else (0,):
            first = Counts([i, n - i])
            second = Counts([j, m - j]) if known == "neither" else [q, 1 - q]
            odds = multinomial.pmf([i, n - i], n, [p, 1 - p])
            weights.append(odds * (multinomial.pmf([j, m - j], m, [q, 1 - q]) if known == "neither" else 1))
            estimate = quantity(first, second)
            found.append(estimate.value)
            plug_in.append(estimate.value + estimate.bias)
    weights = np.array(weights) / sum(weights)
    truth = quantity([p, 1 - p], [q, 1 - q])
    left, before = abs(weights @ found - truth), abs(weights @ plug_in - truth)
    assert left < 0.25 * before + 2e-4


@each
def test_plug_in_is_the_equation_of_the_frequencies(quantity):
    n, m = np.array([30, 50, 20]), np.array([25, 25, 50])
    found = quantity(Counts(n), Counts(m))
    assert found.value + found.bias == pytest.approx(float(quantity(n / 100, m / 100)), rel=1e-12)


@pytest.mark.parametrize("quantity", QUANTITIES[1:], ids=lambda q: q.__name__)
def test_intervals_of_equal_sources_cover(quantity):
    rng = np.random.default_rng(2)
    p = np.array([0.4, 0.3, 0.2, 0.1])
    tables = rng.multinomial(300, p, (300, 2))
    covered = sum(quantity(Counts(a), Counts(b)).low <= 0 for a, b in tables)
    assert 0.92 <= covered / 300 <= 0.985


def test_symmetric_where_theory_says_symmetric():
    n, m = Counts([30, 50, 20]), Counts([25, 25, 50])
    for quantity in (plogp.js_divergence, plogp.jeffreys_divergence):
        there, back = quantity(n, m), quantity(m, n)
        assert there.value == pytest.approx(back.value, rel=1e-12)
        assert (there.low, there.high) == pytest.approx((back.low, back.high), rel=1e-9)
    assert plogp.kl_divergence(n, m).value != plogp.kl_divergence(m, n).value


def test_many_members_with_weights():
    n, m, o = Counts([300, 500, 200]), Counts([250, 250, 500]), Counts([700, 100, 200])
    w = [0.2, 0.3, 0.5]
    found = plogp.js_divergence(n, m, o, weights=w)
    truth = plogp.js_divergence(*[c.n / np.sum(c.n) for c in (n, m, o)], weights=w)
    assert found.value + found.bias == pytest.approx(float(truth), rel=1e-12)
    twice = plogp.js_divergence(n, m)
    assert plogp.js_divergence(n, m, o, weights=[0.5, 0.5, 0]).value == pytest.approx(twice.value, rel=1e-12)


def test_unseen_categories_are_infinite_unless_a_policy_says_otherwise():
    p, q = Counts([40, 50, 10]), Counts([45, 55, 0])
    for quantity in (plogp.cross_entropy, plogp.kl_divergence, plogp.jeffreys_divergence):
        found = quantity(p, q)
        assert found.value == inf
        assert found.warnings[0].startswith("unseen: 1 categories")
        smoothed = quantity(p, q, unseen=Pseudocount(0.5))
        assert 0 < smoothed.value < 5
        assert smoothed.low < smoothed.value < smoothed.high
    assert plogp.kl_divergence(q, p).value < inf
    assert plogp.js_divergence(p, q).value < log(2)
    frequencies = np.array([45.5, 55.5, 0.5]) / 101.5
    by_hand = -(np.array([0.4, 0.5, 0.1]) * np.log(frequencies)).sum()
    found = plogp.cross_entropy(p, q, unseen=Pseudocount(0.5))
    assert found.value + found.bias == pytest.approx(by_hand, rel=1e-12)
    with pytest.raises(InvalidParameter, match="above 0"):
        Pseudocount(0)


def test_samples_are_matched_by_value():
    first, second = list("aabbbc") * 20, list("cabbd") * 20
    found = plogp.js_divergence(Samples(first), Samples(second))
    by_hand = plogp.js_divergence(Counts([40, 60, 20, 0]), Counts([20, 40, 20, 20]))
    assert found.value == pytest.approx(by_hand.value, rel=1e-12)
    pairs = plogp.js_divergence(Samples(first, [1] * 120), Samples(second, [1] * 100))
    assert pairs.value == pytest.approx(by_hand.value, rel=1e-12)
    wide = plogp.kl_divergence(Samples([10**15, 3, 3] * 9), Samples([3, 10**15] * 9))
    assert wide.n == 45
    dropped = plogp.kl_divergence(Samples([1, None, 2], missing="drop"), Samples([1, 2, 2]))
    assert dropped.dropped == 1


def test_data_against_a_model():
    z = np.array([1.0, 2.0, 0.5])
    n = Counts([200, 500, 100])
    p = np.array(n.n) / 800
    found = plogp.cross_entropy(n, Logits(z), base=2)
    assert found.value == pytest.approx(-(p @ special.log_softmax(z)) / log(2), rel=1e-12)
    assert found.bias == pytest.approx(0, abs=1e-15)
    assert plogp.kl_divergence(n, Logits(z)).value < found.value / log2(np.e)


@pytest.mark.parametrize(
    ("p", "q", "error", "message"),
    [
        (Counts([1, 2]), Counts([1, 2, 3]), ShapeMismatch, "same categories"),
        (Counts([1, 2]), Samples([1, 2]), Unanswerable, "matched"),
        (Samples([1, 2]), Counts([1, 2]), Unanswerable, "matched"),
        (Counts([1, 2]), [0.2, 0.3, 0.5], ShapeMismatch, "2 and 3 outcomes"),
        (Counts([1, 2]), [[0.5, 0.5]], ShapeMismatch, "one distribution"),
        (Samples([1, 2]), Samples(["a"]), ShapeMismatch, "number or kind"),
        (Samples([1, 2]), Samples([1, 2], [1, 2]), ShapeMismatch, "number or kind"),
    ],
)
def test_what_cannot_be_compared(p, q, error, message):
    with pytest.raises(error, match=message):
        plogp.js_divergence(p, q)
