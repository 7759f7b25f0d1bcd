"""Counts up to 2^63 - 1 in total give right digits, in a time that does not grow with them; beyond is an error."""

import mpmath
import numpy as np
import pytest
from scipy import special

import plogp
from discrete_estimators import EVERY
from plogp import (
    ChiSquare,
    Counts,
)
from plogp.estimators.expected_mutual_information import chance
from plogp.estimators.testing.chance_test import shared_by_chance
from plogp.theory.counts.contingency import Contingency
from plogp.theory.errors import NotCounts

each = pytest.mark.parametrize("estimator", EVERY, ids=lambda e: type(e).__name__)
MOST = 2**63 - 1
SCALES = [10**k for k in (3, 6, 9, 10, 11, 13, 15, 16, 17)]
TABLE = np.array([[5, 3, 1], [2, 7, 4]])
QUANTITIES = [
    "conditional_entropy",
    "mutual_information",
    "normalized_mutual_information",
    "variation_of_information",
    "total_correlation",
]


def exact(*terms):
    """The sum of ± entropies of counts, with fifty digits."""
    with mpmath.workdps(50):
        total = mpmath.mpf(0)
        for sign, n in terms:
            n = [int(c) for c in np.ravel(n) if c]
            total += sign * -sum(mpmath.mpf(c) / sum(n) * mpmath.log(mpmath.mpf(c) / sum(n)) for c in n)
        return float(total)


@each
@pytest.mark.parametrize("n", [[5, 3, 1], [1, 1, 1, 1], [900, 5], [12, 7, 6, 5, 2, 1]], ids=str)
def test_a_table_times_any_number_has_the_same_entropy(estimator, n):
    truth, before = exact((1, n)), None
    for scale in SCALES:
        if sum(n) * scale > MOST:
            break
        h = plogp.entropy(Counts(np.array(n) * scale), estimator=estimator)
        stderr = max(h.stderr, 1e-15)
        assert h.value == pytest.approx(truth, abs=len(n) / h.n + 2e-14)
        assert h.low <= truth + 2e-14
        assert h.high >= truth - 2e-14
        if before and len(set(n)) > 1:  # standard errors fall as the root of the number of observations
            assert stderr == pytest.approx(before[1] * (before[0] / scale) ** 0.5, rel=0.05, abs=2e-15)
        before = scale, stderr


@each
@pytest.mark.parametrize("quantity", QUANTITIES)
def test_a_table_times_any_number_has_the_same_information(estimator, quantity):
    x, y = TABLE.sum(1), TABLE.sum(0)
    information = exact((1, x), (1, y), (-1, TABLE))
    truth = {
        "conditional_entropy": exact((1, TABLE), (-1, y)),
        "mutual_information": information,
        "normalized_mutual_information": 2 * information / exact((1, x), (1, y)),
        "variation_of_information": exact((2, TABLE), (-1, x), (-1, y)),
        "total_correlation": information,
    }[quantity]
    for scale in SCALES:
        found = getattr(plogp, quantity)(Counts(TABLE * scale), estimator=estimator)
        assert found.value == pytest.approx(truth, abs=0.1 * found.stderr + 1e-14)
        assert found.low - 1e-14 <= truth <= found.high + 1e-14
        assert found.high - found.low == pytest.approx(3.92 * found.stderr, rel=0.05, abs=1e-14)


@each
def test_an_almost_certain_outcome_keeps_its_digits(estimator):
    for n in ([10**15, 10**4], [9 * 10**18, 7 * 10**6, 10**3]):
        assert plogp.entropy(Counts(n), estimator=estimator).value == pytest.approx(exact((1, n)), rel=2e-3)


def test_chance_of_large_tables():
    """By the expansion of the mean in the number of observations: (r - 1)(c - 1)/2n and more."""
    for scale in SCALES:
        t = Contingency.of_table(TABLE * scale)
        random = chance(t)
        assert 2 * t.total * random.mean == pytest.approx(2, rel=3 / scale**0.5)
        assert 4 * t.total**2 * random.variance == pytest.approx(4, rel=3 / scale**0.5)
        truth = exact((1, TABLE.sum(1)), (1, TABLE.sum(0)), (-1, TABLE))
        half = exact((1, TABLE.sum(1)), (1, TABLE.sum(0))) / 2
        adjusted = plogp.adjusted_mutual_information(Counts(TABLE * scale))
        assert adjusted.value == pytest.approx((truth - random.mean) / (half - random.mean), rel=1e-13)


@pytest.mark.parametrize(("a", "b", "n"), [(50_000, 40_000, 100_000), (900_000, 5000, 10**6), (60, 10**5, 2 * 10**5)])
def test_sums_over_some_counts_are_those_over_all(a, b, n):
    k = np.arange(max(0, a + b - n), min(a, b) + 1)
    log_p = -special.gammaln([k + 1, a - k + 1, b - k + 1, n - a - b + k + 1]).sum(axis=0)
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    expected = sum(  # of a 2 x 2 table
        float(p @ special.xlogy(c, np.maximum(c, 1) * n / (one * other)) / n)
        for c, one, other in ((k, a, b), (a - k, a, n - b), (b - k, n - a, b), (n - a - b + k, n - a, n - b))
    )
    cell = int(np.argmax(p))
    t = Contingency.of_table(np.array([[k[cell], a - k[cell]], [b - k[cell], n - a - b + k[cell]]]))
    assert chance(t).mean == pytest.approx(expected, rel=1e-6)


def test_independent_up_to_rounding():
    for scale in SCALES:
        t = Counts(np.outer([3, 2], [5, 4]) * scale)
        assert plogp.mutual_information(t).low == pytest.approx(0, abs=1e-15)  # the last bits of a logarithm
        assert plogp.independence_test(t, method=ChiSquare()).p_value > 0.9
        assert shared_by_chance(t.contingency()).p_value > 0.9


def test_the_largest_table_and_one_beyond():
    half = 2**62
    h = plogp.entropy(Counts([half - 1, half]))
    assert h.n == MOST
    assert h.value == pytest.approx(np.log(2), rel=1e-15)
    for quantity in [*QUANTITIES, "adjusted_mutual_information"]:
        getattr(plogp, quantity)(Counts([[half - 2, 1], [0, half]]))
    for n in ([half, half], np.array([2**63, 1], np.uint64), [1e19, 2.0], np.full(1000, 2**62)):
        with pytest.raises(NotCounts, match=r"at most 2\^63 - 1"):
            plogp.entropy(Counts(n))


@pytest.mark.parametrize("n", [[[2**63 - 4, 1], [1, 1]], [1, 1, 1, 2**63 - 4], [2**63 - 2, 1]])
def test_rare_outcomes_beside_as_many_as_can_be_counted(n):
    n = np.array(n)
    for quantity in (plogp.entropy, plogp.perplexity, *([plogp.mutual_information] if n.ndim == 2 else [])):
        found = quantity(Counts(n))
        assert found.low <= found.high < 2
        assert found.n == 2**63 - 1
    for divergence in (plogp.kl_divergence, plogp.js_divergence):
        with pytest.raises(plogp.PlogpError, match="2\\^63 - 1 observations"):
            divergence(Counts(n), Counts(n))
