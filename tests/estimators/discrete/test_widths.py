"""Intervals are no wider than their error probability asks: they exclude the boundary in one of twenty samples."""

from __future__ import annotations

import numpy as np
import pytest

import plogp


def _independent(rows: int, columns: int) -> np.ndarray:
    """Two independent variables with a tail of rare levels each."""
    p, q = 1.0 / np.arange(1, rows + 1) ** 1.5, 1.0 / np.arange(1, columns + 1)
    return np.outer(p / p.sum(), q / q.sum())


@pytest.mark.parametrize("shape", [(2, 40), (12, 9)])
@pytest.mark.parametrize("quantity", [plogp.mutual_information, plogp.normalized_mutual_information])
def test_a_thin_table_of_independent_variables_excludes_zero_in_one_of_twenty(shape, quantity):
    p = _independent(*shape)
    counts = np.random.default_rng(7).multinomial(250, p.ravel(), size=150).reshape(-1, *shape)
    above = np.mean([quantity(plogp.Counts(n)).low > 0 for n in counts])
    assert 0 < above < 0.12  # 0.05 ± 4 standard errors of 150 samples; none did


@pytest.mark.slow
def test_rare_flags_exclude_zero_as_often_as_their_lattice_allows():
    # No count of both is too few to be likely, so all of the error probability lies above.
    p = np.outer([0.9, 0.1], [0.95, 0.05])
    counts = np.random.default_rng(8).multinomial(300, p.ravel(), size=250).reshape(-1, 2, 2)
    above = np.mean([plogp.mutual_information(plogp.Counts(n)).low > 0 for n in counts])
    assert 0.015 < above < 0.1


@pytest.mark.slow
def test_information_that_few_observations_carry_has_a_skewed_interval():
    # Eight pairs of rare levels on average, each of them unmistakable: a sum of Poisson numbers.
    p = np.diag([0.9996, *np.full(8, 0.00005)])
    truth = float(plogp.mutual_information(plogp.Joint(p, axes=(0, 1))))
    counts = np.random.default_rng(9).multinomial(20_000, p.ravel(), size=120).reshape(-1, 9, 9)
    found = [plogp.mutual_information(plogp.Counts(n)) for n in counts]
    assert np.mean([e.high < truth for e in found]) < 0.06
    assert np.mean([e.low > truth for e in found]) < 0.06


def test_a_thin_tail_that_is_hardly_seen_is_warned_of_where_the_interval_misses():
    p = np.concatenate([np.full(5, 0.98 / 5), np.full(1000, 0.02 / 1000)])
    truth = float(plogp.entropy(p))
    found = [plogp.entropy(plogp.Counts(n)) for n in np.random.default_rng(10).multinomial(200, p, size=150)]
    missed = [e for e in found if not e.low <= truth <= e.high]
    assert len(missed) < 50
    assert np.mean([not e.warnings for e in missed]) <= 0.1


@pytest.mark.parametrize(("n", "m"), [(100, 300), (300, 100), (90, 90)])
@pytest.mark.parametrize("decimals", [None, 0])
def test_the_interval_of_a_js_divergence_is_as_wide_as_it_spreads(n, m, decimals):
    rng = np.random.default_rng(11)
    found = []
    for _ in range(25):
        x, y = 2 * rng.standard_normal(n), 2 * rng.standard_normal(m) + 2
        if decimals is not None:
            x, y = np.round(x, decimals), np.round(y, decimals)
        found.append(plogp.js_divergence(plogp.Samples(x), plogp.Samples(y)))
    spread = np.std([e.value for e in found])
    half = np.median([e.high - e.low for e in found]) / 2
    assert 1.3 * spread < half < 3.1 * spread  # 1.96 with the error of 25 samples; up to 3.6 before


def test_a_conditional_entropy_near_its_most_is_no_normal_variable():
    """Its distance from log 2 is nearly chi-square: one in nine intervals lay above it."""
    p = np.outer([0.518, 0.482], [0.7, 0.3])
    truth = float(plogp.conditional_entropy(plogp.Joint(p, axes=(0, 1))))
    counts = np.random.default_rng(15).multinomial(8000, p.ravel(), size=200).reshape(-1, 2, 2)
    found = [plogp.conditional_entropy(plogp.Counts(n)) for n in counts]
    assert np.mean([e.low > truth for e in found]) < 0.075
    assert np.mean([e.high < truth for e in found]) < 0.075


def test_what_guesses_add_to_a_variance_is_no_more_than_the_jackknife_sees():
    """Two strata of which one hardly has a rare cell: what is guessed of it cancels between the entropies."""
    p = np.array([[[0.80, 0.015], [0.003, 0.0004]], [[0.1812, 0.0001], [0.0002, 0.0001]]])
    counts = np.random.default_rng(16).multinomial(863, p.ravel() / p.sum(), size=150).reshape(-1, 2, 2, 2)
    found = [plogp.mutual_information(plogp.Counts(n, given=(2,))) for n in counts]
    sd = np.std([e.value for e in found])
    assert np.mean([e.stderr**2 for e in found]) ** 0.5 < 1.5 * sd


def test_far_from_independence_a_thin_table_has_an_interval_as_wide_as_it_spreads():
    """Its variance was drawn to that at independence by all degrees of freedom: 85 % covered here, 99 % elsewhere."""
    rng = np.random.default_rng(17)
    share = np.exp(-0.35 * np.arange(12))
    copy = 0.9 * np.diag(share / share.sum()) + 0.1 * np.outer(share, share) / share.sum() ** 2
    p = np.stack([w * copy for w in (0.6, 0.3, 0.1)], axis=-1)
    truth = float(plogp.mutual_information(plogp.Joint(p, axes=(0, 1, 2)), given=2))
    counts = rng.multinomial(973, p.ravel(), size=80).reshape(-1, *p.shape)
    found = [plogp.mutual_information(plogp.Counts(n, given=(2,))) for n in counts]
    wide = np.mean([e.high - e.low for e in found]) / (2 * 1.96 * np.std([e.value for e in found]))
    assert 0.95 < wide < 1.3
    assert np.mean([e.low <= truth <= e.high for e in found]) > 0.9
