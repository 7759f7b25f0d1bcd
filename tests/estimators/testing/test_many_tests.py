"""Adjusted p-values: SciPy's, in order, never below the p-value itself; and probabilities that stay below one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from plogp.apps.profile.target_information import telling
from plogp.estimators.strata import strata
from plogp.estimators.testing import anderson_darling
from plogp.estimators.testing.independence_methods import chi_square
from plogp.estimators.testing.multiple_testing import benjamini_hochberg, holm
from plogp.estimators.testing.two_sample_test import TwoSamples
from plogp.theory.counts.contingency import Contingency

PROBABILITIES = st.lists(st.floats(0, 1), max_size=50)


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
@given(PROBABILITIES)
def test_adjusted_is_never_below_the_p_value_and_keeps_its_order(adjust, p):
    adjusted = adjust(p)
    assert all(before <= after <= 1 for before, after in zip(p, adjusted, strict=True))
    in_order = [after for _, after in sorted(zip(p, adjusted, strict=True))]
    assert in_order == sorted(in_order)


@given(PROBABILITIES)
def test_benjamini_hochberg_is_scipys(p):
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p) if p else [])


@given(PROBABILITIES)
def test_holm_is_its_definition(p):
    """Step by step: a hypothesis is rejected at a level until the first that is not (Holm 1979)."""
    for level, adjusted in zip(p, holm(p), strict=True):
        rank = sum(other < level for other in p)
        assert adjusted >= min(1.0, (len(p) - rank) * level)
    assert max(p, default=0) <= max(holm(p), default=0)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=8), st.integers(0, 8))
def test_probabilities_and_shares_are_at_most_one(pairs, ordered):
    reference, current = np.array(pairs).T
    samples = TwoSamples(reference, current, min(ordered, len(pairs)))
    assert 0 <= samples.p_value(np.random.default_rng(1), 50) <= 1
    if samples.both.any():
        weight = anderson_darling.weights(samples.both)
        found = float(anderson_darling.statistic(reference, current))
        assert 0 <= anderson_darling.p_value(found, weight) <= 1
    for table in (np.array(pairs), np.diag(samples.both)):  # the second: a copy, which tells all of it
        if (table.sum(axis=0) > 0).sum() > 1:
            told = telling(table, 2.0)
            assert 0 <= told.p_value <= 1
            assert told.share <= 1
            assert 0 <= chi_square(strata(Contingency.of_table(table))) <= 1
