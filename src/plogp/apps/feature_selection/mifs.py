"""Mutual information feature selection, with the weight of redundancy as a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from plogp.apps.feature_selection.criterion import Greedy
from plogp.apps.feature_selection.discrete_information import Floats, Terms
from plogp.theory.parameters import real_number


@dataclass(frozen=True)
class MIFS(Greedy):
    """I(X_k;Y) - beta · sum of I(X_k;X_j) over the columns chosen before.

    Parameters
    ----------
    beta : float
        Not negative; 0 is `MIM`.

    References
    ----------
    Battiti 1994, doi:10.1109/72.298224; Brown et al. 2012, JMLR 13, eq. 5.
    """

    beta: float = 1.0
    given_class: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "beta", real_number("beta", self.beta, 0, closed=True))

    def score(self, terms: Terms) -> Floats:
        """The score of every candidate, in bits."""
        return np.asarray(terms.relevance - self.beta * terms.redundancy.sum(axis=0))
