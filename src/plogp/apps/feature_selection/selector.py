"""Selection of features by mutual information, as a scikit-learn transformer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectorMixin
from sklearn.utils.validation import _num_samples, check_is_fitted

import plogp
from plogp.apps.feature_selection.continuous_information import MeasuredEvidence
from plogp.apps.feature_selection.criteria import MRMR
from plogp.apps.feature_selection.criterion import Criterion, Pick
from plogp.apps.feature_selection.discrete_information import Evidence
from plogp.estimators.continuous.estimation import DependenceEstimator
from plogp.learn.codes import read_codes, read_mixed
from plogp.learn.validation import read_target, read_weights
from plogp.theory.errors import InvalidParameter, Unanswerable, UnusableFeatures
from plogp.theory.parameters import shown, whole_number


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
    bins of about as many rows each, or measured by an `estimator`. A missing value is a category. What goes on to the
    next step of a pipeline is the columns themselves.

    Parameters
    ----------
    criterion : object of plogp.apps.feature_selection
        `MRMR()` where none is named.
    n_features : int, optional
        How many columns to choose; where it is not said half of them, or as many as the criterion finds, where it
        knows when to stop (`FCBF`, `ConditionalInformation`; these may also choose fewer than asked for).
    bins : int
        The most bins of a column of numbers.
    estimator : object of plogp, optional
        `MixedKSG()` or `RankKSG()`: numbers of more than `bins` values are not cut but measured by their neighbours,
        against the class, against categories and against each other; given the class, in each class by itself. Not for
        criteria that need entropies or joint counts (`DISR`, `FCBF`, `ConditionalInformation`).

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
    theoretic feature selection", JMLR 13, 27-66. Of numbers: see `plogp.MixedKSG`.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from plogp.apps.feature_selection import InformationSelector
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> InformationSelector(n_features=2).fit(X, y).get_feature_names_out().tolist()
    ['petal length (cm)', 'petal width (cm)']
    >>> measured = InformationSelector(n_features=1, estimator=plogp.MixedKSG()).fit(X, y)
    >>> print(f"{measured.steps_[0].name}: {measured.steps_[0].relevance:.2f} bit")
    petal length (cm): 1.42 bit
    """

    def __init__(
        self,
        criterion: Criterion | None = None,
        *,
        n_features: int | None = None,
        bins: int = 10,
        estimator: DependenceEstimator | None = None,
    ) -> None:
        self.criterion = criterion
        self.n_features = n_features
        self.bins = bins
        self.estimator = estimator

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
        whole_number("bins", self.bins, 2)
        if self.n_features is not None:
            whole_number("n_features", self.n_features, 1)
        criterion = MRMR() if self.criterion is None else self.criterion
        if isinstance(criterion, (str, type)) or not hasattr(criterion, "picks"):
            raise InvalidParameter(f"criterion must be an object such as MRMR(), but it is {shown(criterion)}")
        given = None if sample_weight is None else read_weights(sample_weight, _num_samples(X))
        evidence = self._counted(X, y, given) if self.estimator is None else self._measured(X, y, given, criterion)
        columns, most = len(evidence.relevance), self.n_features
        if most is not None and most > columns:
            raise UnusableFeatures(f"n_features={most} columns are asked for, but there are {columns}: ask for fewer")
        if most is None and criterion.greedy:
            most = max(1, columns // 2)
        names = self._names()
        self.steps_ = [
            _step(pick, names[pick.feature], criterion.unit, evidence)
            for pick in islice(criterion.picks(evidence), most)
        ]
        self.order_ = np.array([step.feature for step in self.steps_], dtype=np.int64)
        return self

    def _counted(self, X: Any, y: Any, given: NDArray[np.float64] | None) -> Evidence:
        x, levels = read_codes(self, X, self.bins, given)
        weights = None if given is None else given[given > 0]
        self.classes_, codes = read_target(y, x.shape[1] if given is None else len(given), given)
        return Evidence(x, levels, codes, len(self.classes_), weights)

    def _measured(self, X: Any, y: Any, given: NDArray[np.float64] | None, criterion: Criterion) -> MeasuredEvidence:
        if not isinstance(self.estimator, DependenceEstimator) or isinstance(self.estimator, type):
            raise InvalidParameter(f"estimator must be an object such as MixedKSG(), but it is {shown(self.estimator)}")
        if criterion.counts_of:
            raise Unanswerable(
                f"{type(criterion).__name__} needs {criterion.counts_of}, which {type(self.estimator).__name__} does "
                "not estimate: leave estimator= out, so that numbers are binned and counted, or take another criterion"
            )
        if given is not None and (given != 1).any():
            raise InvalidParameter(
                "neighbours are whole rows, so estimator= takes no sample_weight: leave one of the two out"
            )
        x = read_mixed(self, X, self.bins)
        self.classes_, codes = read_target(y, len(x[0]))
        return MeasuredEvidence(x, codes, self.estimator, self._names(), self.classes_.tolist())

    def _names(self) -> Any:
        return getattr(self, "feature_names_in_", [f"x{j}" for j in range(self.n_features_in_)])

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


def _step(pick: Pick, name: Any, unit: str, evidence: Evidence | MeasuredEvidence) -> Step:
    score = evidence.estimate(pick.score, pick.stderr, unit)
    return Step(pick.feature, name, score, evidence.relevance_of(pick.feature), pick.redundancy)
