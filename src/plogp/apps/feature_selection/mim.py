"""Mutual information maximisation: each column by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class MIM(Greedy):
    """I(X_k;Y): what a column tells by itself; columns that repeat each other are all taken.

    References
    ----------
    Lewis 1992, "Feature selection and feature extraction for text categorization"; Brown et al. 2012, JMLR 13, eq. 3.
    """

    given_class: ClassVar[bool] = False

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return terms.relevance.copy()
