"""The shares of missing values and of zeros have tests of their own in a comparison."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import fisher_exact

import plogp
from plogp.apps.drift import paired_counts


def test_a_share_has_a_test_of_its_own():
    """One of a hundred values more is missing, or zero: a test over sixteen bins sees it a third as often."""
    own = over_all = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((2, 1000))
        gone = [rng.random(1000) < share for share in (0.01, 0.025)]
        before, after = ({"x": np.where(g, np.nan, part)} for g, part in zip(gone, x, strict=True))
        column = plogp.compare(before, after).columns[0]
        table = [[int(g.sum()), 1000 - int(g.sum())] for g in gone]
        assert column.missing.p_value == pytest.approx(fisher_exact(table).pvalue, rel=0.5)
        own += column.missing.p_value <= 0.025
        over_all += column.p_value <= 0.025
    assert own > 1.5 * over_all
    before = {"n": np.repeat([0, 1, 2, 3], [10, 400, 300, 290])}
    after = {"n": np.repeat([0, 1, 2, 3], [40, 390, 290, 280])}
    column = plogp.compare(before, after).columns[0]
    assert (column.zeros.reference, column.zeros.current, column.zeros.alarm) == (0.01, 0.04, True)
    assert column.missing is None


def test_zeros_of_binned_numbers_have_a_test_of_their_own():
    """One in a hundred becomes 2.5: as Fisher's test sees it, however many values there are beside them."""
    own = over_all = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((2, 1000))
        zero = [rng.random(1000) < share for share in (0.01, 0.025)]
        before, after = ({"x": np.where(z, -0.0, part)} for z, part in zip(zero, x, strict=True))
        column = plogp.compare(before, after).columns[0]
        table = [[int(z.sum()), 1000 - int(z.sum())] for z in zero]
        assert (column.zeros.reference, column.zeros.current) == tuple(n / 1000 for n, _ in table)
        assert column.zeros.p_value == pytest.approx(fisher_exact(table).pvalue, rel=0.5)
        own += column.zeros.p_value <= 0.025
        over_all += column.p_value <= 0.025
    assert own > 1.5 * over_all


ZERO_KINDS = {
    "amounts": lambda rng: np.where(rng.random(900) < 0.3, 0.0, rng.exponential(size=900)),
    "both signs": lambda rng: np.where(rng.random(900) < 0.02, 0.0, rng.standard_normal(900)),
    "float32": lambda rng: np.where(rng.random(900) < 0.02, 0.0, rng.standard_normal(900)).astype(np.float32),
    "whole": lambda rng: np.where(rng.random(900) < 0.02, 0, rng.integers(-(10**6), 10**6, 900)),
    "gaps": lambda rng: rng.choice([0.0, np.nan, np.inf, -np.inf], 900) + rng.standard_normal(900).round(3),
}


@pytest.mark.parametrize("draw", ZERO_KINDS.values(), ids=ZERO_KINDS)
def test_zeros_are_counted_apart_and_nothing_else_is_changed_by_that(draw, monkeypatch):
    """Tables that were never cut around zero differ as much, alone and together; a lazy table has as many zeros."""
    rng = np.random.default_rng(3)
    sides = [{"x": draw(rng), "g": rng.integers(0, 3, 900)} for _ in range(2)]

    def compared(*tables):
        found = plogp.compare(*tables, pairs=[("x", "g")], target="g")
        (x,) = (column for column in found.columns if column.name == "x")
        relations = [(pair.js, pair.psi, pair.p_value) for pair in (*found.pairs, *found.target)]
        return x.zeros, (x.js, x.psi, x.p_value, x.moved, x.missing and x.missing.p_value, relations)

    zeros, rest = compared(*sides)
    values = [side["x"][~np.isnan(side["x"])] for side in sides]
    assert [zeros.reference, zeros.current] == [(part == 0).mean() for part in values]
    assert compared(*(pl.DataFrame(side, nan_to_null=True).lazy() for side in sides)) == (zeros, rest)
    monkeypatch.setattr(paired_counts, "with_zero_bins", lambda plan: plan)
    assert compared(*sides) == (None, rest)


@pytest.mark.slow
def test_shares_alarm_by_themselves_no_more_often_than_all_tests_may():
    alarms = 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        sides = []
        for _ in range(2):
            n = rng.poisson(1, 200).astype(float)
            sides.append({"n": np.where(rng.random(200) < 0.05, np.nan, n)})
        alarms += plogp.compare(*sides).drifted
    assert alarms <= 15  # 7.5 expected at most; 15 or more with 1 %
