"""The selector: its stop by permutation, its errors, frames, weights, ranking by counts, and bad input."""

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
)
from plogp.theory.errors import InvalidParameter, UnusableColumn, UnusableFeatures, UnusableTarget
from tied import tied_table


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
    [MIM(), MIFS(0.7), MRMR(), JMI(), CMIM(), DISR(), ICAP(), CIFE(), FCBF(), ConditionalInformation(19)],
    ids=lambda c: type(c).__name__,
)
def test_a_row_of_weight_two_counts_twice_and_one_of_weight_zero_not_at_all(criterion):
    X, y = tied_table(10, n=120)
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
    ranked = plogp.rank(frame, "y")
    assert [column.name for column in ranked] == ["near", "far", "id"]
    assert ["identifier" in column.tags for column in ranked] == [False, False, True]
    plug_in = mutual_info_score(frame["near"], y) / np.log(2)
    assert ranked[0].mutual_information.value == pytest.approx(plug_in, abs=2 / n)
    with pytest.raises(KeyError, match="nowhere"):
        plogp.rank(frame, "nowhere")
    with pytest.raises(UnusableColumn, match="constant"):
        plogp.rank(frame.assign(y=1), "y")


def test_a_tally_is_ranked_as_the_table_it_was_counted_from(tmp_path):
    X, y = tied_table(8, n=500)
    frame = pd.DataFrame(X, columns=list("abcdefg")).assign(y=y)
    pairs = [(name, "y") for name in "abcdefg"]
    whole = plogp.tally(frame, tables=pairs)
    plogp.write_tally(whole, tmp_path / "whole.tally")
    parts = [plogp.tally(part, like=whole) for part in (frame[:200], frame[200:])]
    expected = [(column.name, column.p_value) for column in plogp.rank(frame, "y")]
    for tally in (whole, parts[0].merge(parts[1]), plogp.read_tally(tmp_path / "whole.tally")):
        assert [(column.name, column.p_value) for column in plogp.rank(tally, "y")] == expected
    assert [column.name for column in plogp.rank(whole.only(["b", "a", "y"], [("b", "y")]), "y", columns="b")] == ["b"]
    with pytest.raises(UnusableColumn, match=r"does not hold 'a' together with 'y': make it with --target y"):
        plogp.rank(plogp.tally(frame), "y")


def test_what_cannot_be_chosen_from():
    X, y = tied_table(9)
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
