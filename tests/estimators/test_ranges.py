"""No interval leaves the values that its quantity can take, while estimates stay signed."""

from math import inf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import plogp
from plogp import Counts, PlugIn, Samples
from plogp.quantities._catalogue import quantity_of

ONE = ["entropy", "perplexity"]
TWO = [
    "conditional_entropy",
    "mutual_information",
    "normalized_mutual_information",
    "adjusted_mutual_information",
    "variation_of_information",
    "total_correlation",
]
PAIRS = ["kl_divergence", "js_divergence", "jeffreys_divergence", "cross_entropy"]
COUNTS = st.one_of(st.integers(0, 3), st.integers(0, 300))


def tables(dims):
    return arrays(np.int64, array_shapes(min_dims=dims, max_dims=dims, max_side=6), elements=COUNTS).filter(np.any)


def check(estimate, least, most):
    assert least <= estimate.low <= estimate.high <= most
    assert estimate.low <= min(max(estimate.value, least), most) <= estimate.high


@settings(max_examples=30, deadline=None)
@given(tables(2))
def test_of_counts(table):
    for name in ONE + TWO:
        check(getattr(plogp, name)(Counts(table)), *quantity_of(getattr(plogp, name)).range)
    bits = plogp.mutual_information(Counts(table), base=2)
    assert bits.low >= 0
    assert plogp.normalized_mutual_information(Counts(table), estimator=PlugIn()).high <= 1


@settings(max_examples=20, deadline=None)
@given(tables(3))
def test_of_three_variables(table):
    for name in ["mutual_information", "conditional_entropy", "total_correlation"]:
        given = {"given": (2,)} if name == "mutual_information" else {}
        check(getattr(plogp, name)(Counts(table, **given)), *quantity_of(getattr(plogp, name)).range)


@settings(max_examples=20, deadline=None)
@given(tables(2).filter(lambda n: len(n) > 1 and n[0].any() and n[1].any()))
def test_of_two_samples(table):
    for name in PAIRS:
        check(getattr(plogp, name)(Counts(table[0]), Counts(table[1])), *quantity_of(getattr(plogp, name)).range)


@pytest.mark.parametrize("estimator", [None, plogp.KSG(), plogp.MixedKSG()], ids=str)
def test_of_continuous_columns(estimator):
    rng = np.random.default_rng(1)
    found = [
        plogp.mutual_information(Samples(*rng.standard_normal((2, 60))), base=2, estimator=estimator) for _ in range(40)
    ]
    assert min(i.value for i in found) < 0
    for i in found:
        check(i, 0.0, inf)


def test_a_differential_entropy_can_be_negative():
    assert plogp.entropy(Samples(np.random.default_rng(2).uniform(0, 0.01, 100))).high < 0


def test_a_range_is_in_the_unit_of_the_answer():
    apart = plogp.js_divergence(Counts([3, 0]), Counts([0, 2]), base=2)
    assert apart.high == pytest.approx(1, rel=1e-12)
    apart = plogp.js_divergence(Counts([3, 0]), Counts([0, 2]), weights=(0.25, 0.75))
    assert apart.high == pytest.approx(log(4) - 0.75 * log(3))


def test_the_entropy_of_a_profile_is_that_of_the_values_it_counts():
    profile = plogp.profile({"a": list("abcdefgh") * 2, "b": list("abcdefghabcdefgi")}, pairs=False)
    for column in profile.columns:
        assert column.entropy is None or column.entropy.high <= np.log2(column.distinct) + 1e-12
