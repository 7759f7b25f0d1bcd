"""Every estimator keeps the contract of scikit-learn, and refuses bad input by name."""

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.utils.estimator_checks import parametrize_with_checks

from plogp import MixedKSG
from plogp.apps.discretize import EntropyBinner, EqualFrequency, EqualWidth, MDLPDiscretizer
from plogp.apps.feature_selection import InformationSelector
from plogp.apps.tree import InformationTreeClassifier
from plogp.theory.errors import InvalidParameter, UnusableTarget

SUPERVISED = [EntropyBinner(), MDLPDiscretizer(), InformationSelector(), InformationTreeClassifier()]
DISCRETIZERS = [EntropyBinner(), EqualFrequency(), EqualWidth(), MDLPDiscretizer()]
MEASURING = InformationSelector(estimator=MixedKSG())
WEIGHING = {
    "check_sample_weights_list",
    "check_sample_weights_not_overwritten",
    "check_sample_weight_equivalence_on_dense_data",
}
EVERY = [*DISCRETIZERS, InformationSelector(), InformationTreeClassifier()]


@pytest.mark.filterwarnings("default")  # scikit-learn says which optional checks it leaves out
@parametrize_with_checks([*EVERY, MEASURING])
def test_scikit_learns_checks(estimator, check):
    name = getattr(check, "func", check).__name__
    if name == "check_array_api_input":
        return  # an extra of scikit-learn that needs SCIPY_ARRAY_API in the environment
    if name in WEIGHING and getattr(estimator, "estimator", None):
        with pytest.raises(InvalidParameter, match="whole rows"):
            check(estimator)
        return
    check(estimator)


@pytest.mark.parametrize("estimator", EVERY, ids=lambda e: type(e).__name__)
def test_pickled_and_cloned(estimator):
    X, y = load_iris(return_X_y=True)
    fitted = clone(estimator).fit(X, y)
    again = pickle.loads(pickle.dumps(fitted))
    method = "predict" if hasattr(fitted, "predict") else "transform"
    np.testing.assert_array_equal(getattr(again, method)(X), getattr(fitted, method)(X))


@pytest.mark.parametrize("estimator", DISCRETIZERS, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_in_and_frames_out(estimator, library):
    iris = load_iris(as_frame=True)
    X = iris.data if library == "pandas" else pl.from_pandas(iris.data)
    out = clone(estimator).set_output(transform=library).fit_transform(X, iris.target)
    assert isinstance(out, pd.DataFrame if library == "pandas" else pl.DataFrame)
    assert list(out.columns) == list(iris.data.columns)
    assert list(clone(estimator).fit(X, iris.target).get_feature_names_out()) == list(iris.data.columns)


@pytest.mark.parametrize("estimator", EVERY, ids=lambda e: type(e).__name__)
def test_features_that_cannot_be(estimator):
    X, y = load_iris(return_X_y=True)
    with pytest.raises(TypeError, match=r"[Ss]parse"):
        clone(estimator).fit(scipy.sparse.csr_array(X), y)
    for wrong in (np.inf, -np.inf):
        bad = X.copy()
        bad[3, 1] = wrong
        with pytest.raises(ValueError, match="infinity"):
            clone(estimator).fit(bad, y)
    with pytest.raises(ValueError, match="0 sample"):
        clone(estimator).fit(X[:0], y[:0])
    with pytest.raises(ValueError, match="0 feature"):
        clone(estimator).fit(X[:, :0], y)


@pytest.mark.parametrize("estimator", SUPERVISED, ids=lambda e: type(e).__name__)
def test_targets_that_cannot_be(estimator):
    X, y = load_iris(return_X_y=True)
    with pytest.raises(UnusableTarget, match="one class only"):
        clone(estimator).fit(X, np.zeros(len(y), int))
    holes = y.astype(float)
    holes[[5, 9]] = np.nan
    with pytest.raises(ValueError, match="NaN"):
        clone(estimator).fit(X, holes)
    names = np.array(["a", "b", "c"], dtype=object)[y]
    names[7] = None
    with pytest.raises(UnusableTarget, match=r"missing .* first is row 7"):
        clone(estimator).fit(X, names)
    with pytest.raises(ValueError, match=r"[Cc]ontinuous|[Uu]nknown label type"):
        clone(estimator).fit(X, X[:, 0])
    with pytest.raises(ValueError, match="inconsistent"):
        clone(estimator).fit(X, y[:-1])


@pytest.mark.parametrize("estimator", EVERY, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_weights_that_cannot_be(estimator, wrong):
    X, y = load_iris(return_X_y=True)
    weight = np.ones(len(y))
    weight[4] = wrong
    with pytest.raises(InvalidParameter, match="row 4"):
        clone(estimator).fit(X, y, sample_weight=weight)
    with pytest.raises(InvalidParameter, match="zero"):
        clone(estimator).fit(X, y, sample_weight=0 * np.ones(len(y)))


@pytest.mark.parametrize(
    "estimator",
    [EntropyBinner(1), EqualFrequency(0), EqualWidth(2.5), InformationTreeClassifier(min_cases=0),
     InformationTreeClassifier(confidence=0.6), InformationTreeClassifier(max_depth=-1)],
    ids=repr,
)  # fmt: skip
def test_parameters_that_cannot_be(estimator):
    X, y = load_iris(return_X_y=True)
    with pytest.raises(InvalidParameter):
        estimator.fit(X, y)
