"""Double input symmetrical relevance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms


@dataclass(frozen=True)
class DISR(Greedy):
    """Sum of I(X_k,X_j;Y) / H(X_k,X_j,Y) over the columns chosen before; the first by I(X_k;Y).

    References
    ----------
    Meyer & Bontempi 2006, doi:10.1007/11732242_9; Brown et al. 2012, JMLR 13, section 3.2.
    """

    unit: ClassVar[str] = ""
    counts_of: ClassVar[str] = "the entropies H(X_k,X_j,Y)"

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        if not terms.chosen.size:
            return terms.relevance.copy()
        shared = terms.relevance + terms.chosen - terms.redundancy + terms.conditional  # I(X_k,X_j;Y)
        return np.asarray((shared / np.where(terms.joint > 0, terms.joint, 1)).sum(axis=0))
