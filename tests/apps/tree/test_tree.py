"""Laws of the decision tree: against the quantities, declared levels, missing values, weights, its own words."""

import re
import sys

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.metrics import mutual_info_score

import plogp
from plogp.apps.tree import InformationTreeClassifier, best_split, gain_ratio, information_gain
from plogp.backend import trees
from plogp.theory.errors import InvalidParameter, ShapeMismatch, TreeDepthWarning, UnusableFeatures


def table(seed, n=400):
    rng = np.random.default_rng(seed)
    city = rng.choice(["Rome", "Oslo", "Lima"], n)
    age = rng.integers(18, 80, n).astype(float)
    member = rng.random(n) < 0.4
    y = np.where((age > 40) ^ (city == "Rome"), "yes", "no")
    y = np.where(rng.random(n) < 0.1, "no", y)
    return pd.DataFrame({"city": city, "age": age, "member": member}), y


def test_information_gain_is_scikit_learns_mutual_information():
    X, y = table(0)
    assert information_gain(X["city"], y, base=np.e) == pytest.approx(mutual_info_score(X["city"], y), rel=1e-12)
    split = plogp.entropy(X["city"].value_counts(normalize=True).to_numpy(), base=2)
    assert gain_ratio(X["city"], y) == pytest.approx(information_gain(X["city"], y) / split, rel=1e-12)
    assert gain_ratio(np.zeros(len(y)), y) == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_root_is_the_best_split(seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 50, 300) / 10
    y = (x + rng.normal(size=300) > 2.5).astype(int)
    least = min(25, max(2, 0.1 * 300 / 2))
    split = best_split(x, y, min_cases=least)
    tree = InformationTreeClassifier(prune=False, max_depth=1).fit(x[:, None], y)
    assert split.pays()
    assert tree.nodes_.threshold[0] == split.cut
    assert tree.feature_information_[0] == pytest.approx(split.gain, rel=1e-12)


def test_best_split_refuses_what_it_cannot_cut():
    assert best_split([1.0, 1.0], [0, 1]) is None
    assert best_split([1.0, 2.0], [0, 1], min_cases=2) is None
    with pytest.raises(UnusableFeatures, match="position 1"):
        best_split([1.0, np.nan], [0, 1])
    with pytest.raises(ShapeMismatch):
        best_split([1.0, 2.0], [0, 1, 1])


@pytest.mark.parametrize("library", ["pandas", "polars", "objects"])
def test_mixed_columns_of_any_library_give_the_same_tree(library):
    X, y = table(1)
    expected = InformationTreeClassifier().fit(X, y)
    assert expected.score(X, y) > 0.88
    held = {"pandas": X, "polars": pl.from_pandas(X), "objects": X.to_numpy(dtype=object)}[library]
    tree = InformationTreeClassifier().fit(held, y)
    np.testing.assert_array_equal(tree.predict_proba(held), expected.predict_proba(X))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_declared_level_is_a_branch_though_no_row_has_it(library):
    seen = ["a", "b"] * 20
    y = [0, 1] * 20
    levels = ["a", "b", "never"]
    if library == "pandas":
        X = pd.DataFrame({"x": pd.Categorical(seen, categories=levels)})
        new = pd.DataFrame({"x": pd.Categorical(["never"], categories=levels)})
    else:
        X = pl.DataFrame({"x": seen}, schema={"x": pl.Enum(levels)})
        new = pl.DataFrame({"x": ["never"]}, schema={"x": pl.Enum(levels)})
    tree = InformationTreeClassifier(prune=False).fit(X, y)
    assert tree.get_n_leaves() == 3
    np.testing.assert_allclose(tree.predict_proba(new), [[0.5, 0.5]])  # says what its parent says


def test_a_level_never_heard_of_goes_the_heaviest_way():
    X = pd.DataFrame({"x": ["a"] * 30 + ["b"] * 10})
    y = [0] * 30 + [1] * 10
    tree = InformationTreeClassifier().fit(X, y)
    assert tree.predict(pd.DataFrame({"x": ["z"]})).tolist() == [0]


def test_a_missing_value_goes_every_way():
    X = pd.DataFrame({"x": ["a"] * 30 + ["b"] * 10})
    y = [0] * 30 + [1] * 10
    tree = InformationTreeClassifier().fit(X, y)
    np.testing.assert_allclose(tree.predict_proba(pd.DataFrame({"x": [None]}, dtype=object)), [[0.75, 0.25]])
    holes = pd.DataFrame({"x": ["a"] * 30 + ["b"] * 10 + [None] * 8})
    tree = InformationTreeClassifier(prune=False).fit(holes, y + [0] * 8)
    np.testing.assert_allclose(tree.nodes_.cases[0], [38, 10])
    np.testing.assert_allclose(tree.nodes_.cases[1:], [[36, 0], [2, 10]])  # 8 shared out as 30 : 10


def test_a_weight_stands_for_so_many_rows():
    X, y = table(2)
    weight = np.random.default_rng(2).integers(0, 4, len(y))
    weighted = InformationTreeClassifier().fit(X, y, sample_weight=weight)
    repeated = InformationTreeClassifier().fit(X.loc[np.repeat(X.index, weight)], np.repeat(y, weight))
    assert weighted.to_text() == repeated.to_text()


def test_what_the_features_tell_sums_to_what_the_leaves_know():
    X, y = load_iris(return_X_y=True)
    tree = InformationTreeClassifier().fit(X, y)
    leaf = tree.nodes_.cases[tree.nodes_.feature < 0]
    left = (leaf.sum(axis=1) * plogp.entropy(plogp.Probs.normalized(leaf), base=2)).sum() / leaf.sum()
    assert tree.feature_information_.sum() == pytest.approx(np.log2(3) - left, rel=1e-12)
    assert tree.feature_importances_.sum() == pytest.approx(1)


