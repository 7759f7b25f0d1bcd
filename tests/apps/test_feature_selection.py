"""Criteria against slow references written from their definitions, the stop by permutation, and bad input."""

from itertools import count

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import mutual_info_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import plogp
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
    information_matrix,
    rank,
)
from plogp.theory.errors import InvalidParameter, UnusableColumn, UnusableFeatures, UnusableTarget


def h(*columns):
    """Entropy in bits of columns together."""
    n = np.unique(np.stack(columns), axis=1, return_counts=True)[1]
    return float(-(n / n.sum() * np.log2(n / n.sum())).sum())


def mi(x, y):
    return h(x) + h(y) - h(x, y)


def cmi(x, y, z):
    return h(x, z) + h(y, z) - h(x, y, z) - h(z)


# Brown et al. 2012, JMLR 13, section 3: J(X_k) as it stands there, given the columns S chosen before.
DEFINITIONS = [
    (MIM(), lambda k, S, y: mi(k, y)),
    (MIFS(0.7), lambda k, S, y: mi(k, y) - 0.7 * sum(mi(k, j) for j in S)),
    (MRMR(), lambda k, S, y: mi(k, y) - sum(mi(k, j) for j in S) / max(1, len(S))),
    (JMI(), lambda k, S, y: sum(mi(pair(k, j), y) - mi(j, y) for j in S) / len(S) if S else mi(k, y)),
    (CMIM(), lambda k, S, y: min((cmi(k, y, j) for j in S), default=mi(k, y))),
    (DISR(), lambda k, S, y: sum(mi(pair(k, j), y) / h(k, j, y) for j in S) if S else mi(k, y)),
    (ICAP(), lambda k, S, y: mi(k, y) - sum(max(0, mi(k, j) - cmi(k, j, y)) for j in S)),
    (CIFE(), lambda k, S, y: mi(k, y) - sum(mi(k, j) for j in S) + sum(cmi(k, j, y) for j in S)),
]


def pair(a, b):
    return a * 1000 + b


def greedy(definition, X, y):
    order, scores = [], []
    while len(order) < X.shape[1]:
        left = [k for k in range(X.shape[1]) if k not in order]
        score = [definition(X[:, k], [X[:, j] for j in order], y) for k in left]
        best = next(i for i in count() if score[i] >= max(score) - 1e-10)
        order.append(left[best])
        scores.append(score[best])
    return order, scores


