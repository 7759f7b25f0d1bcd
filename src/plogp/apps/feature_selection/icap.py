"""Interaction capping."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class ICAP(Greedy):
    """I(X_k;Y) - sum of max(0, I(X_k;X_j) - I(X_k;X_j|Y)) over the columns chosen before.

    References
    ----------
    Jakulin 2005, "Machine learning based on attribute interactions"; Brown et al. 2012, JMLR 13, eq. 15.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        lost = np.maximum(0, terms.redundancy - terms.conditional)
        return np.asarray(terms.relevance - lost.sum(axis=0))
