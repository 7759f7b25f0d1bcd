"""Random tables have the margins they were given and the distribution that SciPy says, in urns of every size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare, hypergeom, kstest

import plogp
from plogp import _native
from plogp.backend import random_tables

SIZES = st.lists(st.integers(0, 10**10), min_size=1, max_size=6)


@given(SIZES, SIZES, st.integers(0, 2**63))
def test_the_margins_are_those_given(rows, columns, seed):
    lacking = sum(rows) - sum(columns)
    rows, columns = np.array([*rows, max(0, -lacking)]), np.array([*columns, max(0, lacking)])
    table = random_tables.table(rows, columns, seed, 0)
    assert (table >= 0).all()
    assert table.sum(1).tolist() == rows.tolist()
    assert table.sum(0).tolist() == columns.tolist()


@pytest.mark.parametrize(
    ("marked", "others", "drawn"),
    [
        (5, 7, 4),
        (7, 5, 9),
        (40, 60, 30),
        (60, 40, 70),
        (3000, 1000, 3500),
        (20, 10**6, 10**5),
        (10**6, 20, 10**6 - 10**5),
        (500, 500, 999),
        (10**5, 9 * 10**5, 10**5),
    ],
)
def test_a_cell_is_hypergeometric(marked, others, drawn):
    rows, columns = np.array([drawn, marked + others - drawn]), np.array([marked, others])
    found = np.array([random_tables.table(rows, columns, 1, i)[0, 0] for i in range(5000)])
    law = hypergeom(marked + others, marked, drawn)
    cuts = np.unique(law.ppf(np.linspace(0, 1, 17)[1:-1]))
    expected = np.diff(law.cdf([-1, *cuts, marked]))
    seen = np.histogram(found, [-1, *(cuts + 0.5), marked + 1])[0]
    likely = expected > 1e-12
    assert not seen[~likely].any()
    assert likely.sum() == 1 or chisquare(seen[likely], 5000 * expected[likely] / expected[likely].sum()).pvalue > 1e-4


def test_huge_urns_are_normal():
    marked, others, drawn = 3 * 10**11, 10**12, 10**11
    rows, columns = np.array([drawn, marked + others - drawn]), np.array([marked, others])
    found = np.array([random_tables.table(rows, columns, 2, i)[0, 0] for i in range(3000)], dtype=float)
    all_, share = marked + others, marked / (marked + others)  # SciPy's own moments overflow here
    spread = (drawn * share * (1 - share) * (all_ - drawn) / (all_ - 1)) ** 0.5
    assert kstest((found - drawn * share) / spread, "norm").pvalue > 1e-4


@pytest.mark.parametrize("levels", [3, 60])  # cell by cell, and by shuffling
def test_each_table_is_a_function_of_the_seed_and_its_number(levels):
    rows, columns = np.full(levels, 20), np.full(levels, 20)
    before, whole = plogp.get_num_threads(), []
    for threads in (1, 2):
        plogp.set_num_threads(threads)
        whole.append(random_tables.sums(rows, columns, 5, 0, 300))
    plogp.set_num_threads(before)
    parts = [random_tables.sums(rows, columns, 5, begin, 100) for begin in (0, 100, 200)]
    np.testing.assert_array_equal(whole[0], whole[1])
    np.testing.assert_array_equal(whole[0], np.concatenate(parts))
    assert len(np.unique(whole[0])) > 50


def test_what_is_no_pair_of_margins_is_refused():
    for rows, columns in [([1, 2], [4]), ([-1, 2], [1])]:
        with pytest.raises(_native.Fault):
            random_tables.sums(np.array(rows), np.array(columns), 0, 0, 1)
