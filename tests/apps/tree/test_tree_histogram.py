"""The histogram mode: its first split is the best one; where bins hold every value its tree is scikit-learn's."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.tree import DecisionTreeClassifier

from plogp import _native
from plogp.apps.tree import InformationTreeClassifier, best_split, information_gain
from plogp.theory.errors import InvalidParameter, UnusableFeatures


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_the_root_is_the_best_split_of_all_columns(classes):
    rng = np.random.default_rng(classes)
    X = rng.integers(0, 200, (3000, 5)).astype(float)
    y = ((X[:, 2] * classes / 200).astype(int) + (rng.random(3000) < 0.3)) % classes
    tree = InformationTreeClassifier(bins=256, max_depth=1, prune=False).fit(X, y)
    splits = [best_split(x, y, min_cases=2) for x in X.T]
    best = int(np.argmax([split.gain for split in splits]))
    assert tree.nodes_.feature[0] == best
    assert tree.nodes_.threshold[0] == splits[best].cut
    assert tree.feature_information_[best] == pytest.approx(splits[best].gain, rel=1e-10)


@pytest.mark.parametrize("seed", range(25))
def test_no_run_of_cuts_hides_the_best_one(seed):
    """Of two classes most cuts are left out by a bound; here a column tells little or nothing."""
    rng = np.random.default_rng(seed)
    n, most = int(rng.integers(20, 4000)), int(rng.integers(3, 250))
    X = rng.integers(0, most, (n, 3)).astype(float)
    y = (rng.random(n) < 0.1 + 0.8 * rng.random() * (X[:, 0] > most // 3)).astype(int)
    y[:2] = 0, 1
    min_cases = float(rng.integers(1, 10))
    tree = InformationTreeClassifier(bins=256, max_depth=1, prune=False, min_cases=min_cases).fit(X, y)
    splits = [best_split(x, y, min_cases=min_cases) for x in X.T]
    best = int(np.argmax([-1 if split is None else split.gain for split in splits]))
    if splits[best] is None or not splits[best].pays():
        assert tree.get_n_leaves() == 1
    else:
        assert (tree.nodes_.feature[0], tree.nodes_.threshold[0]) == (best, splits[best].cut)


def test_the_tree_is_that_of_scikit_learn_on_values_that_all_have_a_bin():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 250, (20_000, 4)).astype(float)
    score = X[:, 0] + 2 * X[:, 1] + 60 * (X[:, 2] > 77)
    y = (score + rng.normal(scale=60, size=20_000) > 400).astype(int)
    ours = InformationTreeClassifier(bins=256, max_depth=4, prune=False, min_cases=1).fit(X, y)
    theirs = DecisionTreeClassifier(criterion="entropy", max_depth=4).fit(X, y)
    assert ours.get_n_leaves() == theirs.get_n_leaves() == 16
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-12)


@pytest.mark.parametrize(("n", "columns", "classes"), [(150_000, 9, 2), (3000, 70, 3), (3000, 64, 2), (3000, 1, 5)])
def test_a_node_holds_the_cases_that_reach_it(n, columns, classes):
    """More rows than sixteen bits count, more columns than a line of memory holds, and less."""
    rng = np.random.default_rng(columns)
    X = rng.integers(0, 90, (n, columns)).astype(float)
    y = (X[:, -1] + X[:, 0] + 30 * rng.random(n) > 100) * rng.integers(1, classes, n)
    tree = InformationTreeClassifier(bins=256, max_depth=5, prune=False).fit(X, y)
    nodes = tree.nodes_
    reached = {0: np.arange(n)}
    for node in range(len(nodes.feature)):
        rows = reached[node]
        np.testing.assert_array_equal(nodes.cases[node], np.bincount(y[rows], minlength=classes))
        if nodes.feature[node] >= 0:
            left = X[rows, nodes.feature[node]] <= nodes.threshold[node]
            reached |= {nodes.first_child[node]: rows[left], nodes.first_child[node] + 1: rows[~left]}
    assert nodes.feature[0] in (0, columns - 1)
    assert len(reached) > 8


def test_one_level_against_the_rest():
    rng = np.random.default_rng(1)
    x = rng.choice(list("abcd"), 2000)
    y = (x == "c") ^ (rng.random(2000) < 0.05)
    X = pd.DataFrame({"x": x})
    tree = InformationTreeClassifier(bins=64, max_depth=1).fit(X, y)
    assert [line.split(":")[0] for line in tree.to_text().splitlines()] == ["x = c", "x ≠ c"]
    assert tree.feature_information_[0] == pytest.approx(information_gain(x == "c", y), rel=1e-10)
    assert (tree.predict(X) == (x == "c")).all()
    unheard = pd.DataFrame({"x": ["z"]})
    assert not tree.predict(unheard)[0]


def test_missing_values_can_be_the_answer():
    rng = np.random.default_rng(2)
    x = rng.normal(size=2000)
    y = rng.random(2000) < 0.3
    x[y] = np.nan
    tree = InformationTreeClassifier(bins=64).fit(x[:, None], y)
    np.testing.assert_array_equal(tree.predict(x[:, None]), y)
    names = pd.DataFrame({"x": np.where(y, None, rng.choice(["a", "b"], 2000))})
    tree = InformationTreeClassifier(bins=64).fit(names, y)
    np.testing.assert_array_equal(tree.predict(names), y)


def test_deep_trees_pruned_and_not():
    X, y = load_breast_cancer(return_X_y=True)
    grown = InformationTreeClassifier(bins=256, max_depth=16, prune=False).fit(X, y)
    pruned = InformationTreeClassifier(bins=256, max_depth=16).fit(X, y)
    assert 1 < pruned.get_n_leaves() <= grown.get_n_leaves()
    assert grown.score(X, y) > 0.98
    assert pruned.nodes_.cases[pruned.nodes_.feature < 0].sum() == len(y)
    many = np.random.default_rng(3).integers(0, 40, len(y))  # more cells than sixteen bits can number
    assert InformationTreeClassifier(bins=256, max_depth=8).fit(X, many).score(X, many) > 0.03


def test_bins_are_those_of_searchsorted():
    rng = np.random.default_rng(4)
    x = rng.integers(0, 400, (3, 1001)).astype(float)
    x[0, 5] = np.nan
    edges = np.sort(rng.integers(0, 400, (3, 255)), axis=1).astype(float)
    edges[:, 250:] = np.inf
    binned = _native.BinnedColumns(x, edges)
    by_row, by_column = binned.by_row, binned.by_column
    for row, edge, bins in zip(x, edges, by_column, strict=True):
        expected = np.where(np.isnan(row), 0, 1 + np.searchsorted(edge, row, side="left"))
        np.testing.assert_array_equal(bins, expected)
    np.testing.assert_array_equal(by_row, np.pad(by_column.T, ((0, 0), (0, 5))))


def test_the_number_of_threads_changes_nothing():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(200_000, 6))
    y = (X[:, 0] + X[:, 1] ** 2 + rng.normal(size=200_000) > 1).astype(int)
    before = _native.get_num_threads()
    try:
        texts = []
        for threads in (1, 3):
            _native.set_num_threads(threads)
            texts.append(InformationTreeClassifier(bins=128).fit(X, y).to_text())
    finally:
        _native.set_num_threads(before)
    assert texts[0] == texts[1]


def test_what_the_mode_does_not_take():
    X, y = load_breast_cancer(return_X_y=True)
    with pytest.raises(InvalidParameter, match="sample_weight"):
        InformationTreeClassifier(bins=64).fit(X, y, sample_weight=np.full(len(y), 2.0))
    for parameters in ({"bins": 257}, {"bins": 2}, {"bins": 64, "max_depth": 17}):
        with pytest.raises(InvalidParameter):
            InformationTreeClassifier(**parameters).fit(X, y)
    many = pd.DataFrame({"x": [f"level {i % 300}" for i in range(len(y))]})
    with pytest.raises(UnusableFeatures, match="300 levels"):
        InformationTreeClassifier(bins=64).fit(many, y)
