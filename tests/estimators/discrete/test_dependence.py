"""Intervals of what is shared cover near copies, beside rare events and in thin tables, where normal ones do not."""

from itertools import product
from math import comb, inf

import numpy as np
import pytest
from scipy import stats

import plogp
from plogp import Counts
from plogp.estimators.discrete import four_cells


def share_of_misses(quantity, p, n, samples, seed=0):
    """Of intervals that lie below the truth, and above; and how many of all warn."""
    p = np.asarray(p, dtype=float) / np.sum(p)
    truth = float(quantity(p))
    draws = np.random.default_rng(seed).multinomial(n, p.ravel(), size=samples)
    found = [quantity(Counts(draw.reshape(p.shape))) for draw in draws]
    misses = [(e.high < truth - 1e-9, e.low > truth + 1e-9, bool(e.warnings)) for e in found]
    return np.mean(misses, axis=0)


def flags(one, other, both):
    return np.array([[1 - one - other + both, one - both], [other - both, both]])


@pytest.mark.parametrize(
    ("p", "n"),
    [
        (flags(0.01, 0.01, 0.0001), 300),
        (flags(0.02, 0.02, 0.0016), 100),
        (flags(0.012, 0.04, 2.5e-5), 11_428),
        (flags(0.02, 0.02, 0.015), 1000),
        (flags(0.3, 0.3, 0.28), 100),
    ],
)
@pytest.mark.parametrize("quantity", [plogp.mutual_information, plogp.normalized_mutual_information])
def test_of_rare_flags(p, n, quantity):
    below, above, _ = share_of_misses(quantity, p, n, 80)
    assert below + above <= 0.05 + 3 * (0.05 * 0.95 / 80) ** 0.5


@pytest.mark.parametrize(("levels", "share", "n"), [(8, 0.1, 100), (4, 0.02, 300), (10, 0.2, 100)])
@pytest.mark.parametrize(
    "quantity", [plogp.mutual_information, plogp.normalized_mutual_information, plogp.conditional_entropy]
)
def test_of_near_copies(levels, share, n, quantity):
    p = (1 - share) * np.eye(levels) / levels + share / levels**2
    below, above, warned = share_of_misses(quantity, p, n, 50)
    assert below + above <= 0.05 + 3.5 * (0.05 * 0.95 / 50) ** 0.5 or warned > 0.9


@pytest.mark.parametrize(
    ("levels", "skew", "share", "n"), [(20, 0, 0.02, 300), (100, 1, 0.03, 400), (60, 0, 0.01, 1500)]
)
def test_of_near_copies_whose_exceptions_were_seen_once_each(levels, skew, share, n):
    """What was seen twice are copies, which say nothing of how many kinds of exceptions there are."""
    w = 1 / np.arange(1, levels + 1) ** skew
    w /= w.sum()
    p = (1 - share) * np.diag(w) + share * np.outer(w, w)
    for quantity in (plogp.conditional_entropy, plogp.normalized_mutual_information):
        below, above, _ = share_of_misses(quantity, p, n, 40)
        assert below + above <= 0.05 + 3 * (0.05 * 0.95 / 40) ** 0.5
    repeated = 50 * np.diag([20, 30, 50]) + 100 * np.eye(3)[[1, 2, 0]].astype(int)  # exceptions of which all is known
    estimate = plogp.conditional_entropy(Counts(repeated))
    assert estimate.high - estimate.low < 5 * estimate.stderr


@pytest.mark.parametrize(("shape", "n"), [((60, 7), 300), ((300, 2), 1000), ((20, 20), 150)])
@pytest.mark.parametrize("quantity", [plogp.mutual_information, plogp.normalized_mutual_information])
def test_unrelated_variables_of_many_levels_reach_zero(shape, n, quantity):
    p = np.outer(1 / (3 + np.arange(shape[0])), np.ones(shape[1]))
    assert share_of_misses(quantity, p, n, 30)[1] <= 0.14


def test_what_was_never_seen_may_still_tell():
    for quantity in (plogp.mutual_information, plogp.normalized_mutual_information, plogp.total_correlation):
        found = quantity(Counts([[30, 40], [0, 0]]))
        assert (found.value, found.low) == (0, 0)
        assert 0 < found.high < 1
    assert plogp.mutual_information(Counts([[30, 40]])).warnings[0].startswith("constant")


@pytest.mark.parametrize(("n", "rare"), [(300, 0.01), (100, 0.05), (1000, 0.02)])
def test_entropies_that_rare_observations_add_up_to(n, rare):
    """Of a flag, exactly: the sum over all counts of it."""
    k = np.arange(n // 5)
    truth = float(plogp.entropy([1 - rare, rare]))
    found = [plogp.entropy(Counts([n - i, i])) for i in k]
    missed = np.array([not e.low - 1e-12 <= truth <= e.high + 1e-12 for e in found])
    assert stats.binom.pmf(k, n, rare)[missed].sum() < 0.08


def test_the_odds_ratio_has_its_mid_p_interval():
    n, a, b, seen = 40, 12, 15, 8
    low, high = four_cells.odds(n, a, b, seen)
    k = np.arange(max(0, a + b - n), min(a, b) + 1)

    def tail(odds, above):
        """The mid-p of what was seen, and what is left for it: all that no count of the other side spends."""
        w = np.array([comb(a, i) * comb(n - a, b - i) * odds**i for i in k.tolist()])
        p = w / w.sum()
        own, other = (np.tril(np.ones((k.size, k.size)), -1).T, np.tril(np.ones((k.size, k.size)), -1))[
            :: 1 if above else -1
        ]
        spent = p[(other @ p + p / 2) <= 0.025].sum()
        return (own @ p + p / 2)[seen - k[0]], 0.05 - min(spent, 0.025)

    for end, above in ((low, True), (high, False)):
        found, left = tail(end, above)
        assert found == pytest.approx(left, rel=1e-6)
        assert 0.025 <= left <= 0.05
    assert four_cells.odds(n, a, b, 0)[0] == 0
    assert four_cells.odds(n, a, b, a)[1] == inf


def test_flags_that_change_places_or_names_share_as_much():
    table = np.array([[4, 30], [1, 200]])
    whole = four_cells.interval(table, four_cells.mutual_information)
    for swapped, x, y in product((table, table.T), (1, -1), (1, -1)):
        ends = four_cells.interval(swapped[::x, ::y], four_cells.mutual_information)
        assert ends == pytest.approx(whole, rel=1e-9, abs=1e-12)


@pytest.mark.slow
def test_every_small_table_of_two_flags_has_an_interval():
    for cells in product(range(5), repeat=4):
        table = np.reshape(cells, (2, 2))
        if all(table.sum(0)) and all(table.sum(1)):
            low, high = four_cells.interval(table, four_cells.normalized_mutual_information)
            assert 0 <= low <= high
