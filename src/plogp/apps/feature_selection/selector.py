"""Selection of features by mutual information, as a scikit-learn transformer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from math import nan
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectorMixin
from sklearn.utils.validation import _num_samples, check_is_fitted

import plogp
from plogp.apps.feature_selection.criterion import Criterion, Pick
from plogp.apps.feature_selection.evidence import Evidence
from plogp.apps.feature_selection.mrmr import MRMR
from plogp.learn.codes import read_codes
from plogp.learn.parameters import check_whole
from plogp.learn.target import read_target
from plogp.learn.weights import read_weights
from plogp.theory.errors import InvalidParameter, UnusableFeatures


@dataclass(frozen=True)
class Step:
    """One column that was chosen, and why."""

    feature: int
    name: Any
    score: plogp.Estimate  # by the criterion
    relevance: plogp.Estimate  # I(X;Y)
    redundancy: float  # bits in common with the columns chosen before, on average

    def __str__(self) -> str:
        return f"{self.name}: score {self.score}, tells {self.relevance}, repeats {self.redundancy:.3f} bit"


class InformationSelector(SelectorMixin, BaseEstimator):  # type: ignore[misc]
    """Chooses the columns that tell most of the class.

    Strings, booleans and categories are counted as they are; numbers of more than `bins` values are first cut into
    bins of about as many rows each, and a missing value is a category. What goes on to the next step of a pipeline is
    the columns themselves.

    Parameters
    ----------
    criterion : object of plogp.apps.feature_selection
        `MRMR()` where none is named.
    n_features : int, optional
        How many columns to choose; where it is not said half of them, or as many as the criterion finds, where it
        knows when to stop (`FCBF`, `ConditionalInformation`; these may also choose fewer than asked for).
    bins : int
        The most bins of a column of numbers.

    Attributes
    ----------
    order_ : array of int
        The columns in the order of choice.
    steps_ : list of Step
        Of each of these its score, relevance and redundancy, in bits.
    classes_ : array
        The levels of the target.

    References
    ----------
    Brown, Pocock, Zhao & Luján 2012, "Conditional likelihood maximisation: a unifying framework for information
    theoretic feature selection", JMLR 13, 27-66.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from plogp.apps.feature_selection import InformationSelector
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> InformationSelector(n_features=2).fit(X, y).get_feature_names_out().tolist()
    ['petal length (cm)', 'petal width (cm)']
    """

    def __init__(self, criterion: Criterion | None = None, *, n_features: int | None = None, bins: int = 10) -> None:
        self.criterion = criterion
        self.n_features = n_features
        self.bins = bins

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Choose the columns.

        Parameters
        ----------
        X : array or data frame, shape (n, features)
            Numbers, strings, booleans, categories.
        y : array, shape (n,)
            The class of each row.
        sample_weight : array, shape (n,), optional
            How many rows each row stands for; it need not be a whole number.
        """
        check_whole("bins", self.bins, 2)
        criterion = MRMR() if self.criterion is None else self.criterion
        if isinstance(criterion, (str, type)) or not hasattr(criterion, "picks"):
            raise InvalidParameter(f"criterion must be an object such as MRMR(), but it is {criterion!r}")
        given = None if sample_weight is None else read_weights(sample_weight, _num_samples(X))
        x, levels = read_codes(self, X, self.bins, given)
        weights = None if given is None else given[given > 0]
        self.classes_, codes = read_target(y, x.shape[1] if given is None else len(given), given)
        most: int | None = self.n_features
        if most is not None:
            check_whole("n_features", most, 1)
            if most > len(x):
                raise UnusableFeatures(f"n_features={most} columns are asked for, but there are {len(x)}")
        elif criterion.greedy:
            most = max(1, len(x) // 2)
        evidence = Evidence(x, levels, codes, len(self.classes_), weights)
        names = getattr(self, "feature_names_in_", [f"x{j}" for j in range(len(x))])
        self.steps_ = [
            _step(pick, names[pick.feature], criterion.unit, evidence)
            for pick in islice(criterion.picks(evidence), most)
        ]
        self.order_ = np.array([step.feature for step in self.steps_], dtype=np.int64)
        return self

    def _get_support_mask(self) -> NDArray[np.bool_]:
        check_is_fitted(self)
        mask = np.zeros(self.n_features_in_, dtype=bool)
        mask[self.order_] = True
        return mask

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        tags.input_tags.sparse = False
        return tags


def _step(pick: Pick, name: Any, unit: str, evidence: Evidence) -> Step:
    n = evidence.rows
    return Step(
        pick.feature, name, _estimate(pick.score, pick.stderr, n, unit), _relevance(evidence, pick.feature),
        pick.redundancy,
    )  # fmt: skip


def _relevance(evidence: Evidence, k: int) -> plogp.Estimate:
    if evidence.weights is None:
        return plogp.mutual_information(plogp.Counts(evidence.with_class(k)), base=2)
    return _estimate(float(evidence.relevance[k]), evidence.relevance_stderr(k), evidence.rows, "bit")


def _estimate(value: float, stderr: float, n: int, unit: str) -> plogp.Estimate:
    half = 1.959964 * stderr
    return plogp.Estimate(value, stderr, value - half, value + half, 0.95, n, nan, "PlugIn", unit)