def table(seed, n=60, d=7):
    """Small, so that scores tie; a column twice, one with its levels renamed, one constant."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    X = rng.integers(0, 4, (n, d))
    X[:, 1] = np.where(rng.random(n) < 0.5, y, X[:, 1])
    X[:, 2] = (y + X[:, 0]) % 3
    X[:, 3] = X[:, 1]
    X[:, 4] = 7 - X[:, 1]
    X[:, 5] = 1
    return X, y


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("criterion", "definition"), DEFINITIONS, ids=lambda c: type(c).__name__)
def test_order_and_scores_are_those_of_the_definition(criterion, definition, seed):
    X, y = table(seed)
    selector = InformationSelector(criterion, n_features=X.shape[1]).fit(X, y)
    order, scores = greedy(definition, X, y)
    assert selector.order_.tolist() == order
    np.testing.assert_allclose([step.score.value for step in selector.steps_], scores, atol=1e-12)
    for i, (k, step) in enumerate(zip(order, selector.steps_, strict=True)):  # and why
        shared = [mi(X[:, k], X[:, j]) for j in order[:i]]
        assert step.redundancy == pytest.approx(np.mean(shared) if shared else 0, abs=1e-12)
        expected = plogp.mutual_information(plogp.Samples(X[:, k], y), base=2)
        assert (step.relevance.value, step.relevance.low) == pytest.approx((expected.value, expected.low), abs=1e-12)


def test_fcbf_is_its_definition():
    def su(a, b):
        return 2 * mi(a, b) / (h(a) + h(b)) if h(a) + h(b) > 0 else 0.0

    for seed in range(6):
        X, y = table(seed, n=200)
        relevance = [round(su(x, y), 12) for x in X.T]
        order = sorted((k for k in range(X.shape[1]) if relevance[k] > 0.01), key=lambda k: -relevance[k])
        kept = []
        for k in order:  # Yu & Liu 2003: falls out if a predominant column stands for it
            if all(su(X[:, j], X[:, k]) < relevance[k] - 1e-12 for j in kept):
                kept.append(k)
        selector = InformationSelector(FCBF(0.01)).fit(X, y)
        assert selector.order_.tolist() == kept
        np.testing.assert_allclose(
            [step.score.value for step in selector.steps_], [relevance[k] for k in kept], atol=1e-9
        )


def test_too_many_cells_are_counted_otherwise_with_the_same_result():
    rng = np.random.default_rng(1)
    n = 2000
    y = rng.integers(0, 5, n)
    X = rng.integers(0, 120, (n, 4))  # 120 · 120 · 5 cells do not fit in sixteen bits
    X[:, 1] = np.where(rng.random(n) < 0.5, X[:, 0], X[:, 1])
    X[:, 2] = np.where(rng.random(n) < 0.7, y * 20, X[:, 2])
    for criterion, definition in DEFINITIONS[2:4]:
        selector = InformationSelector(criterion, n_features=4, bins=150).fit(X, y)
        order, scores = greedy(definition, X, y)
        assert selector.order_.tolist() == order
        np.testing.assert_allclose([step.score.value for step in selector.steps_], scores, atol=1e-12)


def test_conditional_information_adds_what_the_definition_says():
    """Brown et al. 2012, section 3.1: the next column has the largest I(X_k;Y|S) above what shuffled classes show."""
    rng = np.random.default_rng(11)
    y = rng.integers(0, 2, 4000)
    X = np.where(rng.random((3, 4000)) < [[0.9], [0.8], [0.7]], y, rng.integers(0, 2, (3, 4000))).T
    steps = InformationSelector(ConditionalInformation()).fit(X, y).steps_
    assert [step.feature for step in steps] == [0, 1, 2]
    taken = np.zeros(4000, int)
    for step in steps:
        chance = (len(np.unique(taken))) / (2 * 4000 * np.log(2))  # a degree of freedom for each level of S
        exact = cmi(X[:, step.feature], y, taken)
        assert step.score.value == pytest.approx(exact - chance, abs=1e-3)
        taken = pair(taken, X[:, step.feature])


def test_conditional_information_stops_where_chance_begins():
    rng = np.random.default_rng(2)
    right = 0
    for seed in range(10):
        X = rng.integers(0, 3, (500, 8))
        noise = rng.random(500) < 0.1
        y = np.where(noise, rng.integers(0, 2, 500), (X[:, 1] + X[:, 4]) % 2)
        chosen = InformationSelector(ConditionalInformation(permutations=39, seed=seed)).fit(X, y).order_
        right += set(chosen) == {1, 4}
    assert right >= 7  # each time a further column is taken with probability 0.05


def test_nothing_is_chosen_where_nothing_tells():
    rng = np.random.default_rng(3)
    X, y = rng.integers(0, 3, (300, 6)), rng.integers(0, 2, 300)
    selector = InformationSelector(ConditionalInformation(permutations=99)).fit(X, y)
    assert selector.order_.size == 0
    assert InformationSelector(FCBF(0.5)).fit(X, y).order_.size == 0


@pytest.mark.parametrize(
    "criterion", [MRMR(), JMI(), CMIM(), DISR(), ConditionalInformation(9, alpha=0.2)], ids=lambda c: type(c).__name__
)
def test_errors_of_scores_are_the_spread_over_samples(criterion):
    """The stated error of the second score against its spread over 150 samples; strong effects keep the order."""
    rng = np.random.default_rng(4)
    values, errors = [], []
    for _ in range(150):
        n = 600
        y = rng.integers(0, 2, n)
        first = np.where(rng.random(n) < 0.9, y, 1 - y)
        second = np.where(rng.random(n) < 0.75, y, 1 - y)
        steps = InformationSelector(criterion, n_features=2).fit(np.column_stack([first, second]), y).steps_
        assert steps[0].feature == 0
        values.append(steps[1].score.value)
        errors.append(steps[1].score.stderr)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.2)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_mixed_frames_and_names(library):
    rng = np.random.default_rng(5)
    n = 400
    city = rng.choice(["Rome", "Oslo", "Lima"], n)
    X = pd.DataFrame(
        {"noise": rng.normal(size=n), "city": city, "flag": rng.random(n) < 0.5, "age": rng.normal(size=n)}
    )
    X.loc[::7, "age"] = np.nan
    y = np.where((X["age"] > 0) | (city == "Rome"), "yes", "no")
    held = X if library == "pandas" else pl.from_pandas(X)
    selector = InformationSelector(JMI(), n_features=2).set_output(transform=library).fit(held, y)
    assert list(selector.get_feature_names_out()) == ["city", "age"]
    assert list(selector.transform(held).columns) == ["city", "age"]
    assert {step.name for step in selector.steps_} == {"city", "age"}
    assert "bit" in str(selector.steps_[0])


def test_in_a_pipeline():
    X, y = load_breast_cancer(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), InformationSelector(n_features=5))
    assert pipeline.fit_transform(X, y).shape == (len(y), 5)


@pytest.mark.parametrize(
    "criterion",
    [*(criterion for criterion, _ in DEFINITIONS), FCBF(), ConditionalInformation(19)],
    ids=lambda c: type(c).__name__,
)
def test_a_row_of_weight_two_counts_twice_and_one_of_weight_zero_not_at_all(criterion):
    X, y = table(10, n=120)
    X = X + np.random.default_rng(0).normal(size=X.shape) * (np.arange(X.shape[1]) == 0)
    weight = np.arange(120) % 3
    greedy_ = {"n_features": 5} if criterion.greedy else {}
    weighted = InformationSelector(criterion, **greedy_).fit(X, y, sample_weight=weight)
    repeated = InformationSelector(criterion, **greedy_).fit(np.repeat(X, weight, axis=0), np.repeat(y, weight))
    if isinstance(criterion, ConditionalInformation):  # the shuffles are others
        assert weighted.order_[0] == repeated.order_[0]
        return
    assert weighted.order_.tolist() == repeated.order_.tolist()
    for ours, theirs in zip(weighted.steps_, repeated.steps_, strict=True):
        assert ours.score.value == pytest.approx(theirs.score.value, abs=1e-12)
        assert ours.redundancy == pytest.approx(theirs.redundancy, abs=1e-12)
    scaled = InformationSelector(criterion, **greedy_).fit(X, y, sample_weight=weight / 7)
    assert scaled.order_.tolist() == weighted.order_.tolist()
    assert scaled.steps_[0].relevance.stderr == pytest.approx(weighted.steps_[0].relevance.stderr, rel=1e-9)


def test_matrix_is_scikit_learns_for_every_pair():
    rng = np.random.default_rng(6)
    levels = [1, 2, 3, 5, 16, 17, 24, 25, 40, 200]  # on both sides of the choice between bit planes and increments
    X = np.stack([rng.integers(0, k, 3001) for k in levels], axis=1)
    X[:, 4] = (X[:, 4] + X[:, 5]) % 16
    matrix = information_matrix(X, bins=250, base=np.e)
    for i in range(len(levels)):
        for j in range(len(levels)):
            assert matrix[i, j] == pytest.approx(mutual_info_score(X[:, i], X[:, j]), abs=1e-12)


def test_ranking_a_table_from_counts():
    rng = np.random.default_rng(7)
    n = 3000
    y = rng.random(n) < 0.5
    frame = pd.DataFrame(
        {"id": [f"r{i}" for i in range(n)], "near": y ^ (rng.random(n) < 0.1), "far": rng.normal(size=n), "y": y}
    )
    ranked = rank(frame, "y")
    assert [column.name for column in ranked] == ["near", "far", "id"]
    assert [column.identifier for column in ranked] == [False, False, True]
    plug_in = mutual_info_score(frame["near"], y) / np.log(2)
    assert ranked[0].information.value == pytest.approx(plug_in, abs=2 / n)
    with pytest.raises(KeyError, match="nowhere"):
        rank(frame, "nowhere")
    with pytest.raises(UnusableColumn, match="fewer than two"):
        rank(frame.assign(y=1), "y")


def test_a_tally_is_ranked_as_the_table_it_was_counted_from(tmp_path):
    X, y = table(8, n=500)
    frame = pd.DataFrame(X, columns=list("abcdefg")).assign(y=y)
    pairs = [(name, "y") for name in "abcdefg"]
    whole = plogp.Tally.of(frame, tables=pairs)
    whole.save(tmp_path / "whole.tally")
    parts = [plogp.Tally.of(part, tables=pairs, like=whole) for part in (frame[:200], frame[200:])]
    expected = [(column.name, column.information.value) for column in rank(frame, "y")]
    for tally in (whole, parts[0].merge(parts[1]), plogp.Tally.load(tmp_path / "whole.tally")):
        assert [(column.name, column.information.value) for column in rank(tally, "y")] == expected
    assert [column.name for column in rank(whole.only(["b", "a", "y"], [("b", "y")]), "y")] == ["b"]
    with pytest.raises(UnusableColumn, match=r"no pair of a column with 'y': count it with tables="):
        rank(plogp.Tally.of(frame), "y")


def test_what_cannot_be_chosen_from():
    X, y = table(9)
    with pytest.raises(UnusableFeatures, match="8 columns are asked for, but there are 7"):
        InformationSelector(n_features=8).fit(X, y)
    with pytest.raises(UnusableTarget, match="one class only"):
        InformationSelector().fit(X, 0 * y)
    with pytest.raises(InvalidParameter, match="MRMR"):
        InformationSelector("mrmr").fit(X, y)
    with pytest.raises(InvalidParameter, match="MRMR"):
        InformationSelector(MRMR).fit(X, y)
    with pytest.raises(InvalidParameter, match="bins"):
        InformationSelector(bins=1).fit(X, y)
    with pytest.raises(InvalidParameter, match="beta"):
        MIFS(-1)
    with pytest.raises(InvalidParameter, match="threshold"):
        FCBF(np.nan)
    with pytest.raises(InvalidParameter, match="alpha"):
        ConditionalInformation(alpha=0)
    names = pd.DataFrame({"a": X[:, 0], "id": [f"row{i}" for i in range(len(y))]})
    big = pd.concat([names] * 6, ignore_index=True).assign(id=[f"row{i}" for i in range(6 * len(y))])
    with pytest.raises(UnusableFeatures, match="'id' has 360 levels in 360 rows"):
        InformationSelector().fit(big, np.tile(y, 6))
