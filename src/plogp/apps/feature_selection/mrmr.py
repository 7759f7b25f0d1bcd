"""Minimum redundancy, maximum relevance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class MRMR(Greedy):
    """I(X_k;Y) - mean of I(X_k;X_j) over the columns chosen before.

    References
    ----------
    Peng, Long & Ding 2005, doi:10.1109/TPAMI.2005.159; Brown et al. 2012, JMLR 13, eq. 8.
    """

    given_class: ClassVar[bool] = False

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        if not terms.chosen.size:
            return terms.relevance.copy()
        return np.asarray(terms.relevance - terms.redundancy.mean(axis=0))
