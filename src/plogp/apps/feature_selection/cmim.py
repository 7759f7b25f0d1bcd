"""Conditional mutual information maximisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class CMIM(Greedy):
    """Least I(X_k;Y|X_j) over the columns chosen before: new to each of them.

    Notes
    -----
    Other software (FEAST, praznik) begins the minimum with I(X_k;Y), as the algorithms of Fleuret do: a column that
    tells something only beside another, such as a part of an exclusive or, is then chosen last. Where no column tells
    more beside another than alone the order is the same.

    References
    ----------
    Brown et al. 2012, JMLR 13, eq. 13; the criterion is that of Fleuret 2004, JMLR 5, 1531-1555.
    """

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        if not terms.chosen.size:
            return terms.relevance.copy()
        return np.asarray(terms.relevance - (terms.redundancy - terms.conditional).max(axis=0))