def test_an_identifier_and_a_constant_are_no_features():
    rng = np.random.default_rng(3)
    n = 200
    y = rng.integers(0, 2, n)
    X = pd.DataFrame({"id": [f"row{i}" for i in range(n)], "same": ["x"] * n, "one": np.ones(n)})
    assert InformationTreeClassifier().fit(X, y).get_n_nodes() == 1


def test_levels_that_behave_alike_share_a_branch():
    rng = np.random.default_rng(4)
    x = rng.choice(list("abcdef"), 600)
    y = np.isin(x, ["a", "d", "e"]) ^ (rng.random(600) < 0.05)
    X = pd.DataFrame({"x": x})
    assert InformationTreeClassifier().fit(X, y).get_n_leaves() == 6
    tree = InformationTreeClassifier(group_levels=True).fit(X, y)
    assert tree.get_n_leaves() == 2
    assert {line.split(":")[0] for line in tree.to_text().splitlines()} == {"x in {a, d, e}", "x in {b, c, f}"}


def test_laplace_and_depth():
    X, y = load_breast_cancer(return_X_y=True)
    plain = InformationTreeClassifier(max_depth=2).fit(X, y)
    careful = InformationTreeClassifier(max_depth=2, laplace=True).fit(X, y)
    assert careful.predict_proba(X).min() > 0
    cases = plain.nodes_.cases[plain.nodes_.feature < 0]
    expected = np.unique(((cases + 1) / (cases.sum(axis=1, keepdims=True) + 2))[:, 0].round(12))
    np.testing.assert_allclose(np.unique(careful.predict_proba(X)[:, 0].round(12)), expected)


def test_every_row_obeys_one_rule():
    X, y = load_iris(return_X_y=True, as_frame=True)
    tree = InformationTreeClassifier().fit(X, y)
    rules = tree.to_rules()
    assert len(rules) == tree.get_n_leaves()
    obeyed = np.zeros(len(y), int)
    for rule in rules:
        conditions, said = rule.removeprefix("if ").split(" then ")
        holds = np.ones(len(y), bool)
        for condition in conditions.split(" and "):
            name, op, value = condition.rsplit(" ", 2)
            holds &= X[name] <= float(value) if op == "<=" else X[name] > float(value)
        obeyed += holds
        assert len({condition.rsplit(" ", 1)[0] for condition in conditions.split(" and ")}) == 1 + conditions.count(
            "and"
        )
        label, right, cases = re.fullmatch(r"(\d) \((\d+) of (\d+) cases, \d+ %\)", said).groups()
        assert (tree.predict(X)[holds] == int(label)).all()
        assert ((y[holds] == int(label)).sum(), holds.sum()) == (int(right), int(cases))
    assert (obeyed == 1).all()


def test_a_rule_says_the_narrower_of_two_bounds():
    x = np.arange(400)[:, None]
    tree = InformationTreeClassifier().fit(x, (x[:, 0] // 100) % 2)
    assert tree.to_text().count("x0") == 6
    assert tree.to_rules() == [
        "if x0 <= 99 then 0 (100 of 100 cases, 100 %)",
        "if x0 > 99 and x0 <= 199 then 1 (100 of 100 cases, 100 %)",
        "if x0 > 199 and x0 <= 299 then 0 (100 of 100 cases, 100 %)",
        "if x0 > 299 then 1 (100 of 100 cases, 100 %)",
    ]


def test_columns_of_another_kind_are_refused_by_name():
    X, y = table(5)
    with pytest.raises(UnusableFeatures, match="'when'"):
        InformationTreeClassifier().fit(X.assign(when=pd.Timestamp("2024-01-01")), y)
    tree = InformationTreeClassifier().fit(X, y)
    with pytest.raises(UnusableFeatures, match="'age'"):
        tree.predict(X.assign(age="old"))


def test_deep_trees_can_be_told_and_a_tree_cut_short_says_so(monkeypatch):
    X, y = np.eye(150), np.arange(150)  # every question sets one row apart
    with pytest.warns(UserWarning, match="unique classes"):
        tree = InformationTreeClassifier(min_cases=1).fit(X, y)
    assert tree.score(X, y) == 1.0
    assert len(tree.to_rules()) == tree.get_n_leaves() == 150
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(140)  # less than the tree is deep
        assert max(line.count("|   ") for line in tree.to_text().splitlines()) == 148
        assert tree.draw().count("cases</text>") + tree.draw().count("case</text>") == 299
    finally:
        sys.setrecursionlimit(limit)
    monkeypatch.setattr(trees, "DEEPEST", 5)
    with pytest.warns(TreeDepthWarning, match="no deeper than 5"), pytest.warns(UserWarning, match="unique classes"):
        tree = InformationTreeClassifier(min_cases=1).fit(X, y)
    assert tree.get_n_leaves() == 6


def test_numbers_closer_than_the_resolution_are_not_parted():
    x = np.array([1.0, 1.00001, 2.0, 2.00001] * 5)[:, None]
    y = np.arange(20) % 2
    assert InformationTreeClassifier(prune=False).fit(x, y).get_n_leaves() > 1
    assert InformationTreeClassifier(prune=False, resolution=1e-4).fit(x, y).get_n_leaves() == 1
    with pytest.raises(InvalidParameter, match="resolution"):
        InformationTreeClassifier(resolution=-1).fit(x, y)
