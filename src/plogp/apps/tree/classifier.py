"""The decision tree C4.5 as a scikit-learn classifier."""

from __future__ import annotations

from typing import Any, Self
from warnings import warn

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted

from plogp.apps.tree.export_text import Branch, outline, rule_lines, text_lines
from plogp.apps.tree.flat_tree import Nodes
from plogp.apps.tree.histogram_tree import grow_binned
from plogp.apps.tree.limits import check_parameters, check_size
from plogp.backend import trees
from plogp.learn.columns import Levels, read_columns, read_like
from plogp.learn.validation import read_target, read_weights
from plogp.theory.errors import InvalidParameter, TreeDepthWarning, UnusableTarget


class InformationTreeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """C4.5 as Quinlan describes it: gain ratio, missing values as fractional cases, pessimistic pruning.

    Columns of numbers are cut in two at an observed value. Strings, booleans and categories get a branch for every
    level, also for one that a pandas Categorical or a Polars Enum declares and no row has. Among the splits that tell
    at least the average, that of the best gain ratio is taken; the gain of a numeric cut is first reduced by the price
    of naming the cut. A missing value (NaN, None) goes every way, in proportion to the cases there. A level not seen
    in training goes the way of most cases.

    Parameters
    ----------
    min_cases : float
        At least two branches of a split hold as many cases; of a numeric cut both hold a tenth of the average class,
        but never less than this, and not more than 25 for that reason alone.
    confidence : float
        In (0, 0.5]: the level of the error estimates that pruning compares; smaller prunes more.
    prune : bool
        Prune the tree after it is grown.
    subtree_raising : bool
        Pruning may put a node's largest branch in the node's place.
    group_levels : bool
        Levels of a category may share a branch; they are joined as long as the gain ratio does not fall. Every pair is
        compared each time, so a column of more than 4,096 levels is refused.
    max_depth : int, optional
        Of the root 0; no leaf lies deeper. A `TreeDepthWarning` says so where a tree reaches depth 4,000, below which
        none is grown.
    resolution : float
        Numbers that differ by no more than this are taken for equal. J48 of Weka takes 1e-5 on any scale.
    laplace : bool
        Probabilities (n + 1) / (N + classes) at the leaves instead of n / N.
    bins : int, optional
        The histogram mode, for millions of rows: columns are first cut into so many bins, at most 256, one of them for
        missing values. Every split is binary: numbers up to a cut, or one level of a category, against the rest;
        missing values go with the smallest numbers, or have a split of their own. It is that of the largest gain. A
        `max_depth` that is None is then 8, and weights are refused.

    Attributes
    ----------
    classes_ : array
        The levels of the target.
    levels_ : list
        The levels of each nominal column, None of columns of numbers.
    feature_information_ : array (features,)
        Bits about the class that the splits by each feature tell; they sum to H(class) - H(class | leaf).
    feature_importances_ : array (features,)
        The same as shares of their sum.

    References
    ----------
    Quinlan 1993, "C4.5: programs for machine learning"; Quinlan 1996, doi:10.1613/jair.279.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from plogp.apps.tree import InformationTreeClassifier
    >>> X, y = load_iris(return_X_y=True, as_frame=True)
    >>> tree = InformationTreeClassifier().fit(X, y)
    >>> tree.get_n_leaves(), tree.get_n_nodes()
    (5, 9)
    """

    def __init__(
        self,
        *,
        min_cases: float = 2,
        confidence: float = 0.25,
        prune: bool = True,
        subtree_raising: bool = True,
        group_levels: bool = False,
        max_depth: int | None = None,
        resolution: float = 0.0,
        laplace: bool = False,
        bins: int | None = None,
    ) -> None:
        self.min_cases = min_cases
        self.confidence = confidence
        self.prune = prune
        self.subtree_raising = subtree_raising
        self.group_levels = group_levels
        self.max_depth = max_depth
        self.resolution = resolution
        self.laplace = laplace
        self.bins = bins

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Grow the tree.

        Parameters
        ----------
        X : array or data frame, shape (n, features)
            Numbers, strings, booleans, categories.
        y : array, shape (n,)
            The class of each row.
        sample_weight : array, shape (n,), optional
            How many cases each row stands for.
        """
        check_parameters(self)
        x, levels = read_columns(self, X)
        self.classes_, codes = read_target(y, x.shape[1])
        weights = read_weights(sample_weight, x.shape[1])
        self.levels_ = levels
        if self.bins is not None:
            if sample_weight is not None and not (weights == 1).all():
                raise InvalidParameter("the histogram mode (bins=…) counts rows and takes no sample_weight")
            self.nodes_ = grow_binned(
                x,
                levels,
                _check_feature_names_in(self).tolist(),
                codes,
                self.bins,
                self.max_depth,
                classes=len(self.classes_),
                min_cases=float(self.min_cases),
                confidence=float(self.confidence),
                prune=bool(self.prune),
            )
            return self
        check_size(self, _check_feature_names_in(self).tolist(), x.size)
        try:
            grown = trees.grow_c45(
                x,
                _level_counts(levels),
                codes,
                weights,
                classes=len(self.classes_),
                min_cases=float(self.min_cases),
                confidence=float(self.confidence),
                prune=bool(self.prune),
                raising=bool(self.subtree_raising),
                grouped=bool(self.group_levels),
                resolution=float(self.resolution),
                max_depth=trees.DEEPEST if self.max_depth is None else min(int(self.max_depth), trees.DEEPEST),
            )
        except MemoryError as error:
            raise UnusableTarget(
                f"{error}: join rare classes or levels, or say max_depth, or more min_cases"
            ) from error
        self.nodes_ = Nodes(*grown)
        if self.max_depth is None and self.nodes_.reaches(trees.DEEPEST):
            warn(
                f"the tree was grown no deeper than {trees.DEEPEST:,}; say max_depth, or more min_cases",
                TreeDepthWarning,
                stacklevel=2,
            )
        return self

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """The probability of each class, of shape (n, classes)."""
        check_is_fitted(self)
        x = read_like(self, X, self.levels_)
        n = self.nodes_
        return trees.predict_tree(
            n.feature, n.threshold, n.first_child, n.children, n.map, n.missing, n.branch, n.cases,
            n.answers(self.laplace), x, _level_counts(self.levels_),
        )  # fmt: skip

    def predict(self, X: Any) -> NDArray[Any]:
        """The most probable class of each row."""
        proba = self.predict_proba(X)
        return np.asarray(self.classes_[proba.argmax(axis=1)])

    def get_n_leaves(self) -> int:
        """The leaves of the tree."""
        check_is_fitted(self)
        return int((self.nodes_.feature < 0).sum())

    def get_n_nodes(self) -> int:
        """The nodes of the tree, leaves included."""
        check_is_fitted(self)
        return len(self.nodes_.feature)

    @property
    def feature_information_(self) -> NDArray[np.float64]:
        """Bits about the class that the splits by each feature tell."""
        check_is_fitted(self)
        return self.nodes_.information(self.n_features_in_)

    @property
    def feature_importances_(self) -> NDArray[np.float64]:
        """Each feature's share of what the tree tells."""
        bits = self.feature_information_
        return bits / bits.sum() if bits.sum() > 0 else bits

    def outline(self) -> Branch:
        """The tree as nested branches."""
        return self._outline(15)

    def _outline(self, digits: int) -> Branch:
        check_is_fitted(self)
        names = [str(name) for name in _check_feature_names_in(self)]
        return outline(self.nodes_, names, self.levels_, self.classes_, digits)

    def to_text(self) -> str:
        """The tree in indented lines; a leaf says its class, its cases, and how many of them it gets wrong."""
        return "\n".join(text_lines(self.outline()))

    def to_rules(self) -> list[str]:
        """One rule a leaf, with its cases and the share of them that obey it."""
        return list(rule_lines(self.outline()))

    def draw(self, **look: Any) -> str:
        """The tree as a picture: the text of an SVG file; `width`, `lang` and `theme` as in `plogp.draw`."""
        from plogp.draw.tree import draw_tree

        return draw_tree(self._outline(6), [str(label) for label in self.classes_], **look)

    def _repr_mimebundle_(self, **given: Any) -> dict[str, Any]:
        """For notebooks: once it is fitted, the picture."""
        shown = dict(super()._repr_mimebundle_(**given))
        return shown | {"text/html": self.draw()} if hasattr(self, "nodes_") else shown

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        return tags


def _level_counts(levels: list[Levels]) -> NDArray[np.int32]:
    return np.array([0 if level is None else max(1, len(level)) for level in levels], dtype=np.int32)
