"""Conditional mutual information maximisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.evidence import Floats, Terms


@dataclass(frozen=True)
class CMIM(Greedy):
    """Least I(X_k;Y|X_j) over the columns chosen before: new to each of them.

    References
    ----------
    Fleuret 2004, JMLR 5, 1531-1555; Brown et al. 2012, JMLR 13, eq. 13.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        if not terms.chosen.size:
            return terms.relevance.copy()
        return np.asarray(terms.relevance - (terms.redundancy - terms.conditional).max(axis=0))
