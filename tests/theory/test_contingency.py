"""A table of two variables that is read where it lies answers as the list of its cells does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from plogp.theory.counts.contingency import Contingency
from plogp.theory.counts.effect import Effect

SMALL = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 10**12))
TABLES = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=SMALL).filter(np.any)
VARIABLES = [(0,), (1,), (0, 1)]


def listed(table):
    cells = np.nonzero(table)
    return Contingency.of_cells(table[cells], cells, table.shape)


def effects(t, rng):
    """A value for each count that occurs, of each variable and of both."""
    counts = [(variables, t.count_of_counts(variables)[0]) for variables in VARIABLES]
    return [Effect(variables, n, rng.normal(size=n.size)) for variables, n in counts]


@given(TABLES)
def test_counts_and_counts_of_counts(table):
    laid_out, cells = Contingency.of_table(table), listed(table)
    assert laid_out.total == cells.total == table.sum()
    for variables in [*VARIABLES, ()]:
        assert sorted(laid_out.margin(variables)) == sorted(cells.margin(variables))
        for one, other in zip(laid_out.count_of_counts(variables), cells.count_of_counts(variables), strict=True):
            assert one.tolist() == other.tolist()


@given(TABLES, st.integers(0, 9))
def test_the_spread_of_effects(table, seed):
    laid_out, cells = Contingency.of_table(table), listed(table)
    some = effects(cells, np.random.default_rng(seed))
    assert laid_out.spread(some) == pytest.approx(cells.spread(some), rel=1e-12, abs=1e-12)


def test_the_spread_of_a_table_of_many_blocks_is_the_variance_of_its_observations():
    rng = np.random.default_rng(0)
    table = rng.integers(0, 4, (300, 700))
    table[:64] = 0
    t = Contingency.of_table(table)
    row, column, cell = effects(t, rng)
    change = row.of_each(table.sum(1))[:, None] + column.of_each(table.sum(0)) + cell.of_each(table)
    each = np.repeat(change.ravel(), table.ravel())
    assert t.spread([row, column, cell]) == pytest.approx((each.mean(), each.var()), rel=1e-12)


@given(TABLES, st.integers(0, 9))
def test_sums_of_quadratic_functions_of_the_margins(table, seed):
    rng = np.random.default_rng(seed)
    laid_out, cells = Contingency.of_table(table), listed(table)
    slopes = effects(cells, rng)[:2]
    d = cells.count_of_counts((0, 1))[0].size
    coefficients = [tuple(rng.normal(size=(3, d))), (1.0, rng.normal(size=d), 0.0)]
    assert laid_out.sums(slopes, coefficients) == pytest.approx(cells.sums(slopes, coefficients), rel=1e-9, abs=1e-9)
