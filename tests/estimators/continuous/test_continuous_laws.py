"""Laws that every estimator from continuous samples obeys, exactly or within its error."""

import warnings
from itertools import product
from math import log

import numpy as np
import pytest

import plogp
from plogp import (
    KSG,
    Correa,
    Ebrahimi,
    GaussianCopula,
    KozachenkoLeonenko,
    MixedKSG,
    NearestNeighbourKL,
    RankKSG,
    Samples,
    VanEs,
    Vasicek,
    entropy,
    js_divergence,
    kl_divergence,
    mutual_information,
)

DEPENDENCE = [KSG(), KSG(algorithm=2), MixedKSG(), RankKSG(), GaussianCopula()]
ENTROPY = [KozachenkoLeonenko(), Vasicek(), VanEs(), Ebrahimi(), Correa()]

rng = np.random.default_rng(0)
Z = rng.standard_normal(2000)
X = 0.5 * Z + rng.standard_normal(2000)
Y = X + Z + rng.standard_normal(2000)
LEVEL = (Z > 0).astype(int) + (Z > 1)
ORDER = rng.permutation(2000)

QUESTIONS = {
    **{f"information, {e}": lambda x, y, z, e=e: mutual_information(Samples(x, y), estimator=e) for e in DEPENDENCE},
    **{
        f"information given Z, {e}": lambda x, y, z, e=e: mutual_information(Samples(x, y, given=z), estimator=e)
        for e in DEPENDENCE
        if e != KSG(algorithm=2)
    },
    "information about a level": lambda x, y, z: mutual_information(Samples(x, (z > 0).astype(int))),
    **{f"entropy, {e}": lambda x, y, z, e=e: entropy(Samples(x), estimator=e) for e in ENTROPY},
    "entropy of three coordinates": lambda x, y, z: entropy(Samples(x, y, z)),
    "KL": lambda x, y, z: kl_divergence(Samples(x), Samples(y), estimator=NearestNeighbourKL()),
    "JS": lambda x, y, z: js_divergence(Samples(x), Samples(y)),
}
each = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())


@each
def test_the_order_of_observations_does_not_matter(question):
    there = question(X, Y, Z)
    assert question(X[ORDER], Y[ORDER], Z[ORDER]) == pytest.approx(there, abs=1e-12)


@each
def test_any_number_of_threads_gives_the_same(question):
    x, z = np.random.default_rng(1).standard_normal((2, 10_000))
    before, found = plogp.get_num_threads(), []
    try:
        for threads in (1, 2, 3):
            plogp.set_num_threads(threads)
            found.append(question(x, x + z, z))
    finally:
        plogp.set_num_threads(before)
    assert len({(d.value, d.low, d.high) for d in found}) == 1


@pytest.mark.parametrize("estimator", DEPENDENCE, ids=str)
@pytest.mark.parametrize("digits", [None, 1])
def test_neither_order_nor_direction_matters(estimator, digits):
    """Of rows with ties too; where these are broken at random, -X breaks them in another way."""
    x, y, z = (v if digits is None else np.round(v, digits) for v in (X, Y, Z))
    if estimator == KSG(algorithm=2) and digits is not None:
        pytest.skip("the box depends on which of the neighbours at one distance are taken")
    tied = estimator in (RankKSG(), GaussianCopula()) and digits is not None

    def found(x, y, *given):
        with warnings.catch_warnings(action="ignore", category=plogp.TiedSamplesWarning):
            return mutual_information(Samples(x, y, given=given), estimator=estimator)

    for given in ((),) if estimator == KSG(algorithm=2) else ((), (z,)):
        there = found(x, y, *given)
        assert found(x[ORDER], y[ORDER], *(v[ORDER] for v in given)) == pytest.approx(there, abs=1e-12)
        assert found(y, x, *given) == pytest.approx(there, abs=1e-12)
        assert found(-x, y, *given) == pytest.approx(there, abs=2 * there.stderr if tied else 1e-12)
        assert found(x, -y, *given) == pytest.approx(there, abs=2 * there.stderr if tied else 1e-12)


