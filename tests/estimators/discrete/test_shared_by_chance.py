"""What unrelated variables share: the p-value is exact of four cells, and holds its level where a margin is rare."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import xlogy
from scipy.stats import hypergeom

from plogp.estimators.testing.chance_test import shared_by_chance
from plogp.theory.counts.contingency import Contingency


def p_value(table):
    return shared_by_chance(Contingency.of_table(np.asarray(table))).p_value


def four_cells(k, n, a, b):
    """n·I of the table with the margins a and b of n and k in its corner, up to what all of these have in common."""
    return sum(xlogy(c, c) for c in (k, a - k, b - k, n - a - b + k))


@settings(max_examples=100, deadline=None)
@given(st.integers(4, 3000), st.data())
def test_of_four_cells_it_is_the_sum_over_all_tables(n, data):
    a, b = (data.draw(st.integers(1, n - 1) | st.integers(1, min(n - 1, 12))) for _ in range(2))
    k = np.arange(max(0, a + b - n), min(a, b) + 1)
    seen = data.draw(st.sampled_from(k.tolist()))
    shared = four_cells(k, n, a, b)
    exact = hypergeom.pmf(k, n, a, b)[shared >= four_cells(seen, n, a, b) - 1e-9 - 1e-12 * n].sum()
    found = p_value([[seen, a - seen], [b - seen, n - a - b + seen]])
    assert found == pytest.approx(exact, rel=1e-6, abs=1e-250)


@pytest.mark.parametrize(("n", "levels", "positives"), [(1000, 300, 10), (500, 40, 3), (2000, 20, 30)])
def test_it_holds_its_level_for_rare_targets_of_many_levels(n, levels, positives):
    rng = np.random.default_rng(n)
    found = []
    for _ in range(250):
        table = np.zeros((levels, 2), dtype=np.int64)
        np.add.at(table, (rng.integers(0, levels, n), (rng.permutation(n) < positives).astype(int)), 1)
        found.append(p_value(table[table.any(axis=1)]))
    for level in (0.2, 0.05, 0.01):
        assert np.mean(np.array(found) <= level) <= level + 3 * (level * (1 - level) / len(found)) ** 0.5


@pytest.mark.parametrize("coincidences", [2, 3, 5])
def test_the_tail_beyond_all_random_tables_is_of_the_right_size(coincidences):
    """Of a flag in three levels of which two are never met: then four cells tell it exactly."""
    n, a, b = 3000, 30, 10
    exact = hypergeom.sf(coincidences - 1, n, a, b)
    half = (n - a) // 2
    rest = b - coincidences
    table = [
        [coincidences, a - coincidences],
        [rest // 2, half - rest // 2],
        [rest - rest // 2, half - rest + rest // 2],
    ]
    assert exact / 30 < p_value(table) < 30 * exact


def test_within_levels_of_a_third_variable():
    rng = np.random.default_rng(3)
    tables = [np.array([[k, 10 - k], [4, 200]]) for k in (0, 1, 2)]
    together = shared_by_chance(*map(Contingency.of_table, tables)).p_value
    drawn = [
        sum(four_cells(hypergeom.rvs(n.sum(), n[0].sum(), n[:, 0].sum(), random_state=rng), n.sum(), n[0].sum(),
                       n[:, 0].sum()) for n in tables)
        for _ in range(4000)
    ]  # fmt: skip
    seen = sum(four_cells(n[0, 0], n.sum(), n[0].sum(), n[:, 0].sum()) for n in tables)
    assert together == pytest.approx(np.mean(np.array(drawn) >= seen - 1e-9), rel=0.8, abs=0.02)
