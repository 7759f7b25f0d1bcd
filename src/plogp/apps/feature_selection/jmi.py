"""Joint mutual information."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class JMI(Greedy):
    """Mean of I(X_k,X_j;Y) over the columns chosen before, less what is the same for every candidate.

    That is I(X_k;Y) - mean of I(X_k;X_j) - I(X_k;X_j|Y).

    References
    ----------
    Yang & Moody 1999, "Data visualization and feature selection"; Brown et al. 2012, JMLR 13, eq. 9 and 11.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        if not terms.chosen.size:
            return terms.relevance.copy()
        return np.asarray(terms.relevance - (terms.redundancy - terms.conditional).mean(axis=0))
