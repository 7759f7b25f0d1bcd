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
from plogp.theory.errors import InvalidParameter, UnusableFeatures, UnusableTarget

SUPERVISED = [
    EntropyBinner(),
    MDLPDiscretizer(),
    InformationSelector(),
    InformationSelector(estimator=MixedKSG()),
    InformationTreeClassifier(),
    InformationTreeClassifier(bins=64),
]
DISCRETIZERS = [EntropyBinner(), EqualFrequency(), EqualWidth(), MDLPDiscretizer()]
MEASURING, HISTOGRAM = InformationSelector(estimator=MixedKSG()), InformationTreeClassifier(bins=64)
EVERY = [*DISCRETIZERS, InformationSelector(), InformationTreeClassifier(), HISTOGRAM]
WITHOUT_WEIGHTS = {repr(MEASURING), repr(HISTOGRAM)}
WEIGHING = {
    "check_sample_weights_list",
    "check_sample_weights_not_overwritten",
    "check_sample_weight_equivalence_on_dense_data",
    "check_classifiers_one_label_sample_weights",
}


@pytest.mark.filterwarnings("default")  # scikit-learn says which optional checks it leaves out
@parametrize_with_checks([*EVERY, MEASURING])
def test_scikit_learns_checks(estimator, check):
    name = getattr(check, "func", check).__name__
    if name == "check_array_api_input":
        return  # an extra of scikit-learn that needs SCIPY_ARRAY_API in the environment
    if name in WEIGHING and repr(estimator) in WITHOUT_WEIGHTS:
        return  # they refuse them, as the next test shows
    check(estimator)


@pytest.mark.parametrize("estimator", [MEASURING, HISTOGRAM], ids=repr)
def test_weights_are_refused_where_they_have_no_meaning(estimator):
    X, y = load_iris(return_X_y=True)
    with pytest.raises(InvalidParameter, match="takes no sample_weight"):
        clone(estimator).fit(X, y, sample_weight=np.arange(len(y)))
    clone(estimator).fit(X, y, sample_weight=np.ones(len(y)))


@pytest.mark.parametrize("estimator", [*EVERY, MEASURING], ids=repr)
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


@pytest.mark.parametrize("estimator", [*EVERY, MEASURING], ids=repr)
@pytest.mark.parametrize("held", [np.asarray, pd.DataFrame, pl.DataFrame], ids=lambda held: held.__module__)
def test_features_that_cannot_be(estimator, held):
    X, y = load_iris(return_X_y=True)
    for wrong in (np.inf, -np.inf):
        bad = X.copy()
        bad[3, 1] = bad[7, 2] = wrong
        with pytest.raises(UnusableFeatures, match=r"column .*1'? contains infinity \(inf\) in row 3.* written NaN"):
            clone(estimator).fit(held(bad), y)
        if not isinstance(estimator, InformationSelector):  # it looks at names and numbers of columns alone
            fitted = clone(estimator).fit(held(X), y)
            with pytest.raises(UnusableFeatures, match="in row 3"):
                (fitted.predict if hasattr(fitted, "predict") else fitted.transform)(held(bad))
    with pytest.raises(ValueError, match=r"0 sample\(s\)"):
        clone(estimator).fit(held(X[:0]), y[:0])
    with pytest.raises(ValueError, match=r"0 (feature|sample)\(s\)"):  # Polars has no rows without columns
        clone(estimator).fit(held(X[:, :0]), y)
    with pytest.raises(TypeError, match=r"[Ss]parse.*toarray"):
        clone(estimator).fit(scipy.sparse.csr_array(X), y)


@pytest.mark.parametrize("estimator", [*EVERY, MEASURING], ids=repr)
def test_columns_that_say_nothing_or_name_the_rows(estimator):
    X, y = load_iris(return_X_y=True, as_frame=True)
    useless = X.assign(one=1.0, gap=np.nan, number=np.random.default_rng(0).permutation(len(y)))
    fitted = clone(estimator).fit(useless, y)
    if isinstance(estimator, InformationSelector):
        assert not {"one", "gap", "number"} & set(fitted.order_.tolist())
        assert fitted.order_[0] in (2, 3)
    elif isinstance(estimator, InformationTreeClassifier):
        assert fitted.feature_information_[4:].sum() == 0
    else:
        assert fitted.n_bins_[4:6].tolist() == [1, 1]
        assert not isinstance(estimator, MDLPDiscretizer) or fitted.n_bins_[6] == 1
    named = X.assign(id=[f"flower {i}" for i in range(len(y))])
    if isinstance(estimator, InformationTreeClassifier):
        assert clone(estimator).fit(named, y).feature_information_[4] == 0
    else:
        with pytest.raises(UnusableFeatures, match=r"'id' .*leave it out"):
            clone(estimator).fit(named, y)


@pytest.mark.parametrize("estimator", SUPERVISED, ids=repr)
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
    with pytest.raises(InvalidParameter, match=r"each of 150 rows, not \(149,\)"):
        clone(estimator).fit(X, y, sample_weight=weight[1:])
    with pytest.raises(InvalidParameter, match="must hold numbers"):
        clone(estimator).fit(X, y, sample_weight=["much"] * len(y))


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