@pytest.mark.parametrize("estimator", [MixedKSG(), RankKSG()], ids=str)
@pytest.mark.parametrize("kinds", list(product([False, True], repeat=3)), ids=str)
def test_columns_of_any_kind_can_change_places(estimator, kinds):
    x, y, z = (np.digitize(v, [-1, 0, 1]) if discrete else v for v, discrete in zip((X, Y, Z), kinds, strict=True))
    for given in ((), (z,)):
        if not all(kinds[: 2 + len(given)]):
            there = mutual_information(Samples(x, y, given=given), estimator=estimator)
            assert mutual_information(Samples(y, x, given=given), estimator=estimator) == pytest.approx(
                there, abs=1e-12
            )


@each
@pytest.mark.parametrize("n", [20, 60, 200])
def test_intervals_hold_possible_values_and_are_not_empty(question, n, request):
    """Information and divergences of what is independent and alike, where half of the estimates are negative."""
    signed = "entropy" in request.node.callspec.id
    for seed in range(10):
        found = question(*np.random.default_rng([seed, n]).standard_normal((3, n)))
        assert found.low < found.high
        assert signed or found.low >= 0


@pytest.mark.parametrize("estimator", DEPENDENCE, ids=str)
def test_processing_loses_information_within_error(estimator):
    whole = mutual_information(Samples(np.column_stack([X, Z]), Y), estimator=estimator)
    for less in (X, Z, np.abs(X), X + Z):
        some = mutual_information(Samples(less, Y), estimator=estimator)
        assert some.value < whole.value + 3 * (whole.stderr + some.stderr)


@pytest.mark.parametrize("estimator", [MixedKSG(), RankKSG()], ids=str)
def test_joined_levels_tell_less_within_error(estimator):
    whole = mutual_information(Samples(LEVEL, Y), estimator=estimator)
    assert mutual_information(Samples(LEVEL > 0, Y), estimator=estimator).value < whole.value + 3 * whole.stderr
    turned = mutual_information(Samples(Y, LEVEL), estimator=estimator)
    assert turned == pytest.approx(whole, abs=1e-12)


def test_names_of_levels_do_not_matter():
    named = np.array(["low", "middle", "high"])[LEVEL]
    assert mutual_information(Samples(named, Y)) == mutual_information(Samples(LEVEL, Y))


@pytest.mark.parametrize("estimator", [e for e in DEPENDENCE if e != KSG(algorithm=2)], ids=str)
def test_the_chain_rule_holds_within_error(estimator):
    both = mutual_information(Samples(np.column_stack([X, Z]), Y), estimator=estimator)
    first = mutual_information(Samples(Z, Y), estimator=estimator)
    then = mutual_information(Samples(X, Y, given=Z), estimator=estimator)
    assert both == pytest.approx(first + then, abs=2 * (both.stderr + first.stderr + then.stderr))


@pytest.mark.parametrize("estimator", [KSG(), MixedKSG(), RankKSG(), GaussianCopula()], ids=str)
def test_given_a_third_it_is_symmetric(estimator):
    there = mutual_information(Samples(X, Y, given=Z), estimator=estimator)
    assert mutual_information(Samples(Y, X, given=Z), estimator=estimator) == pytest.approx(there, abs=1e-12)


@pytest.mark.parametrize("estimator", ENTROPY, ids=str)
def test_a_factor_adds_its_logarithm(estimator):
    there = entropy(Samples(X), estimator=estimator)
    assert entropy(Samples(-8 * X), estimator=estimator) == pytest.approx(there + log(8), abs=1e-9)


def test_of_fewer_coordinates_samples_diverge_less_within_error():
    p, q = np.column_stack([X, Z]), np.column_stack([X[ORDER] + 1, Z[ORDER] + 1])
    whole, some = kl_divergence(Samples(p), Samples(q)), kl_divergence(Samples(X), Samples(X[ORDER] + 1))
    assert some.value < whole.value + 3 * (whole.stderr + some.stderr)
    whole, some = js_divergence(Samples(p), Samples(q)), js_divergence(Samples(X), Samples(X[ORDER] + 1))
    assert some.value < whole.value + 3 * (whole.stderr + some.stderr)
