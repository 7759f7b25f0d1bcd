"""Conditional infomax feature extraction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class CIFE(Greedy):
    """I(X_k;Y) - sum of I(X_k;X_j) + sum of I(X_k;X_j|Y) over the columns chosen before.

    References
    ----------
    Lin & Tang 2006, doi:10.1007/11744023_6; Brown et al. 2012, JMLR 13, eq. 17.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - terms.redundancy.sum(axis=0) + terms.conditional.sum(axis=0))
