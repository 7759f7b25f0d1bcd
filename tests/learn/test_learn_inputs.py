"""What the estimators for scikit-learn are handed: the same values in every library and type give the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from plogp.apps.discretize import EntropyBinner, MDLPDiscretizer
from plogp.apps.feature_selection import MIM, InformationSelector
from plogp.apps.tree import InformationTreeClassifier
from plogp.theory.errors import InvalidParameter, NotAnArray, PlogpError, UnusableTarget

Y = [1, 0, 0] * 20
COLUMNS: dict[str, list[Any]] = {
    "int": [3, None, 1] * 20, "str": ["a", "b", None] * 20,
    "bool": [True, None, False] * 20, "float": [0.5, None, 2] * 20,
}  # fmt: skip
TYPES = {
    "int": ["Int64", "int64[pyarrow]", "Float64", "float64"],
    "str": ["str", "string", "string[pyarrow]", "category", object],
    "bool": ["boolean", "bool[pyarrow]", "category", object], "float": ["float64", "Float64", "double[pyarrow]"],
}  # fmt: skip
ESTIMATORS = {
    "selector": lambda X, y: InformationSelector(MIM(), n_features=1).fit(X, y).steps_,
    "tree": lambda X, y: InformationTreeClassifier().fit(X, y).predict_proba(X).tolist(),
}


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize("kind", COLUMNS)
def test_missing_values_of_every_type_mean_the_same(name: str, kind: str) -> None:
    frames = [pd.DataFrame({"x": pd.Series(COLUMNS[kind], dtype=dtype)}) for dtype in TYPES[kind]]
    frames.append(pl.DataFrame({"x": COLUMNS[kind]}))
    first, *others = [str(ESTIMATORS[name](frame, np.array(Y))) for frame in frames]
    assert all(other == first for other in others)


@pytest.mark.parametrize("dtype", ["int64", "Int64", "int64[pyarrow]", object])
def test_targets_of_every_type_mean_the_same(dtype: Any) -> None:
    X = np.array([[3.0], [1], [1]] * 20)
    tree = InformationTreeClassifier().fit(X, pd.Series(Y, dtype=dtype))
    assert tree.classes_.tolist() == [0, 1]
    assert tree.predict(X).tolist() == Y
    gone = pd.Series([1, None, 0] * 20, dtype=dtype if dtype != "int64" else "float64")
    for y in (gone, pl.Series([1, None, 0] * 20), pd.Series(["a", None, "b"] * 20, dtype="string")):
        with pytest.raises(UnusableTarget, match="the first is row 1"):
            InformationTreeClassifier().fit(X, y)


@pytest.mark.parametrize(
    "weights",
    [
        [1e308] * 60, [1e300] + [1.0] * 59, [-1.0] * 60, [np.nan] + [1.0] * 59, [np.inf] * 60, [0.0] * 60, [None] * 60,
        [1.0] * 59, [[1.0]] * 60, "abc", ["a"] * 60, {"a": 1}, np.ma.array(np.ones(60), mask=[1] + [0] * 59),
    ],
)  # fmt: skip
def test_weights_that_cannot_be_summed_are_refused(weights: Any) -> None:
    X = np.array([[3.0], [1], [1]] * 20)
    for estimator in (
        InformationTreeClassifier(),
        InformationSelector(MIM(), n_features=1),
        MDLPDiscretizer(),
        EntropyBinner(3),
    ):
        with pytest.raises(PlogpError):
            estimator.fit(X, Y, sample_weight=weights)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1e9, 1e140])
def test_the_scale_of_weights_does_not_matter(scale: float) -> None:
    rng = np.random.default_rng(0)
    X, weights = rng.integers(0, 4, (60, 2)).astype(float), rng.integers(1, 5, 60) / 4
    fits: list[Callable[[Any], Any]] = [
        lambda w: [float(s.score) for s in InformationSelector(MIM(), n_features=1).fit(X, Y, sample_weight=w).steps_],
        lambda w: [cuts.tolist() for cuts in EntropyBinner(3).fit(X, Y, sample_weight=w).cut_points_],
    ]
    for fit in fits:
        assert np.allclose(np.hstack(fit(weights * scale)), np.hstack(fit(weights)))


def test_masked_arrays_and_models_are_refused() -> None:
    X = np.array([[3.0], [1], [1]] * 20)
    masked = np.ma.array(X, mask=X == 3)
    for estimator in (
        InformationTreeClassifier(),
        InformationSelector(MIM(), n_features=1),
        MDLPDiscretizer(),
        EntropyBinner(3),
    ):
        with pytest.raises(NotAnArray, match="compressed"):
            estimator.fit(masked, Y)
        with pytest.raises(NotAnArray, match="compressed"):
            estimator.fit(X, np.ma.array(Y, mask=np.array(Y) == 1))
    with pytest.raises(InvalidParameter):
        InformationTreeClassifier().fit(X, Y, sample_weight=[1e308] * 60)
