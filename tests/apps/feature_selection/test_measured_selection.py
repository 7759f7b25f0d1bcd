"""Numbers measured by their neighbours: scikit-learn, definitions, the spread over samples, gaps, and refusals."""

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_selection._mutual_info import _compute_mi_cd

import plogp
from plogp import KSG, MillerMadow, MixedKSG, RankKSG, Samples
from plogp.apps.feature_selection import (
    CIFE,
    CMIM,
    DISR,
    FCBF,
    ICAP,
    JMI,
    MIFS,
    MIM,
    MRMR,
    ConditionalInformation,
    InformationSelector,
)
from plogp.theory.errors import InvalidParameter, Unanswerable, UnusableFeatures

DEFINITIONS = [
    (MIM(), lambda told, shared, known: told),
    (MIFS(0.5), lambda told, shared, known: told - 0.5 * shared.sum(axis=0)),
    (MRMR(), lambda told, shared, known: told - shared.mean(axis=0)),
    (JMI(), lambda told, shared, known: told - (shared - known).mean(axis=0)),
    (CMIM(), lambda told, shared, known: told - (shared - known).max(axis=0)),
    (ICAP(), lambda told, shared, known: told - np.maximum(0, shared - known).sum(axis=0)),
    (CIFE(), lambda told, shared, known: told - (shared - known).sum(axis=0)),
]


def table(n=600, seed=0):
    """Numbers that repeat each other in other units, and a class."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n, 3))
    y = (z[:, 0] + z[:, 1] * z[:, 2] + 0.5 * rng.standard_normal(n) > 0).astype(int)
    near = z[:, 0] + 0.3 * rng.standard_normal(n)
    return np.column_stack([z[:, 0], 1000 * near, z[:, 1], 1e-3 * z[:, 2], rng.standard_normal(n)]), y


def bits(x, y, **given):
    return plogp.mutual_information(Samples(x, y, **given), base=2, estimator=MixedKSG()).value


@pytest.mark.parametrize("k", [1, 3, 10])
def test_relevance_is_that_of_scikit_learn_without_its_noise(k):
    X, y = table()
    steps = InformationSelector(MIM(), n_features=5, estimator=MixedKSG(k)).fit(X, y).steps_
    for step in steps:
        theirs = _compute_mi_cd(X[:, step.feature], y, k) / np.log(2)
        assert max(0, step.score.value) == pytest.approx(theirs, abs=1e-9)
        assert step.relevance.value == pytest.approx(step.score.value, abs=1e-12)
        assert step.relevance.low <= max(0, step.relevance.value) < step.relevance.high
        assert step.relevance.estimator == step.score.estimator == "MixedKSG"


@pytest.mark.parametrize(("criterion", "definition"), DEFINITIONS, ids=lambda c: type(c).__name__)
def test_order_and_scores_are_those_of_the_definition(criterion, definition):
    """The terms are those of `plogp.mutual_information`; given the class by the estimator of Mesner & Shalizi."""
    X, y = table()
    scaled = (X / X.std(axis=0)).T
    told = np.array([bits(x, y) for x in scaled])
    left, order, scores = list(range(5)), [], []
    while left:
        shared = np.array([[bits(scaled[k], scaled[j]) for k in left] for j in order])
        known = np.array([[bits(scaled[k], scaled[j], given=y) for k in left] for j in order])
        score = definition(told[left], shared, known) if order else told[left]
        scores.append(score.max())
        order.append(left.pop(int(score.argmax())))
    selector = InformationSelector(criterion, n_features=5, estimator=MixedKSG()).fit(X, y)
    assert selector.order_.tolist() == order
    np.testing.assert_allclose([step.score.value for step in selector.steps_], scores, atol=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("criterion", [MRMR(), JMI()], ids=lambda c: type(c).__name__)
def test_errors_of_scores_are_the_spread_over_samples(criterion):
    rng = np.random.default_rng(4)
    values, errors = [], []
    for _ in range(60):
        y = rng.integers(0, 2, 500)
        X = np.column_stack([3 * y + rng.standard_normal(500), 1.5 * y + rng.standard_normal(500)])
        steps = InformationSelector(criterion, n_features=2, estimator=MixedKSG()).fit(X, y).steps_
        assert steps[0].feature == 0
        values.append(steps[1].score.value)
        errors.append(steps[1].score.stderr)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.25)


@pytest.mark.parametrize("estimator", [MixedKSG(), RankKSG()], ids=lambda e: type(e).__name__)
def test_mixed_columns_and_gaps(estimator):
    rng = np.random.default_rng(5)
    n = 900
    y = rng.choice(["no", "yes"], n)
    age = 40 + 8 * (y == "yes") + 10 * rng.standard_normal(n)
    seen = np.where(rng.random(n) < np.where(y == "yes", 0.4, 0.1), np.nan, age)  # gaps tell as well
    city = np.where(rng.random(n) < 0.8, np.where(y == "yes", "Rome", "Oslo"), "Lima")
    X = pd.DataFrame({"noise": rng.standard_normal(n), "age": age, "seen": seen, "city": city})
    selector = InformationSelector(JMI(), n_features=4, estimator=estimator).fit(X, y)
    told = {step.name: step.relevance for step in selector.steps_}
    gap = np.isnan(seen)
    counted = plogp.mutual_information(Samples(gap, y), base=2)
    there = plogp.mutual_information(Samples(seen[~gap], y[~gap]), base=2, estimator=estimator)
    assert told["seen"].value == pytest.approx(counted + (~gap).mean() * there, abs=1e-9)
    assert told["seen"].stderr == pytest.approx(np.hypot(counted.stderr, (~gap).mean() * there.stderr), rel=0.5)
    assert told["city"].value == plogp.mutual_information(Samples(city, y), base=2).value
    assert abs(told["noise"]) < 3 * told["noise"].stderr
    assert selector.order_[0] == 3


def test_equal_columns_are_not_both_taken():
    X, y = table()
    twice = np.column_stack([X[:, 0], 5 * X[:, 0] + 1, X[:, 2]])
    assert set(InformationSelector(MRMR(), n_features=2, estimator=MixedKSG()).fit(twice, y).order_) in ({0, 2}, {1, 2})


@pytest.mark.parametrize("criterion", [DISR(), FCBF(), ConditionalInformation(9)], ids=lambda c: type(c).__name__)
def test_criteria_that_need_counts_refuse_by_name(criterion):
    with pytest.raises(Unanswerable, match=rf"{type(criterion).__name__} needs .* MixedKSG does not"):
        InformationSelector(criterion, estimator=MixedKSG()).fit(*table())


def test_what_cannot_be_measured():
    X, y = table(60)
    for wrong in ("ksg", MixedKSG, MillerMadow()):
        with pytest.raises(InvalidParameter, match=r"MixedKSG\(\)"):
            InformationSelector(estimator=wrong).fit(X, y)
    with pytest.raises(Unanswerable, match="MixedKSG takes both kinds"):
        InformationSelector(estimator=KSG()).fit(X, y)
    with pytest.raises(InvalidParameter, match="sample_weight"):
        InformationSelector(estimator=MixedKSG()).fit(X, y, sample_weight=np.arange(60))
    y[:2] = 7
    with pytest.raises(UnusableFeatures, match=r"'x\d' and 'x\d' in class 7: 2 observations are too few"):
        InformationSelector(JMI(), n_features=2, estimator=MixedKSG()).fit(X, y)
